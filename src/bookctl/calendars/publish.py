"""A feed's events kept in a CalDAV calendar, beside whatever else is there.

Only objects whose UID ends in the ledger's domain are ever changed or deleted, and only where they
are still what was read (RFC 9110, section 13.1). Nothing is remembered from one run to the next:
what to do follows from the feed and from the calendar, so a run that was killed is run again.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from bookctl.actions.problems import Failed, Usage
from bookctl.calendars.caldav import Reply, Server, Session, Silent, host_of, refusal, said
from bookctl.calendars.davxml import ALL_EVENTS, WHAT_IS_IT, Found, NotXml, read
from bookctl.calendars.discover import calendars
from bookctl.calendars.objects import same, uids

_XML = "application/xml; charset=utf-8"
_ICS = "text/calendar; charset=utf-8"
_DONE = frozenset({200, 201, 204})
_GONE = frozenset({404, 410})
# No other object would fare better now: the password, too many requests, not ready, no space.
_HOPELESS = frozenset({401, 429, 503, 507})
_TAKEN = "another object has its name there"
_RESTLESS = "somebody else keeps changing it"
_UNSURE = "the server gives it no ETag, so nobody can tell whether it was changed meanwhile"


class Published(NamedTuple):
    """UIDs, each in exactly one; `failed` with the reason. In a dry run what would be put and deleted."""

    put: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()


class _Stored(NamedTuple):
    """An object of the calendar; without a tag it has to be loaded before it can be changed."""

    href: str
    etag: str | None
    data: str


class _Not(Exception):
    """An object that cannot be done, and why; with `all`, the others cannot either."""

    def __init__(self, why: str, *, all_: bool = False) -> None:
        super().__init__(why)
        self.all = all_


def publish(server: Server, objects: Mapping[str, bytes], domain: str, *, dry: bool = False) -> Published:
    """Makes the own events in the calendar those of `objects`, by UID.

    Usage where the server refuses user or address, Failed where it cannot be reached or does not speak
    CalDAV; then nothing was changed. ValueError for a UID of another domain.
    """
    if foreign := [uid for uid in objects if not uid.endswith(f"@{domain}")]:
        raise ValueError(foreign[0])
    session = Session(server)
    try:
        there = _own(session, domain)
        return _Run(session, domain, dry=dry).all(objects, there)
    finally:
        session.close()


def _own(session: Session, domain: str) -> dict[str, list[_Stored]]:
    """The calendar's own objects by UID; a UID may be there twice."""
    server = session.server
    try:
        _is_calendar(session)
        reply = session.ask("REPORT", session.path, ALL_EVENTS, Depth="1", Content_Type=_XML)
        if (problem := refusal(server, reply)) is not None:
            raise problem
        found = [one for one in read(reply.body) if one.status != 404]
        if any(one.status == 507 for one in found):
            raise Failed(f"CalDAV server {server.name} does not tell all of what is in the calendar")
        own: dict[str, list[_Stored]] = {}
        for stored in _loaded(session, found):
            if (uid := _uid(stored.data, domain)) is not None:
                own.setdefault(uid, []).append(stored)
        return own
    except NotXml as fault:
        raise Failed(f"CalDAV server {server.name} does not speak CalDAV ({fault})") from None
    except Silent as fault:
        where = f"CalDAV server {server.name} ({host_of(server)})"
        raise Failed(f"{where} cannot be reached: {fault}") from None


def _is_calendar(session: Session) -> None:
    """Usage where the address is none, with those of the calendars that can be found from there."""
    server = session.server
    reply = session.ask("PROPFIND", session.path, WHAT_IS_IT, Depth="0", Content_Type=_XML)
    if reply.status == 207 and any(one.calendar for one in read(reply.body)):
        return
    problem = refusal(server, reply) or Usage(f"CalDAV server {server.name}: {session.path} is no calendar")
    if isinstance(problem, Usage) and reply.status != 401:
        problem.lines = tuple(calendars(session))
    raise problem


def _loaded(session: Session, found: list[Found]) -> Iterator[_Stored]:
    """What the list left out of an object is asked for."""
    for one in found:
        href = session.href(one.href)
        if href is None or href == session.path:
            continue
        if one.data is not None:
            yield _Stored(href, None if one.etag is None or one.etag.startswith("W/") else one.etag, one.data)
            continue
        reply = session.ask("GET", href, Accept="text/calendar")
        if reply.status == 200:
            yield _Stored(href, reply.etag, reply.body.decode("utf-8", "replace"))


def _uid(data: str, domain: str) -> str | None:
    """The object's UID where it is one of this ledger's, else None."""
    found = uids(data)
    only = next(iter(found)) if len(found) == 1 else ""
    return only if only.endswith(f"@{domain}") else None


