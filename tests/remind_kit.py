"""Servers that answer as mail servers and gateways do on bad days, and letters to send to them."""

import asyncio
import json
import socket
import threading
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from bookctl.actions.userconfig import UserConfig
from bookctl.messages.channels.letter import Letter
from bookctl.model.channel import Channel
from bookctl.model.settings import Settings

AT = 1_795_482_000  # 2026-11-24T01:00:00Z
KEY = "00112233445566aa"


def letter(**more) -> Letter:
    given = {
        "to": "li@example.com", "subject": "明天 10:00 见", "body": "您好 李娜\n明天 10:00\n", "key": KEY,
        "language": "zh", "at": AT,
    }  # fmt: skip
    return Letter(**(given | more))


def settings(**channels: Channel) -> Settings:
    return Settings(
        format=1, name="Still Water 静水", timezone="Asia/Shanghai", email="hello@stillwater.example",
        domain="stillwater.example", channel=channels,
    )  # fmt: skip


def user_config(home: Path, text: str, secrets: str | None = None, **environ: str) -> UserConfig:
    folder = home / ".config" / "bookctl"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(text)
    if secrets is not None:
        (folder / "secrets.toml").write_text(secrets)
        (folder / "secrets.toml").chmod(0o600)
    return UserConfig({"HOME": str(home), **environ})


class Mailbox:
    """A handler that keeps what it gets; `answers` by verb, `after_data` is done once it has the text."""

    def __init__(self, rcpt: str | None = None, data: str = "250 OK", after_data: str | None = None) -> None:
        self.got: list[bytes] = []
        self.rcpt, self.data, self.after_data = rcpt, data, after_data

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.rcpt:
            return self.rcpt.format(address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.data.startswith("250"):
            self.got.append(envelope.content)
        if self.after_data == "drop":
            server.transport.abort()
        if self.after_data == "slow":
            await asyncio.sleep(1.5)
        return self.data


@contextmanager
def smtp(box: Mailbox, **more) -> Iterator[int]:
    """A mail server of this machine; gives its port."""
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), **more)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


class Gateway:
    """What an HTTP server of this machine answers, and what it was asked."""

    def __init__(self, status: int = 200, body: object = None, how: str = "answer") -> None:
        self.status, self.body, self.how = status, body, how
        self.asked: list[tuple[str, dict[str, object]]] = []


@contextmanager
def http(gateway: Gateway) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            data = self.rfile.read(int(self.headers["Content-Length"]))
            gateway.asked.append(
                (self.path, json.loads(data) if data[:1] == b"{" else {"form": data.decode()})
            )
            if gateway.how == "drop":
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if gateway.how == "slow":
                threading.Event().wait(1.5)
            body = gateway.body if isinstance(gateway.body, bytes) else json.dumps(gateway.body).encode()
            self.send_response(gateway.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


BEFORE = """name = "The day before"
when = { before = "24h" }

[[then]]
send = "reminder"
channel = ["note"]
"""


class Clockwork:
    """The example practice with one channel and one rule, and whatever came out of it."""

    def __init__(
        self, book, *, kind: str = "file", delivery: str | None = None, config: str | None = None
    ) -> None:
        self.book, self.home = book, Path(book.env["HOME"])
        self.out = self.home / "out"
        self.configure(config or f'[channel.note]\nfolder = "{self.out}"\n')
        settings = book.root / "bookctl.toml"
        more = f'\n[channel.note]\nkind = "{kind}"\nto = "email"\n'
        settings.write_text(settings.read_text() + more + (f'delivery = "{delivery}"\n' if delivery else ""))
        self.rule("before", BEFORE)

    def configure(self, text: str) -> None:
        folder = self.home / ".config" / "bookctl"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.toml").write_text(text)

    def rule(self, name: str, text: str) -> None:
        (self.book.root / "rules").mkdir(exist_ok=True)
        (self.book.root / "rules" / f"{name}.toml").write_text(text)

    def remind(self, at: str, *words: str):
        """At a wall-clock time of the ledger's zone."""
        return self.book.run("remind", *words, BOOKCTL_NOW=at)

    def sent(self) -> list[str]:
        """The keys of the messages in the folder."""
        new = self.out / "new"
        return sorted(path.stem for path in new.iterdir()) if new.exists() else []

    def recorded(self) -> dict[str, dict[str, object]]:
        """What messages/ says, by key; each key once."""
        rows = [
            row
            for page in sorted((self.book.root / "messages").rglob("*.toml"))
            for row in tomllib.loads(page.read_text())["message"]
        ]
        assert len({row["key"] for row in rows}) == len(rows)
        return {row["key"]: row for row in rows}

    def states(self) -> Counter:
        return Counter(row["state"] for row in self.recorded().values())


__all__ = [
    "AT",
    "BEFORE",
    "KEY",
    "SMTP",
    "Clockwork",
    "Gateway",
    "Mailbox",
    "free_port",
    "http",
    "letter",
    "settings",
    "smtp",
    "user_config",
]
