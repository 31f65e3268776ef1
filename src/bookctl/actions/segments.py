"""Segments: customers as saved queries in the ledger's settings."""

from bookctl.actions.desk import Desk
from bookctl.actions.outcome import Outcome
from bookctl.actions.problems import NotFound, Refused, Usage
from bookctl.ledger.faults import did_you_mean
from bookctl.ledger.layout import SETTINGS
from bookctl.ledger.toml.proof import SpliceError, proven
from bookctl.ledger.toml.splice import remove_record
from bookctl.ledger.toml.write import literal
from bookctl.model.ids import is_slug
from bookctl.model.text import shown, unsafe
from bookctl.words.calendar import Context
from bookctl.words.query import QueryError
from bookctl.words.query_people import parse_segment


def add(desk: Desk, name: str, query: str, title: str | None = None) -> Outcome:
    """A new segment; Usage where its query does not read, Refused where there is one of that name."""
    if not is_slug(name):
        raise Usage(
            f"{shown(name)!r} is no name of a segment",
            help="lower-case letters, digits and dashes: quiet-vips",
        )
    if name in desk.settings.segment:
        raise Refused(f"there is a segment {name} already", help=f"bookctl customer segment remove {name}")
    if (fault := unsafe(query) or unsafe(title or "")) is not None:
        raise Usage(f"the segment contains {fault}, which could steer a terminal")
    try:
        parse_segment(query, Context(desk.now, desk.zone, desk.settings.first_weekday))
    except QueryError as fault:
        raise Usage(str(fault), help="bookctl help queries") from None
    made = {"query": query} | ({"name": title} if title else {})
    desk.draft.put(SETTINGS, _with(desk.draft.text(SETTINGS), name, made))
    return Outcome(f"customer segment add {name}", "added", {"id": name, **made})


def remove(desk: Desk, name: str) -> Outcome:
    """The customers stay as they are; rules that name it then find nobody in it."""
    known = desk.settings.segment
    if name not in known:
        raise NotFound(
            f"there is no segment {shown(name)}",
            help=did_you_mean(name, known) or "bookctl customer segment lists them",
        )
    try:
        text = remove_record(desk.draft.text(SETTINGS), ("segment", name))  # type: ignore[arg-type]  # a table by name
    except (LookupError, SpliceError):
        raise Refused(f"segment {name} is not written as [segment.{name}]: remove it by hand") from None
    desk.draft.put(SETTINGS, text)
    return Outcome(f"customer segment remove {name}", "removed", {"id": name})


def _with(text: str, name: str, values: dict[str, str]) -> str:
    """The table behind all others, a blank line before it."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = [f"[segment.{name}]", *(f"{key} = {literal(value)}" for key, value in values.items())]
    block = "".join(f"{line}{newline}" for line in lines)
    try:
        return proven(
            text,
            text.rstrip("\r\n") + newline * 2 + block,
            lambda data: data.setdefault("segment", {}).__setitem__(name, values),
        )
    except SpliceError:
        raise Refused("the segments are not written as [segment.NAME] tables: add it by hand") from None
