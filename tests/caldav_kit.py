"""A real Radicale on a loopback port, and a server that answers what it is told to."""

import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from bookctl.calendars.caldav import Server

USER, PASSWORD = "wang", "s3cret 密码"
OTHER = "li-secret"
DOMAIN = "stillwater.example"
CALENDAR = "/wang/book/"
CONFIG = """\
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = {folder}/collections
[logging]
level = error
"""


class Radicale:
    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        folder.mkdir(exist_ok=True)
        (folder / "users").write_text(f"{USER}:{PASSWORD}\nli:{OTHER}\n", "utf-8")
        (folder / "config").write_text(CONFIG.format(port=self.port, folder=folder), "utf-8")
        self._folder = folder
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def server(self, **more) -> Server:
        given = {
            "name": "home",
            "url": self.url + CALENDAR,
            "user": USER,
            "password": PASSWORD,
            "timeout": 10,
        }
        return Server(**(given | more))

    def start(self) -> None:
        words = [sys.executable, "-m", "radicale", "-C", str(self._folder / "config")]
        self._process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError("Radicale does not start")

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, str], str]:
        """As another program would talk to it."""
        token = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body.encode() or None, {"Authorization": f"Basic {token}", **sent})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text

    def make_calendar(self, path: str = CALENDAR) -> None:
        status, _, text = self.ask("MKCALENDAR", path)
        assert status == 201, text

    def put(self, name: str, data: bytes | str) -> None:
        text = data.decode() if isinstance(data, bytes) else data
        status, _, said = self.ask("PUT", CALENDAR + name, text, Content_Type="text/calendar; charset=utf-8")
        assert status in {201, 204}, (status, said)

    def all(self) -> dict[str, str]:
        """Every object's text by its file name."""
        folder = self._folder / "collections" / "collection-root" / CALENDAR.strip("/")
        return {path.name: path.read_text("utf-8") for path in folder.glob("*.ics")}


@contextmanager
def radicale(folder: Path) -> Iterator[Radicale]:
    made = Radicale(folder)
    try:
        made.make_calendar()
        yield made
    finally:
        made.stop()


class Mock:
    """Answers by (method, path), a function of the request's headers and body or a fixed (status, headers, body)."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], object] = {}
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.port = 0

    def server(self, **more) -> Server:
        given = {
            "name": "home", "url": f"http://127.0.0.1:{self.port}/cal/", "user": USER, "password": PASSWORD,
            "timeout": 2,
        }  # fmt: skip
        return Server(**(given | more))

    def methods(self) -> list[str]:
        return [method for method, *_ in self.asked]


@contextmanager
def mock() -> Iterator[Mock]:
    made = Mock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def _any(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            made.asked.append((self.command, self.path, headers, body))
            answer = made.answers.get((self.command, self.path), (404, {}, b""))
            status, more, data = answer(headers, body) if callable(answer) else answer
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_PUT = do_DELETE = do_PROPFIND = do_REPORT = do_OPTIONS = _any  # noqa: N815

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


ZONE = """\
BEGIN:VTIMEZONE
TZID:Asia/Shanghai
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
TZNAME:CST
END:STANDARD
END:VTIMEZONE
"""


def event(uid: str, summary: str = "深层按摩 · 张伟", at: str = "20261124T100000", **more: str) -> str:
    lines = {
        "UID": uid, "DTSTAMP": "20261120T011400Z", "DTSTART;TZID=Asia/Shanghai": at,
        "DTEND;TZID=Asia/Shanghai": f"{at[:9]}235900", "SUMMARY": summary, "SEQUENCE": "0",
        "LAST-MODIFIED": "20261120T011400Z", "CREATED": "20261120T011200Z", "STATUS": "CONFIRMED", "TRANSP": "OPAQUE",
    }  # fmt: skip
    return "\n".join(["BEGIN:VEVENT", *(f"{k}:{v}" for k, v in (lines | more).items()), "END:VEVENT", ""])


def feed(*events: str, zone: str = ZONE) -> bytes:
    text = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//bookctl//feed//EN\nNAME:静水\nX-WR-CALNAME:静水\n"
        f"{zone}{''.join(events)}END:VCALENDAR\n"
    )
    return text.replace("\n", "\r\n").encode()
