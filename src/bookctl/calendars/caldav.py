"""A conversation with one CalDAV collection (RFC 4791): small, careful with the password, never in a hurry."""

import re
from base64 import b64encode
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from bookctl.actions.problems import Failed, Usage

if TYPE_CHECKING:
    from http.client import HTTPConnection, HTTPResponse

    from bookctl.actions.userconfig import UserConfig

TIMEOUT = 30.0  # seconds for each answer
LARGEST = 64 * 1024 * 1024  # bytes of one answer
_DRIPS = 10  # an answer may take so many timeouts in all
_REDIRECTS = 3
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PATH = re.compile(r"/[!-~]*", re.ASCII)


class Server(NamedTuple):
    """`url` is the calendar collection itself."""

    name: str
    url: str
    user: str
    password: str
    timeout: float = TIMEOUT


class Reply(NamedTuple):
    """`headers` by lower-case name; `href` is the path that answered, after redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    href: str

    @property
    def etag(self) -> str | None:
        """A strong tag; None where there is none to make a change depend on."""
        tag = self.headers.get("etag", "")
        return tag if tag and not tag.startswith("W/") else None


class Silent(Exception):
    """No answer: the sentence says why, and holds neither password nor query."""


def server_from(config: "UserConfig", name: str) -> Server:
    """`[caldav.<name>]` of the user's own configuration; Usage for what is missing or unsafe in it."""
    section = config.section("caldav", name)
    if section is None:
        raise Usage(
            f"no CalDAV server {name!r} in {config.path}",
            help=f"[caldav.{name}] with url and user; password in {config.secrets_path.name}",
        )
    url, user, password = section.get("url"), section.get("user"), config.secret("caldav", name, "password")
    if not isinstance(url, str) or not isinstance(user, str):
        raise Usage(f"[caldav.{name}] needs url and user, both text", help=str(config.path))
    if password is None:
        raise Usage(f"[caldav.{name}] has no password", help=f"password in {config.secrets_path}")
    if ":" in user or not (user + password).isprintable():
        raise Usage(f"[caldav.{name}] user or password holds a character that cannot be sent")
    _sound(name, url)
    return Server(name, url if url.endswith("/") else f"{url}/", user, password)


def _sound(name: str, url: str) -> None:
    try:
        parts = urlsplit(url)
        _port(parts)
    except ValueError:
        raise Usage(f"[caldav.{name}] url is no URL") from None
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.query or parts.fragment:
        raise Usage(f"[caldav.{name}] url must be https://HOST/PATH/ of the calendar")
    if parts.username is not None or parts.password is not None:
        raise Usage(
            f"[caldav.{name}] url must not hold a user or password", help="user and password are keys"
        )
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise Usage(f"[caldav.{name}] url must be https: over http everybody on the way reads the password")
    if " " in url or not url.isprintable():
        raise Usage(f"[caldav.{name}] url must not hold spaces: write %20")
    if not url.isascii():
        raise Usage(f"[caldav.{name}] url must be ASCII: write other characters as %XX")


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


