"""One more element for a list, in the list's own style."""

import re
from collections.abc import Iterator

from bookctl.ledger.toml.words import Item, items, line_start, past_gap

_INDENT = re.compile(r"[ \t]*+")


def appended(text: str, start: int, end: int, literal: str, newline: str) -> str:
    """The text with the literal as the last element of the list at start..end.

    A list over several lines gets a line, with a comma behind it where the last element has one or a line
    for the bracket; a list on one line stays on it. An empty list is opened over lines.
    """
    inside, close = list(items(text, start)), end - 1
    outer = _indent(text, start)
    if not inside:
        return _into_empty(text, start, close, outer + "  " + literal + "," + newline, outer)
    comma = past_gap(text, inside[-1].value_end)
    has_comma = text[comma] == ","
    at = comma + 1 if has_comma else inside[-1].value_end
    head = text[:at] if has_comma else text[:at] + ","
    if not any("\n" in gap for gap in _gaps(text, start, inside, close)):
        return f"{head} {literal}{',' * has_comma}{text[at:]}"
    indent = _item_indent(text, inside) or outer + "  "
    if "\n" in text[at:close]:
        line = line_start(text, close)
        return f"{head}{text[at:line]}{indent}{literal},{newline}{text[line:]}"
    return f"{head}{newline}{indent}{literal}{',' * has_comma}{text[at:]}"


def _into_empty(text: str, start: int, close: int, line: str, outer: str) -> str:
    """Comments that stand in the list stay in front of the new element."""
    if "#" not in text[start:close]:
        newline = line[len(line.rstrip("\r\n")) :]
        return f"{text[: start + 1]}{newline}{line}{outer}{text[close:]}"
    at = line_start(text, close)
    return text[:at] + line + text[at:]


def _gaps(text: str, start: int, inside: list[Item], close: int) -> Iterator[str]:
    edges = [start, *(edge for item in inside for edge in (item.start, item.value_end)), close]
    return (text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))


def _item_indent(text: str, inside: list[Item]) -> str | None:
    """The indent of the last element that begins its line."""
    for item in reversed(inside):
        lead = text[line_start(text, item.start) : item.start]
        if not lead.strip(" \t"):
            return lead
    return None


def _indent(text: str, at: int) -> str:
    found = _INDENT.match(text, line_start(text, at))
    return found.group() if found else ""
