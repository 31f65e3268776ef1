"""A calendar from the web: over http or https, of bounded size and time, never from a private address unasked."""

import socket
from ipaddress import ip_address
from typing import Any

from bookctl import __version__
from bookctl.actions.problems import Failed, Usage
from bookctl.calendars.lines import LARGEST

PATIENCE, HOPS = 30, 5
_HEADERS = {
    "User-Agent": f"bookctl/{__version__}",
    "Accept": "text/calendar, */*;q=0.5",
    "Accept-Encoding": "gzip",
}


def fetch(url: str, *, private: bool = False) -> bytes:
    """The file behind the address. Usage for an address that is none, Failed where it cannot be had.

    webcal: is https: by another name. The address itself may be a secret and is never told again.
    """
    from http.client import HTTPException

    if url.startswith("webcal://"):
        url = f"https://{url[9:]}"
    for _ in range(HOPS + 1):
        try:
            answer = _get(url, private=private)
        except (OSError, HTTPException, ValueError) as fault:
            raise Failed(f"the calendar could not be fetched: {_why(fault)}") from None
        if isinstance(answer, bytes):
            return answer
        url = answer
    raise Failed(f"the calendar could not be fetched: more than {HOPS} redirects")


def _get(url: str, *, private: bool) -> bytes | str:
    """The bytes, or where to go on. The address that is connected to is the one that was judged."""
    from urllib.parse import urljoin, urlsplit

    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Usage("a calendar's address begins with https://, http:// or webcal://")
    connection = _connection(parts.scheme, parts.hostname, parts.port, private=private)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers=_HEADERS)
        answer = connection.getresponse()
        if answer.status in {301, 302, 303, 307, 308} and (there := answer.getheader("Location")):
            return str(urljoin(url, there))
        if answer.status != 200:
            raise Failed(f"the calendar could not be fetched: the server answered {answer.status}")
        return _body(answer)
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int | None, *, private: bool) -> Any:
    from http.client import HTTPConnection, HTTPSConnection

    usual = 443 if scheme == "https" else 80
    address = _address(host, port or usual, private=private)
    made = (HTTPSConnection if scheme == "https" else HTTPConnection)(host, port or usual, timeout=PATIENCE)

    def connect(_to: object, timeout: float, _source: object) -> socket.socket:
        return socket.create_connection(address, timeout)

    made._create_connection = connect  # type: ignore[attr-defined]  # noqa: SLF001 - the one hook between resolving and TLS
    return made


def _address(host: str, port: int, *, private: bool) -> tuple[str, int]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    address = str(found[0][4][0])
    if not private and not ip_address(address.partition("%")[0]).is_global:
        raise Usage("the calendar lies at a private address", help="--allow-private fetches it all the same")
    return address, port


def _body(answer: Any) -> bytes:
    data: bytes = answer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Failed(f"the calendar is larger than {LARGEST >> 20} MiB")
    if answer.getheader("Content-Encoding", "").lower() != "gzip":
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
        return f"no answer within {PATIENCE} seconds"
    return getattr(fault, "strerror", None) or type(fault).__name__
