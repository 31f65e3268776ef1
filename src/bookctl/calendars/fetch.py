"""A calendar from the web: over http or https, of bounded size and time, never from a private address unasked."""

import socket
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from time import monotonic
from typing import Any, NamedTuple

from bookctl import __version__
from bookctl.actions.problems import Failed, Usage
from bookctl.calendars.lines import LARGEST

PATIENCE, IN_ALL, HOPS = 30.0, 60.0, 5  # seconds for one answer and for everything, redirects
_HEADERS = {
    "User-Agent": f"bookctl/{__version__}",
    "Accept": "text/calendar, */*;q=0.5",
    "Accept-Encoding": "gzip",
}
_NAT64 = IPv6Network("64:ff9b::/96")
_KEPT = "/%:=&?~+!$,;'@()*[]"  # of an address: what has its meaning there


class _Wish(NamedTuple):
    """`until` is on the monotonic clock."""

    url: str
    private: bool
    until: float


def fetch(url: str, *, private: bool = False) -> bytes:
    """The file behind the address. Usage for an address that is none, Failed where it cannot be had.

    webcal: is https: by another name. The address itself may be a secret and is never told again.
    """
    from http.client import HTTPException

    if url.startswith("webcal://"):
        url = f"https://{url[9:]}"
    until = monotonic() + IN_ALL
    for _ in range(HOPS + 1):
        try:
            answer = _get(_Wish(url, private, until))
        except (OSError, HTTPException) as fault:
            raise Failed(f"the calendar could not be fetched: {_why(fault)}") from None
        if isinstance(answer, bytes):
            return answer
        if url.startswith("https:") and answer.startswith("http:"):
            raise Failed("the calendar could not be fetched: the server leads from https to http")
        url = answer
    raise Failed(f"the calendar could not be fetched: more than {HOPS} redirects")


def _get(wish: _Wish) -> bytes | str:
    """The bytes, or where to go on. TimeoutError once the time is over, however slowly bytes still come."""
    from threading import Event, Timer
    from urllib.parse import urljoin

    scheme, host, port, path = _parts(wish.url)
    made, sockets = _connection(scheme, (host, port), wish)
    over = Event()
    timer = Timer(max(0.0, wish.until - monotonic()), _cut, (over, sockets))
    timer.daemon = True
    timer.start()
    try:
        made.request("GET", path, headers=_HEADERS)
        answer = made.getresponse()
        if answer.status in {301, 302, 303, 307, 308} and (there := answer.getheader("Location")):
            return str(urljoin(wish.url, there))
        if answer.status != 200:
            raise Failed(  # noqa: TRY301 - what a timeout turns into is decided below, for all
                f"the calendar could not be fetched: the server answered {answer.status}"
            )
        return _body(answer, over)
    except Exception:
        if over.is_set():
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()
        for one in (made, *sockets):
            one.close()


def _parts(url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port, and the path with its query, in ASCII. Usage where it is no address."""
    from urllib.parse import quote, urlsplit

    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").encode("idna" if not (parts.hostname or "").isascii() else "ascii")
    except ValueError:
        raise Usage("the calendar's address does not read") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise Usage("a calendar's address begins with https://, http:// or webcal://")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host.decode(), port, quote(path, safe=_KEPT)


def _cut(over: Any, sockets: list[socket.socket]) -> None:
    over.set()
    for one in sockets:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


def _connection(scheme: str, to: tuple[str, int], wish: _Wish) -> tuple[Any, list[socket.socket]]:
    """A connection to an address that was judged; the list gets a second handle, to end even a TLS handshake."""
    from http.client import HTTPConnection, HTTPSConnection

    addresses = _addresses(*to, private=wish.private)
    sockets: list[socket.socket] = []

    def connect(_to: object, timeout: float, _source: object) -> socket.socket:
        for number, address in enumerate(addresses, 1):
            try:
                made = socket.create_connection(
                    address, min(timeout, max(0.1, wish.until - monotonic()) / number)
                )
            except OSError:
                if number == len(addresses):
                    raise
            else:
                sockets.append(made.dup())
                return made
        raise OSError("no address")

    made = (HTTPSConnection if scheme == "https" else HTTPConnection)(*to, timeout=PATIENCE)
    made._create_connection = connect  # type: ignore[attr-defined]  # noqa: SLF001 - the one hook between resolving and TLS
    return made, sockets


def _addresses(host: str, port: int, *, private: bool) -> list[tuple[str, int]]:
    """Where the name leads; all of it has to be public, or none is taken."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    names = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not private and not all(_public(name) for name in names):
        raise Usage("the calendar lies at a private address", help="--allow-private fetches it all the same")
    return [(name, port) for name in names[:4]]


def _public(name: str) -> bool:
    """An IPv6 address that stands for an IPv4 one is as public as that."""
    address = ip_address(name.partition("%")[0])
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return address.is_global and not address.is_multicast


def _body(answer: Any, over: Any) -> bytes:
    data: bytes = answer.read(LARGEST + 1)
    if over.is_set():
        raise TimeoutError
    if len(data) > LARGEST:
        raise Failed(f"the calendar is larger than {LARGEST >> 20} MiB")
    if answer.getheader("Content-Encoding", "").lower() not in {"gzip", "x-gzip"}:
        return data
    import zlib

    inflate = zlib.decompressobj(wbits=31)
    try:
        plain = inflate.decompress(data, LARGEST + 1)
    except zlib.error:
        raise Failed(
            "the calendar could not be fetched: it is packed in a way that does not unpack"
        ) from None
    if len(plain) > LARGEST:
        raise Failed(f"the calendar is larger than {LARGEST >> 20} MiB")
    return plain


def _why(fault: Exception) -> str:
    """Without the address."""
    if isinstance(fault, TimeoutError):
        return "no whole answer in time"
    return getattr(fault, "strerror", None) or type(fault).__name__
