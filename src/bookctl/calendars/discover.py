"""Which calendars a server has, for someone who gave an address that is none (RFC 6764, section 6)."""

from collections.abc import Iterator
from urllib.parse import urljoin

from bookctl.calendars.caldav import Session
from bookctl.calendars.davxml import WHAT_IS_IT, Found, NotXml, read

MOST = 20


def look(session: Session, href: str, depth: int) -> list[Found]:
    """What the server says of the address, and with depth 1 of what lies directly below; none where it says nothing."""
    reply = session.ask(
        "PROPFIND", href, WHAT_IS_IT, Depth=str(depth), Content_Type="application/xml; charset=utf-8"
    )
    try:
        return read(reply.body) if reply.status == 207 else []
    except NotXml:
        return []


def calendars(session: Session) -> list[str]:
    """A line for each calendar of the user that can be found from here, with the address to write down."""
    return list(_found(session))[:MOST]


def _found(session: Session) -> Iterator[str]:
    here = look(session, session.path, 1)
    yield from (line for one in here if (line := _line(session, one)))
    if any(one.calendar for one in here):
        return
    principal = next((one.principal for one in here if one.principal), None)
    path = session.href(principal) if principal else None
    asked = look(session, path, 0) if path else here
    home = next((one.home for one in asked if one.home), None)
    if home is None:
        return
    path = session.href(home)
    if path is None:
        yield f"the calendars are below {urljoin(session.server.url, home)}: write that, and run this again"
        return
    yield from (line for one in look(session, path, 1) if (line := _line(session, one)))


def _line(session: Session, one: Found) -> str | None:
    if not one.calendar:
        return None
    return f"{urljoin(session.server.url, one.href)}  {one.name or ''}".rstrip()
