"""The tables of the ledger's specification, made from the structs: `python -m bookctl.model.spec docs/ledger.md`.

In the page a table stands between `<!-- keys: Booking -->` and `<!-- end -->`.
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from bookctl.model.approval import Approval
from bookctl.model.booking import Booking, Cover, Event, Line, Session, Terms, Use
from bookctl.model.channel import Channel, Reminders
from bookctl.model.customer import Alert, Answer, Customer, Note, Relation
from bookctl.model.feed import Feed
from bookctl.model.message import Message
from bookctl.model.payment import Payment
from bookctl.model.plan import Plan
from bookctl.model.policy import DEFAULTS, Cap, Policy
from bookctl.model.pricing import Price
from bookctl.model.purchase import Freeze, Purchase
from bookctl.model.question import Question
from bookctl.model.resource import Resource, Stretch
from bookctl.model.rule import Rule, Then, When
from bookctl.model.segment import Segment
from bookctl.model.series import Series
from bookctl.model.service import Need, Service, Step
from bookctl.model.settings import Activity, Closed, Retention, Settings
from bookctl.model.shape import Key, Shape, any_in_words, keys
from bookctl.model.tier import Tier
from bookctl.model.waiting import Wait, Waitlist

KINDS: dict[str, type[Struct]] = {
    kind.__name__: kind
    for kind in (
        Settings, Policy, Closed, Resource, Stretch, Service, Step, Need, Customer, Alert, Relation, Note, Booking, Use, Event, Session,
        Feed, Channel, Reminders, Retention, Activity, Rule, When, Then, Message, Payment, Purchase, Freeze, Plan, Cap, Tier, Approval, Price, Line, Cover, Terms, Series, Wait, Waitlist, Segment, Question, Answer,
    )
}  # fmt: skip
_BLOCK = re.compile(r"(<!-- keys: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def refreshed(page: str) -> str:
    """The page with every table as the structs have it now; KeyError where a marker names no record."""
    return _BLOCK.sub(lambda block: f"{block[1]}{table(KINDS[block[2]])}{block[3]}", page)


def table(kind: type[Struct]) -> str:
    """A row for each key: name, type with limits, default, meaning."""
    rows = ["| key | type | default | meaning |", "| --- | --- | --- | --- |"]
    rows += [_row(kind, key) for key in keys(kind).values()]
    return "\n".join(rows) + "\n"


def _row(kind: type[Struct], key: Key) -> str:
    cells = (f"`{key.name}`", _type(key.shapes), _default(kind, key), key.description)
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _type(shapes: tuple[Shape, ...]) -> str:
    first = shapes[0]
    words = any_in_words(shapes)
    if first.choices:
        return "one of " + ", ".join(f"`{choice}`" for choice in first.choices)
    limits = _limits(first)
    if first.base is list and (inner := [text for item in first.item if (text := _limits(item))]):
        limits = "; ".join([limits, *(f"each {text}" for text in inner)]).removeprefix("; ")
    return f"{words}, {limits}" if limits else words


def _limits(shape: Shape) -> str:
    if shape.pattern is not None:
        return f"`{shape.pattern.strip('^$')}`" + (f", at most {shape.most} characters" if shape.most else "")
    unit = " characters" if shape.base is str else " entries" if shape.base is list else ""
    if shape.least is not None and shape.most is not None:
        return f"{shape.least} to {shape.most}{unit}"
    if shape.most is not None:
        return f"at most {shape.most}{unit}"
    return f"at least {shape.least}" if shape.least is not None else ""


def _default(kind: type[Struct], key: Key) -> str:
    if key.required:
        return "**required**"
    value = getattr(DEFAULTS, key.name) if kind is Policy else key.default
    return "" if value is None or value == {} or isinstance(value, Struct) else f"`{_literal(value)}`"


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def main(paths: Sequence[str]) -> None:
    """Rewrites the tables of each page."""
    for path in map(Path, paths):
        path.write_text(refreshed(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
