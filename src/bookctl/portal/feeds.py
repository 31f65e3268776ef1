"""What a request for a feed is answered (RFC 9110), without a server around it."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import formatdate
from hashlib import sha256
from typing import NamedTuple

from bookctl.portal.modified import Memory
from bookctl.portal.tokens import Links

LONGEST_PATH = 400
SMALLEST_PACKED = 500  # bytes; what is shorter fits into one packet anyway
_PATH = re.compile(r"/([A-Za-z0-9_-]{16,80})/([A-Za-z0-9._/-]+)", re.ASCII)
_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_DATES = ("%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y")
_EVERY = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("Referrer-Policy", "no-referrer"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Connection", "close"),
)
_FRESH = (("Cache-Control", "private, max-age=300"), ("Vary", "Accept-Encoding"))


class Unavailable(Exception):
    """The feed cannot be made now: the book does not read, or is locked."""


class Asked(NamedTuple):
    """A request; `path` is decoded and without its query, names of `headers` are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]


class Answer(NamedTuple):
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


Source = Callable[[str, str], bytes | None]


class Copy(NamedTuple):
    """One form of a feed, plain or packed; both change together, each has a tag of its own."""

    data: bytes
    tag: str
    other: str
    packed: bool


class Portal:
    """`source` gives a feed's bytes as the book is now, None where that feed has another path; `clock` the instant.

    No path and no token of a request ever reaches the file system or a log.
    """

    def __init__(self, links: Links, source: Source, memory: Memory, clock: Callable[[], int]) -> None:
        self._links, self._source = links, source
        self._memory, self._clock = memory, clock
        self._last: dict[tuple[str, str], bytes] = {}
        self._packed: dict[str, tuple[str, bytes]] = {}

    def answer(self, asked: Asked) -> Answer:
        if asked.method not in {"GET", "HEAD"}:
            return _plain(405, "Feeds can only be read.", ("Allow", "GET, HEAD"))
        found = _PATH.fullmatch(asked.path) if len(asked.path) <= LONGEST_PATH else None
        # What cannot be a link is looked up like one: the time tells nothing.
        link = self._links.find(found[1] if found else "")
        if found is None or link is None:
            return _plain(404, "There is nothing here.")
        if link.revoked is not None:
            return _plain(410, "This link has ended. Ask for a new one.")
        try:
            data = self._now_or_last(link.feed, found[2])
        except Unavailable:
            return _plain(503, "The calendar cannot be read at the moment.", ("Retry-After", "300"))
        return _plain(404, "There is nothing here.") if data is None else self._feed(link.feed, data, asked)

    def _now_or_last(self, feed: str, path: str) -> bytes | None:
        """While the book does not read, what was served last: an app that gets nothing may drop the calendar."""
        try:
            data = self._source(feed, path)
        except Unavailable:
            if (feed, path) not in self._last:
                raise
            return self._last[feed, path]
        if data is not None:
            self._last[feed, path] = data
        return data

    def _feed(self, name: str, data: bytes, asked: Asked) -> Answer:
        now = self._clock()
        copy = self._copy(name, data, asked.headers.get("accept-encoding", ""))
        modified = self._memory.modified(name, copy.tag.removesuffix("-gzip"), now)
        headers = [*_EVERY, *_FRESH]
        # A date that is still to come must not be sent (RFC 9110, section 8.8.2.1); without one no app keeps old bytes.
        if modified <= now:
            headers.append(("Last-Modified", formatdate(modified, usegmt=True)))
        tag = _unchanged(asked.headers, copy, modified, now)
        if tag is not None:
            return Answer(304, (*headers, ("ETag", f'"{tag}"')))
        headers += [("ETag", f'"{copy.tag}"'), ("Content-Type", "text/calendar; charset=utf-8")]
        if copy.packed:
            headers.append(("Content-Encoding", "gzip"))
        headers.append(("Content-Length", str(len(copy.data))))
        return Answer(200, tuple(headers), copy.data if asked.method == "GET" else b"")

    def _copy(self, name: str, data: bytes, accepted: str) -> Copy:
        tag = sha256(data).hexdigest()[:32]
        if len(data) < SMALLEST_PACKED or not takes_gzip(accepted):
            return Copy(data, tag, f"{tag}-gzip", packed=False)
        kept = self._packed.get(name)
        if kept is None or kept[0] != tag:
            import gzip

            kept = self._packed[name] = (tag, gzip.compress(data, 6, mtime=0))
        return Copy(kept[1], f"{tag}-gzip", tag, packed=True)


def takes_gzip(accepted: str) -> bool:
    """Whether Accept-Encoding allows it (RFC 9110, section 12.5.3)."""
    weights = {}
    for part in accepted.lower().split(","):
        coding, _, weight = part.partition(";")
        weights[coding.strip()] = re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight) is None
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", False)))


def http_date(text: str) -> int | None:
    """An instant in one of the three forms of RFC 9110, section 5.6.7; None for anything else."""
    for form in _DATES:
        try:
            return int(datetime.strptime(text.strip(), form).replace(tzinfo=UTC).timestamp())
        except ValueError:
            continue
    return None


def _unchanged(headers: Mapping[str, str], copy: Copy, modified: int, now: int) -> str | None:
    """The tag of the copy that the app has already; None where it has none or an old one.

    A tag beats a date (RFC 9110, section 13.2.2); a date that does not read, or is still to come, is none.
    """
    asked = headers.get("if-none-match")
    if asked is not None:
        if asked.strip() == "*":
            return copy.tag
        return next((tag for tag in _TAG.findall(asked) if tag in {copy.tag, copy.other}), None)
    since = http_date(headers.get("if-modified-since", ""))
    return copy.tag if since is not None and modified <= since <= now else None


def _plain(status: int, text: str, *more: tuple[str, str]) -> Answer:
    body = f"{text}\n".encode()
    headers = (
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    )
    return Answer(status, (*_EVERY, *headers, *more), body)
