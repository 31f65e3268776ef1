"""A small practice that is always full: one therapist, one room, one class, and people who would like to come."""

import json

from conftest import Book

NOW = "2026-11-24T09:00"
PEOPLE = {"li": "李娜", "wu": "吴刚", "zhao": "赵敏", "sun": "孙浩"}
OFFERED = """name = "An offer to who waited, at once"
when = { after = "0m", of = "status", status = "held" }
if = "booking.wait"

[[then]]
send = "offer"
channel = ["note"]
"""


def practice(empty: Book, waitlist: str = "") -> Book:
    """Open on weekdays from 9 to 12; nobody else can serve."""
    empty.ok("resource", "add", "wang", "--name", "王芳", "--kind", "staff", "--skill", "tuina",
             "--hours", "mon-fri 09:00-12:00")  # fmt: skip
    empty.ok("resource", "add", "hall", "--name", "大厅", "--kind", "room", "--hours", "daily 07:00-21:00")
    for minutes in (30, 60, 90):
        empty.ok("service", "add", f"tuina-{minutes}", "--name", f"Tuina {minutes}", "--minutes", str(minutes),
                 "--need", "skill:tuina", "--price", "300")  # fmt: skip
    empty.ok("service", "add", "yoga", "--name", "Yoga", "--minutes", "60", "--need", "kind:room", "--seats", "3",
             "--min-seats", "2", "--price", "100")  # fmt: skip
    for id_, name in PEOPLE.items():
        empty.ok("customer", "add", "--name", name, "--email", f"{id_}@example.com", "--language", "en")
    if waitlist:
        settings(empty, f"\n[waitlist]\n{waitlist}\n")
    return empty


def settings(book: Book, text: str) -> None:
    path = book.root / "bookctl.toml"
    path.write_text(path.read_text() + text)


def decides(book: Book, minutes: int) -> None:
    """From now on classes are decided on so long before they start."""
    book.ok("service", "edit", "yoga", "--decide", str(minutes))


def result(book: Book, *words: str, now: str = NOW) -> dict[str, object]:
    return json.loads(book.ok(*words, "--format", "json", BOOKCTL_NOW=now))["result"]


def made(book: Book, *words: str, now: str = NOW) -> str:
    """The id of what was booked, opened or asked for."""
    return str(result(book, *words, now=now)["id"])


def waits(book: Book, *words: str, now: str = NOW) -> dict[str, dict[str, object]]:
    """Everybody on the list by the customer's name."""
    rows = json.loads(book.ok("wait", "list", *words, "--format", "json", BOOKCTL_NOW=now))["waiting"]
    names = {row["customer"]: row for row in rows}
    known = json.loads(book.ok("customer", "list", "--format", "json"))["customers"]
    return {one["name"]: names[one["id"]] for one in known if one["id"] in names}


def states(book: Book, now: str = NOW) -> dict[str, object]:
    return {name: row["state"] for name, row in waits(book, "--all", now=now).items()}


def held(book: Book, name: str, now: str = NOW) -> str:
    """The booking that was offered to them last."""
    return str(waits(book, "--all", now=now)[name]["offers"][-1])


def full_morning(book: Book) -> dict[str, str]:
    """Wednesday is taken, by Sun Hao: his bookings by their hour."""
    return {
        hour: made(book, "book", "孙浩", "tuina-60", f"2026-11-25 {hour}:00") for hour in ("09", "10", "11")
    }


def full_class(book: Book) -> tuple[str, str]:
    """A class with three seats, all taken: its id, and that of Li Na's seat."""
    session = made(book, "session", "add", "yoga", "2026-11-26 18:00")
    seat = made(book, "session", "join", session, "李娜")
    made(book, "session", "join", session, "孙浩", "--seats", "2")
    return session, seat
