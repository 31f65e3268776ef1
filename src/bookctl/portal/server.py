"""The server around the answers: one request for each connection, and no connection for long."""

import asyncio
import signal
import socket
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

from bookctl.actions.problems import Failed, Problem, Usage
from bookctl.portal.feeds import Answer, Asked, Portal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

LONGEST_HEAD = 16 * 1024  # bytes
MOST = 200  # connections at a time
PATIENCE = 30.0  # seconds from connecting to the last byte
GRACE = 3  # seconds for answers under way when the server is stopped
_FAULT = Answer(500, (("Content-Type", "text/plain"), ("Connection", "close")), b"Something went wrong.\n")


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections; port 0 is any free one. Failed where that cannot be."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        return socket.create_server((host, port), family=family, backlog=MOST)
    except OSError as fault:
        raise Failed(f"{address(host, port)} cannot be used: {_said(fault)}", help="--port N") from None


def address(host: str, port: int) -> str:
    """Host and port as in a URL."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def serve(listening: socket.socket, portal: Portal, ready: "Callable[[], None]") -> None:
    """Answers until SIGTERM, then returns; KeyboardInterrupt after Ctrl-C. Usage where the extra is missing."""
    uvicorn = _uvicorn()
    config = uvicorn.Config(
        _application(portal),
        http=_protocol(),
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,  # paths hold tokens
        proxy_headers=False,
        server_header=False,
        date_header=False,  # uvicorn's may be a second old, and so before Last-Modified
        limit_concurrency=MOST,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        timeout_graceful_shutdown=GRACE,
    )

    class Server(uvicorn.Server):  # type: ignore[name-defined, misc]
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready()

    # uvicorn passes the signal on once it has stopped.
    before = signal.signal(signal.SIGTERM, lambda _number, _frame: None)
    try:
        Server(config).run([listening])
    finally:
        signal.signal(signal.SIGTERM, before)


def _uvicorn() -> Any:
    try:
        import h11  # noqa: F401 - uvicorn's own parser, which the limits below are for
        import uvicorn
    except ImportError:
        raise Usage(
            "serving needs uvicorn, which is not installed", help="pip install 'bookctl[portal]'"
        ) from None
    return uvicorn


def _protocol() -> Any:
    """The HTTP/1.1 of uvicorn, ended after PATIENCE: a client that sends or reads slowly keeps nobody out."""
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Hasty(H11Protocol):
        _end: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._end = self.loop.call_later(PATIENCE, transport.abort)

        def connection_lost(self, exc: Exception | None) -> None:
            if self._end is not None:
                self._end.cancel()
            super().connection_lost(exc)

    return Hasty


def _application(portal: Portal) -> Any:
    """An ASGI application. The answers are worked out one after the other: they share the book's index."""
    turn = asyncio.Lock()

    async def application(
        scope: dict[str, Any],
        _receive: "Callable[[], Awaitable[dict[str, Any]]]",
        send: "Callable[[dict[str, Any]], Awaitable[None]]",
    ) -> None:
        async with turn:
            answer = await asyncio.to_thread(_answered, portal, scope)
        dated = (("Date", formatdate(usegmt=True)), *answer.headers)
        headers = [(name.lower().encode(), value.encode()) for name, value in dated]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    return application


def _answered(portal: Portal, scope: dict[str, Any]) -> Answer:
    headers: dict[str, str] = {}
    for raw, value in scope["headers"]:
        name = raw.decode("latin-1").lower()
        text = value.decode("latin-1")
        headers[name] = f"{headers[name]}, {text}" if name in headers else text
    try:
        return portal.answer(Asked(scope["method"], scope["path"], headers))
    except Exception as fault:  # noqa: BLE001 - the server goes on; the request's path stays out of the log
        import sys

        why = fault.text if isinstance(fault, Problem) else type(fault).__name__
        sys.stderr.write(f"bookctl: a request failed: {why}\n")
        return _FAULT


def _said(fault: OSError) -> str:
    import errno

    if fault.errno == errno.EADDRINUSE:
        return "another program listens there"
    return fault.strerror or str(fault)
