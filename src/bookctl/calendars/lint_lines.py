"""A calendar file as lines (RFC 5545, section 3.1): how they end, fold and read."""

import re
from collections.abc import Iterator

from bookctl.calendars.lint_report import Line, Report
from bookctl.calendars.write_lines import WIDTH

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_NAME = re.compile(r"[A-Za-z0-9-]+", re.ASCII)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)', re.ASCII)
_CRLF = "lines end with CRLF (RFC 5545, section 3.1)"


def content_lines(data: bytes, report: Report) -> Iterator[Line]:
    """Unfolded, in order; what is no content line is reported and left out."""
    number, rows = 0, [b""]
    for at, raw in enumerate(_physical(data, report), 1):
        if raw[:1] in {b" ", b"\t"} and number:
            _fold(rows[-1], raw, at, report)
            rows.append(raw)
            continue
        yield from _whole(number, rows, report)
        number, rows = at, [raw]
    yield from _whole(number, rows, report)


def _physical(data: bytes, report: Report) -> Iterator[bytes]:
    """The lines of the file without their ends."""
    lines = data.split(b"\n")
    last = lines.pop()
    if last:
        report.place("ics-line-end", "the last line does not end", (len(lines) + 1, 1), remedy=_CRLF)
        lines.append(last + b"\r")
    bare = False
    for number, raw in enumerate(lines, 1):
        if not raw.endswith(b"\r") and not bare:
            bare = True
            report.place("ics-line-end", "lines end with LF alone, this the first", (number, 1), remedy=_CRLF)
        line = raw.removesuffix(b"\r")
        _width(line, number, report)
        yield line


def _width(line: bytes, number: int, report: Report) -> None:
    if len(line) > WIDTH:
        report.place(
            "ics-line-length",
            f"the line has {len(line)} octets, more than {WIDTH}",
            (number, len(line[:WIDTH].decode("utf-8", "ignore")) + 1),
            remedy="fold it: CRLF and a space",
        )
    if not line:
        report.place("ics-empty-line", "an empty line", (number, 1), remedy="remove it")


def _fold(before: bytes, line: bytes, number: int, report: Report) -> None:
    """Between a line of the file and its continuation."""
    if not line[1:].strip():
        report.place(
            "ics-empty-fold",
            "a continuation line with nothing in it",
            (number, 1),
            remedy="iCloud refuses the file",
        )
    if line[1:2] and line[1] & 0xC0 == 0x80:
        report.place(
            "ics-fold-utf8",
            "a fold inside a character",
            (number, 1),
            remedy="fold between characters, not octets",
        )
    slashes = len(before) - len(before.rstrip(b"\\"))
    if slashes % 2:
        report.place(
            "ics-fold-escape", "a fold between \\ and its letter", (number, 1), remedy="fold before the \\"
        )


def _whole(number: int, rows: list[bytes], report: Report) -> Iterator[Line]:
    data = b"".join([rows[0], *(row[1:] for row in rows[1:])])
    if not data.strip():
        return
    try:
        text = data.decode()
    except UnicodeDecodeError:
        report.place("ics-utf8", "not UTF-8", _undecoded(rows, number), remedy="save the file as UTF-8")
        text = data.decode("utf-8", "replace")
    _controls(rows, number, report)
    line = _parsed(number, rows[0].decode("utf-8", "replace"), text)
    if line is None:
        report.place(
            "ics-syntax", "no NAME:VALUE", (number, 1), remedy="is the line before it folded wrongly?"
        )
    else:
        yield line


def _undecoded(rows: list[bytes], number: int) -> tuple[int, int]:
    """The first place that is not UTF-8, a character cut by a fold aside."""
    for at, row in enumerate(rows):
        try:
            row.decode()
        except UnicodeDecodeError as fault:
            return number + at, len(row[: fault.start].decode("utf-8", "replace")) + 1
    return number, 1


def _controls(rows: list[bytes], number: int, report: Report) -> None:
    for at, row in enumerate(rows):
        if found := _CONTROL.search(row.decode("utf-8", "ignore")):
            sign = f"U+{ord(found[0]):04X}"
            report.place(
                "ics-control",
                f"a control character, {sign}",
                (number + at, found.start() + 1),
                remedy="some programs then lose the whole file",
            )


def _parsed(number: int, first: str, text: str) -> Line | None:
    name = _NAME.match(text)
    if name is None:
        return None
    parameters: dict[str, str] = {}
    at = name.end()
    while found := _PARAMETER.match(text, at):
        parameters[found[1].upper()] = found[2].strip('"')
        at = found.end()
    return (
        Line(number, first, name[0].upper(), parameters, text[at + 1 :]) if text[at : at + 1] == ":" else None
    )