class _Run:
    def __init__(self, session: Session, domain: str, *, dry: bool) -> None:
        self._session, self._domain, self._dry = session, domain, dry
        self._failed: list[tuple[str, str]] = []
        self._stopped: str | None = None
        self._silent = 0

    def all(self, objects: Mapping[str, bytes], there: Mapping[str, list[_Stored]]) -> Published:
        unchanged = [
            uid
            for uid, data in objects.items()
            if len(there.get(uid, ())) == 1 and same(data, there[uid][0].data)
        ]
        same_ones = frozenset(unchanged)
        put = [
            uid
            for uid in objects
            if uid not in same_ones
            and self._did(uid, partial(self._settle, uid, objects[uid], there.get(uid, [])))
        ]
        gone = sorted(there.keys() - objects.keys())
        deleted = [uid for uid in gone if self._did(uid, partial(self._clear, uid, there[uid]))]
        return Published(tuple(put), tuple(deleted), tuple(unchanged), tuple(self._failed))

    def _did(self, uid: str, work: Callable[[], None]) -> bool:
        """Whether the work was done, or in a dry run would be tried; else it is among the failed."""
        if self._dry:
            return True
        if self._stopped is not None:
            self._failed.append((uid, self._stopped))
            return False
        try:
            work()
        except (_Not, Silent) as fault:
            self._failed.append((uid, str(fault)))
            self._silent += isinstance(fault, Silent)
            if self._silent == 2 or (isinstance(fault, _Not) and fault.all):
                self._stopped = f"not tried: {fault}"
            return False
        self._silent = 0
        return True

    def _settle(self, uid: str, data: bytes, found: list[_Stored]) -> None:
        """One object with this content; a calendar must not have two of one UID (RFC 4791, section 4.1)."""
        if not found or not same(data, found[0].data):
            self._store(uid, data, found[0] if found else None)
        self._clear(uid, found[1:])

    def _clear(self, uid: str, found: list[_Stored]) -> None:
        for stored in found:
            self._remove(uid, stored)

    def _store(self, uid: str, data: bytes, kept: _Stored | None) -> None:
        """Creates or changes; when somebody was quicker, once more on what is there now."""
        href = kept.href if kept is not None else self._name(uid)
        reply = self._write(href, data, kept)
        if reply.status in {412, *_GONE}:
            now = self._again(uid, href)
            if now is not None and same(data, now.data):
                return
            reply = self._write(href, data, now)
        self._judge(reply)

    def _write(self, href: str, data: bytes, kept: _Stored | None) -> Reply:
        if kept is None:
            return self._session.ask("PUT", href, data, If_None_Match="*", Content_Type=_ICS)
        return self._session.ask("PUT", href, data, If_Match=self._tag(kept), Content_Type=_ICS)

    def _remove(self, uid: str, stored: _Stored) -> None:
        reply = self._session.ask("DELETE", stored.href, If_Match=self._tag(stored))
        if reply.status == 412:
            now = self._again(uid, stored.href)
            if now is None:
                return
            reply = self._session.ask("DELETE", now.href, If_Match=self._tag(now))
        if reply.status not in _GONE:
            self._judge(reply)

    def _tag(self, stored: _Stored) -> str:
        """The ETag to make the change depend on; _Not without one, or where the object is another by now."""
        if stored.etag is not None:
            return stored.etag
        reply = self._session.ask("GET", stored.href, Accept="text/calendar")
        if reply.status == 200 and reply.etag is not None:
            if uids(reply.body.decode("utf-8", "replace")) != uids(stored.data):
                raise _Not(_TAKEN)
            return reply.etag
        raise _Not(_UNSURE if reply.status == 200 else f"the server answered {said(reply.status)}")

    def _again(self, uid: str, href: str) -> _Stored | None:
        """The object as it is now; None where it is gone, _Not where it is not ours."""
        reply = self._session.ask("GET", href, Accept="text/calendar")
        if reply.status in _GONE:
            return None
        if reply.status != 200:
            self._judge(reply)
        data = reply.body.decode("utf-8", "replace")
        if _uid(data, self._domain) != uid:
            raise _Not(_TAKEN)
        return _Stored(href, reply.etag, data)

    @staticmethod
    def _judge(reply: Reply) -> None:
        if reply.status in _DONE:
            return
        if reply.status == 412:
            raise _Not(_RESTLESS)
        raise _Not(f"the server answered {said(reply.status)}", all_=reply.status in _HOPELESS)

    def _name(self, uid: str) -> str:
        """A new object's path: the UID without the sign that some servers write as %40."""
        return f"{self._session.path}{uid.replace('@', '.')}.ics"
