"""Links to feeds: who has which, kept outside the ledger and without the secret itself.

A link's token is 192 random bits and is shown once. What is kept is its SHA-256, in
`feeds/<ledger>.toml` beside the user's configuration: not in the ledger, which others may have a
copy of, and not in a cache, which may be deleted.
"""

import fcntl
import hmac
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from bookctl.actions.problems import Failed, NotFound, Refused
from bookctl.actions.userconfig import config_file

BYTES = 24


class Link(NamedTuple):
    """`whom` is whoever it was made for; `made` and `revoked` are instants; `digest` is hexadecimal."""

    feed: str
    whom: str | None
    digest: str
    made: int
    revoked: int | None = None


def links_file(root: Path, environ: Mapping[str, str]) -> Path:
    """Where the links of the ledger at this place are kept; `root` is absolute, without links."""
    key = sha256(os.fsencode(root)).hexdigest()[:12]
    return config_file(environ).parent / "feeds" / f"{key}.toml"


class Links:
    """The file is read again when it is another one than last time: a server sees new links at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, ...] | None = None
        self._all: tuple[Link, ...] = ()

    def all(self) -> tuple[Link, ...]:
        """In the order in which they were made. Failed where the file does not read."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            self._seen, self._all = None, ()
            return ()
        seen = (found.st_ino, found.st_mtime_ns, found.st_size)
        if seen != self._seen:
            self._all, self._seen = _read(self.path), seen
        return self._all

    def find(self, token: str) -> Link | None:
        """The link with this token, revoked or not. Every link is compared, and each in constant time."""
        asked = sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
        found = None
        for link in self.all():
            if hmac.compare_digest(link.digest, asked):
                found = link
        return found

    def make(self, feed: str, whom: str | None, now: int, *, anew: bool = False) -> str:
        """A new link's token. Refused where there is one already; `anew` revokes that one."""
        token = secrets.token_urlsafe(BYTES)
        with self._changing() as links:
            for at, link in _live(links, feed, whom):
                if not anew:
                    raise Refused(
                        f"feed {feed} has a link{_for(whom)} already, and nobody can read it again",
                        help="--new makes another one and ends the old one; --for NAME makes one more",
                    )
                links[at] = link._replace(revoked=now)
            links.append(Link(feed, whom, sha256(token.encode()).hexdigest(), now))
        return token

    def revoke(self, feed: str, whom: str | None, now: int) -> None:
        """From now on the link is gone; NotFound where there is none."""
        with self._changing() as links:
            found = list(_live(links, feed, whom))
            if not found:
                raise NotFound(f"feed {feed} has no link{_for(whom)}", help="bookctl feed links")
            for at, link in found:
                links[at] = link._replace(revoked=now)

    @contextmanager
    def _changing(self) -> Iterator[list[Link]]:
        """The links to be changed, under a lock; written when the block ends well."""
        folder = self.path.parent
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as fault:
            raise Failed(f"{folder} cannot be used: {fault.strerror}") from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            links = list(self.all())
            yield links
            _write(self.path, links)
        except OSError as fault:
            raise Failed(f"{self.path} cannot be written: {fault.strerror}") from None
        finally:
            os.close(descriptor)


def _live(links: list[Link], feed: str, whom: str | None) -> Iterator[tuple[int, Link]]:
    for at, link in enumerate(tuple(links)):
        if (link.feed, link.whom) == (feed, whom) and link.revoked is None:
            yield at, link


def _for(whom: str | None) -> str:
    return f" for {whom}" if whom else ""


def _read(path: Path) -> tuple[Link, ...]:
    import tomllib

    try:
        return tuple(map(_link, tomllib.loads(path.read_text("utf-8")).get("link", [])))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise Failed(f"{path} does not read: {type(fault).__name__}") from None


def _link(of: dict[str, Any]) -> Link:
    revoked = of.get("revoked")
    return Link(
        str(of["feed"]),
        of.get("for"),
        str(of["sha256"]),
        int(of["made"].timestamp()),
        None if revoked is None else int(revoked.timestamp()),
    )


def _write(path: Path, links: list[Link]) -> None:
    """The file as a whole, durable, and for its owner alone."""
    from bookctl.ledger.disk import sync, sync_path, write_all
    from bookctl.ledger.toml.write import literal, record

    text = "# Links to feeds, made by bookctl feed link. The links themselves are kept nowhere.\n"
    for link in links:
        values = {"feed": link.feed, "for": link.whom, "sha256": link.digest, "made": _utc(link.made)}
        values["revoked"] = _utc(link.revoked)
        pairs = [(name, literal(value)) for name, value in values.items() if value is not None]
        text += "\n" + record("link", pairs)
    part = path.with_name(f".{path.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        write_all(descriptor, text.encode())
        sync(descriptor)
    finally:
        os.close(descriptor)
    part.replace(path)
    sync_path(path.parent)


def _utc(at: int | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC)
