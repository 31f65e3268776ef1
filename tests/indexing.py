"""A small ledger for the tests of the index, and the index of it."""

import time
from datetime import UTC, datetime
from pathlib import Path

from bookctl.ledger.index import Index, open_index
from bookctl.ledger.state import find_state

DAY = "2026-11-24"
PAGE = f"bookings/2026/{DAY}.toml"
LITERAL = {"uses", "price", "seats", "until", "history", "asked", "minutes"}
LATER = 10 * 10**9


def put(root: Path, path: str, text: str) -> Path:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")
    return target


def small(root: Path) -> Path:
    put(root, "bookctl.toml", 'format = 1\nname = "Studio"\ntimezone = "Asia/Shanghai"\ncurrency = "CNY"\n')
    put(root, "resources/wang.toml", 'name = "Wang Wei"\nkind = "staff"\n')
    put(root, "resources/room-2.toml", 'name = "Room 2"\nkind = "room"\nretired = 2026-01-01\n')
    put(root, "services/swedish-60.toml", 'name = "Swedish massage"\nminutes = 60\n')
    put(root, "services/deep-tissue-60.toml", 'name = "深层按摩 Deep tissue"\nminutes = 60\n')
    put(root, "customers/c4f7qx.toml", 'name = "李娜"\nphone = "+86 138 0000 1234"\ntags = ["vip"]\n')
    put(
        root, "customers/c9p2vb.toml", 'name = "Anna Weber"\nemail = "Anna@Example.com"\nprefers = ["wang"]\n'
    )
    put(root, PAGE, booking("7k2m9q") + booking("7k3aaa", "14:00", "15:00", customer="c9p2vb", price="420.5"))
    return root


def booking(
    id_: str, start: str = "10:00", end: str = "11:00", day: str = DAY, to: str | None = None, **keys: str
) -> str:
    """`keys` are text but for those in LITERAL; an empty one is left out."""
    values = {
        "service": "swedish-60", "customer": "c4f7qx", "uses": '["wang", { resource = "room-2", to = 75 }]',
        "status": "confirmed", "price": "680.0",
    } | keys  # fmt: skip
    return _table("booking", id_, f"{day}T{start}:00+08:00", f"{to or day}T{end}:00+08:00", values)


def session(id_: str, start: str = "18:00", end: str = "19:00", **keys: str) -> str:
    values = {"service": "swedish-60", "uses": '["room-2"]', "seats": "8", "status": "confirmed"} | keys
    return _table("session", id_, f"{DAY}T{start}:00+08:00", f"{DAY}T{end}:00+08:00", values)


def _table(kind: str, id_: str, start: str, end: str, values: dict[str, str]) -> str:
    lines = [f"{key} = {value if key in LITERAL else repr(value)}" for key, value in values.items() if value]
    return "\n".join([f"[[{kind}]]", f'id = "{id_}"', f"start = {start}", f"end = {end}", *lines, "\n"])


def at(text: str) -> int:
    """`2026-11-24 10:00`, in Shanghai, as an instant."""
    return int(datetime.fromisoformat(f"{text}+08:00").astimezone(UTC).timestamp())


def ids(index: Index, start: str = "2026-11-24 00:00", end: str = "2026-11-25 00:00") -> list[str]:
    return [row.id for row in index.rows(at(start), at(end))]


def opened(root: Path, ahead: int = 0, **options: bool) -> Index:
    """An index brought up to date by a clock `ahead` of the files' (ns): with LATER the files' stat is believed."""
    index = open_index(root, find_state(root), now_ns=lambda: time.time_ns() + ahead)
    index.refresh(**options)
    return index
