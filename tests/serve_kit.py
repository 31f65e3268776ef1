"""The feed server in a process of its own, and requests as bytes."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import NamedTuple

from bookctl.portal.tokens import Links, links_file

AT = 1_795_482_000  # 2026-11-24T01:00:00Z

SERVE = ("serve", "feeds", "--port", "0")


class Got(NamedTuple):
    """Header names in lower case; `sent` counts how often each came."""

    status: int
    headers: dict[str, str]
    body: bytes
    sent: list[str]


class Serving:
    def __init__(self, book, *words: str, before: str = "") -> None:
        line = [sys.executable, "-c", f"{before}\nfrom bookctl.__main__ import main\nmain()", *SERVE, *words]
        # Its own clock goes on: what is asked twice within the fixed minute would look changed in the future.
        self.env = {name: value for name, value in book.env.items() if name != "BOOKCTL_NOW"}
        self.process = subprocess.Popen(
            line,
            cwd=book.root,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,  # what follows the first line is left for the end
        )
        self.first = self.process.stderr.readline().decode()
        if "serving" not in self.first:
            self.process.wait(10)
            raise AssertionError(self.first + self.process.stderr.read().decode())
        self.port = int(self.first.split("http://")[1].split(";")[0].rsplit(":", 1)[1])

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Got:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        names = [name.lower() for name, _ in answer.getheaders()]
        return Got(answer.status, {n.lower(): v for n, v in answer.getheaders()}, data, names)

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Exit code, and all that was said since it began."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=20)
        assert out == b""
        return self.process.returncode, err.decode()


@contextmanager
def serving(book, *words: str, before: str = "") -> Iterator[Serving]:
    """`before` is done in the server's process before it begins."""
    made = Serving(book, *words, before=before)
    try:
        yield made
    finally:
        if made.process.poll() is None:
            made.process.kill()
        made.process.communicate()


def links(book) -> Links:
    return Links(links_file(book.root, book.env))


def link(book, name: str, path: str, whom: str | None = None) -> str:
    """A new link's path, with its token."""
    return f"/{links(book).make(name, whom, AT)}/{path}"


def until(true, seconds: float = 10.0) -> bool:
    """Whether it came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False
