"""Content lines and components of an iCalendar file (RFC 5545, section 3.1), taken as files really are.

Bytes are unfolded before they are decoded, since a fold may stand inside a character. Bare line feeds, blank
lines, a byte order mark and lower-case names are taken; each line knows its number.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

LARGEST = 10 << 20
MOST = 50_000  # components
LINES = 1_000_000
TOLD = 1_000  # warnings on single lines
DEEPEST = 8
_HEAD = re.compile(
    r"([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:\"[^\"]*\"|[^\";:,]*)(?:,(?:\"[^\"]*\"|[^\";:,]*))*)*):(.*)",
    re.DOTALL,
)
_PARAMETER = re.compile(r";([A-Za-z0-9-]+)=((?:\"[^\"]*\"|[^\";:,]*)(?:,(?:\"[^\"]*\"|[^\";:,]*))*)")
_ESCAPE = re.compile(r"\\([\\;,nN])")
_OTHERS = (
    (b"PK\x03\x04", "a ZIP archive; unpack it first"),
    (b"\xff\xfe", "text in UTF-16; save it as UTF-8"),
    (b"\xfe\xff", "text in UTF-16; save it as UTF-8"),
    (b"<", "a web page, not a calendar: perhaps the address asks for a login"),
    (b"{", "JSON, not a calendar"),
    (b"[", "JSON, not a calendar"),
    (b"BEGIN:VCARD", "contacts (vCard), not a calendar"),
)


class CalendarError(Exception):
    """What makes a file no calendar at all, and in which line."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(f"line {line}: {text}")
        self.line, self.text = line, text


class Prop(NamedTuple):
    """One content line; names in capitals, the value as it stands."""

    name: str
    params: dict[str, str]
    value: str
    line: int

    @property
    def text(self) -> str:
        """The value as text, unescaped."""
        return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)


class Component:
    """What stands between BEGIN and END."""

    __slots__ = ("children", "line", "name", "props")

    def __init__(self, name: str, line: int) -> None:
        self.name, self.line = name, line
        self.props: list[Prop] = []
        self.children: list[Component] = []

    def first(self, name: str) -> Prop | None:
        return next((prop for prop in self.props if prop.name == name), None)

    def every(self, name: str) -> list[Prop]:
        return [prop for prop in self.props if prop.name == name]


def calendars(data: bytes, warn: "list[tuple[int, str]]") -> list[Component]:
    """Every VCALENDAR of the file; `warn` gets line and text of what was passed over. CalendarError."""
    _refuse(data)
    made: list[Component] = []
    open_: list[Component] = []
    count = 0
    for number, text in content_lines(data, warn):
        prop = _prop(number, text)
        if prop is None:
            if not open_:
                raise CalendarError(number, f"this is no calendar: it begins with {text[:40]!r}")
            _tell(warn, number, "a line without a name and a value")
        elif prop.name == "BEGIN":
            count += 1
            if count > MOST or len(open_) >= DEEPEST:
                raise CalendarError(
                    number, f"more than {MOST} entries" if count > MOST else "nested too deeply"
                )
            _open(made, open_, prop)
        elif prop.name == "END":
            _close(open_, prop)
        elif open_:
            open_[-1].props.append(prop)
        else:
            raise CalendarError(number, f"{prop.name} stands outside a calendar")
    if open_:
        raise CalendarError(_last(data), f"the file breaks off: END:{open_[0].name} is missing")
    if not made:
        raise CalendarError(1, "the file is empty")
    return made


def _open(made: list[Component], open_: list[Component], prop: Prop) -> None:
    part = Component(prop.value.strip().upper(), prop.line)
    if not open_ and part.name != "VCALENDAR":
        raise CalendarError(prop.line, f"this is no calendar: it begins with BEGIN:{part.name[:40]}")
    (open_[-1].children if open_ else made).append(part)
    open_.append(part)


def content_lines(data: bytes, warn: "list[tuple[int, str]]") -> Iterator[tuple[int, str]]:
    """Number of the first line and unfolded text of each content line; empty ones are left out."""
    if data.count(b"\n") > LINES:
        raise CalendarError(LINES, f"more than {LINES:,} lines")
    held: list[bytes] = []
    first = 1
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        line = raw.removesuffix(b"\r")
        if line[:1] in {b" ", b"\t"} and held:
            held.append(line[1:])
            continue
        if held:
            yield first, _decoded(b"".join(held), first, warn)
        held, first = [line.strip(b"\r")] if line.strip() else [], number
    if held:
        yield first, _decoded(b"".join(held), first, warn)


def _tell(warn: "list[tuple[int, str]]", number: int, text: str) -> None:
    if len(warn) < TOLD:
        warn.append((number, text))


def _decoded(raw: bytes, number: int, warn: "list[tuple[int, str]]") -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        _tell(warn, number, "not UTF-8; read as Latin-1")
        return raw.decode("latin-1")


def _prop(number: int, text: str) -> Prop | None:
    found = _HEAD.fullmatch(text)
    if found is None:
        return None
    params = {one[1].upper(): one[2].replace('"', "") for one in _PARAMETER.finditer(found[2])}
    return Prop(found[1].upper(), params, found[3], number)


def _close(open_: list[Component], prop: Prop) -> None:
    name = prop.value.strip().upper()
    if not open_ or open_[-1].name != name:
        wanted = f", not END:{open_[-1].name}" if open_ else ""
        raise CalendarError(prop.line, f"END:{name[:40]}{wanted}")
    open_.pop()


def _refuse(data: bytes) -> None:
    if len(data) > LARGEST:
        raise CalendarError(1, f"the file is larger than {LARGEST >> 20} MiB")
    if not data.strip():
        raise CalendarError(1, "the file is empty")
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:40].upper()
    for sign, what in _OTHERS:
        if start.startswith(sign.upper()):
            raise CalendarError(1, what)
    if b"\0" in data[:1000]:
        raise CalendarError(1, "text in UTF-16, or no text at all; save it as UTF-8")


def _last(data: bytes) -> int:
    return data.rstrip().count(b"\n") + 1
