"""The little XML that CalDAV needs (RFC 4918, RFC 4791): questions written, multi-status answers read."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import NamedTuple

_DAV, _CAL = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_SPACES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'

WHAT_IS_IT = (
    f"{_HEAD}<D:propfind {_SPACES}><D:prop><D:resourcetype/><D:displayname/>"
    "<D:current-user-principal/><C:calendar-home-set/></D:prop></D:propfind>"
).encode()
ALL_EVENTS = (
    f"{_HEAD}<C:calendar-query {_SPACES}><D:prop><D:getetag/><C:calendar-data/></D:prop>"
    '<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/></C:comp-filter></C:filter>'
    "</C:calendar-query>"
).encode()


class NotXml(Exception):
    """The server answered something that is no multi-status document."""


class Found(NamedTuple):
    """One resource of a multi-status answer; `href` as the server wrote it, `status` of the resource itself."""

    href: str
    status: int
    etag: str | None
    data: str | None
    calendar: bool
    name: str | None
    principal: str | None
    home: str | None


def read(body: bytes) -> list[Found]:
    """All resources in the order of the answer; NotXml where it is none."""
    root = _parsed(body)
    if root.tag != f"{_DAV}multistatus":
        raise NotXml(root.tag.rpartition("}")[2][:60])
    return [_found(response) for response in root.iter(f"{_DAV}response")]


def _parsed(body: bytes) -> ET.Element:
    # No answer has one; entities are how a small document becomes a huge one.
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise NotXml("a document type")
    try:
        return ET.fromstring(body)  # noqa: S314 - see above
    except (ET.ParseError, ValueError, LookupError):
        raise NotXml("not XML") from None


def _found(response: ET.Element) -> Found:
    props = list(_good(response))
    return Found(
        href=_text(response, f"{_DAV}href") or "",
        status=_status(_text(response, f"{_DAV}status")),
        etag=_first(props, f"{_DAV}getetag"),
        data=_first(props, f"{_CAL}calendar-data"),
        calendar=any(prop.find(f"{_DAV}resourcetype/{_CAL}calendar") is not None for prop in props),
        name=_first(props, f"{_DAV}displayname"),
        principal=_first(props, f"{_DAV}current-user-principal/{_DAV}href"),
        home=_first(props, f"{_CAL}calendar-home-set/{_DAV}href"),
    )


def _good(response: ET.Element) -> Iterator[ET.Element]:
    """The properties that the server has."""
    for stat in response.iter(f"{_DAV}propstat"):
        if _status(_text(stat, f"{_DAV}status")) // 100 == 2:
            yield from stat.iter(f"{_DAV}prop")


def _status(line: str | None) -> int:
    """The number in `HTTP/1.1 404 Not Found`; 200 where there is none."""
    words = (line or "").split()
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 200


def _text(of: ET.Element, path: str) -> str | None:
    found = of.find(path)
    return None if found is None or found.text is None else found.text.strip()


def _first(props: list[ET.Element], path: str) -> str | None:
    for prop in props:
        found = prop.find(path)
        if found is not None and found.text and found.text.strip():
            return found.text.strip() if "calendar-data" not in path else found.text
    return None