class Session:
    """One connection, opened again when the server has closed it. Paths are absolute and quoted."""

    def __init__(self, server: Server) -> None:
        self.server = server
        parts = urlsplit(server.url)
        self._parts, self.path = parts, parts.path or "/"
        token = b64encode(f"{server.user}:{server.password}".encode()).decode()
        self._always = {
            "Authorization": f"Basic {token}",
            "User-Agent": "bookctl",
            "Accept-Encoding": "identity",
        }
        self._open: HTTPConnection | None = None

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def href(self, text: str, at: str = "") -> str | None:
        """A path of the server's own answer to a request for `at`, quoted; None where it lies on another host or does not read."""
        try:
            parts = urlsplit(urljoin(urljoin(self.server.url, at), text.strip()))
            same = (parts.scheme, parts.hostname, _port(parts)) == (
                self._parts.scheme, self._parts.hostname, _port(self._parts),
            )  # fmt: skip
        except ValueError:
            return None
        path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
        return path if same and _PATH.fullmatch(path) and ".." not in unquote(path).split("/") else None

    def ask(self, method: str, href: str, body: bytes = b"", **headers: str) -> Reply:
        """One request; names of `headers` with `_` for `-`. Silent without an answer; redirects on the same host only."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        for _ in range(_REDIRECTS + 1):
            reply = self._once(method, href, body, sent)
            if reply.status not in {301, 302, 307, 308}:
                return reply
            there = self.href(reply.headers.get("location", ""), href)
            if there is None or there == href:
                raise Silent("the server points to another host, where the password is not sent")
            href = there
        raise Silent("the server sends in circles")

    def _once(self, method: str, href: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        from http.client import HTTPException

        used = self._open is not None
        try:
            return self._exchange(method, href, body, headers)
        except (OSError, HTTPException) as fault:
            self.close()
            # A kept connection may have been closed meanwhile; what was sent twice is guarded by its condition.
            if not used or isinstance(fault, TimeoutError):
                raise Silent(_reason(fault, self.server)) from None
        try:
            return self._exchange(method, href, body, headers)
        except (OSError, HTTPException) as fault:
            self.close()
            raise Silent(_reason(fault, self.server)) from None

    def _exchange(self, method: str, href: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        if self._open is None:
            self._open = self._connection()
        self._open.request(method, href, body or None, {**self._always, **headers})
        answer = self._open.getresponse()
        data = _body(answer, self.server.timeout * _DRIPS)
        if answer.will_close:
            self.close()
        return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, data, href)

    def _connection(self) -> "HTTPConnection":
        from http.client import HTTPConnection, HTTPSConnection

        host, port = self._parts.hostname or "", _port(self._parts)
        if self._parts.scheme == "http":
            return HTTPConnection(host, port, timeout=self.server.timeout)
        import ssl

        context = ssl.create_default_context()
        return HTTPSConnection(host, port, timeout=self.server.timeout, context=context)


def _body(answer: "HTTPResponse", seconds: float) -> bytes:
    """All of it; OSError where it is too long, or comes drop by drop."""
    from time import monotonic

    begun, data = monotonic(), b""
    while piece := answer.read1(1 << 20):
        data += piece
        if len(data) > LARGEST:
            raise OSError(f"an answer of more than {LARGEST >> 20} MB")
        if monotonic() - begun > seconds:
            raise TimeoutError
    answer.read()  # read1 alone leaves an answer open that has a length, and the connection with it
    return data


def _reason(fault: Exception, server: Server) -> str:
    """Why there is no answer, in words; only what comes from the system, never what the server wrote."""
    from http.client import HTTPException
    from ssl import SSLCertVerificationError, SSLError

    if isinstance(fault, SSLCertVerificationError):
        return f"its certificate is not to be trusted: {fault.verify_message}"
    if isinstance(fault, SSLError):
        return "TLS failed"
    if isinstance(fault, TimeoutError):
        return f"no answer within {server.timeout:g} s"
    if isinstance(fault, HTTPException):
        return "what it answers is no HTTP"
    return str(fault.args[-1] if isinstance(fault, OSError) and fault.args else fault)


def host_of(server: Server) -> str:
    return urlsplit(server.url).hostname or ""


def refusal(server: Server, reply: Reply) -> Failed | Usage | None:
    """The problem when the collection itself is refused; None where it answered well."""
    if reply.status in {200, 207}:
        return None
    where = f"CalDAV server {server.name} ({host_of(server)})"
    if reply.status == 401:
        return Usage(
            f"{where} refuses user {server.user!r} with this password",
            help="some want a password made for apps",
        )
    if reply.status in {404, 410}:
        return Usage(f"{where} has no calendar at {urlsplit(server.url).path}")
    if reply.status in {403, 405, 501}:
        return Usage(f"{where}: {urlsplit(server.url).path} is no calendar, or not this user's")
    return Failed(f"{where} answered {said(reply.status)}")


def said(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
