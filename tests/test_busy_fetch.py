"""A calendar from a real server on this machine."""

import gzip
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bookctl.actions.problems import Failed, Usage
from bookctl.calendars import fetch as fetching
from bookctl.calendars.fetch import fetch

ICS = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


class Handler(BaseHTTPRequestHandler):
    seen: list[tuple[str, dict[str, str]]] = []

    def log_message(self, *_):
        pass

    def answer(self, status=200, body=ICS, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.seen.append((self.path, dict(self.headers)))
        hops = self.path.removeprefix("/hops/")
        if hops.isdigit():
            return self.answer() if hops == "0" else self.answer(302, Location=f"/hops/{int(hops) - 1}")
        return {
            "/gzip": lambda: self.answer(body=gzip.compress(ICS), Content_Encoding="gzip"),
            "/bomb": lambda: self.answer(body=gzip.compress(bytes(30 << 20)), Content_Encoding="gzip"),
            "/bad-gzip": lambda: self.answer(body=b"no gzip", Content_Encoding="gzip"),
            "/large": lambda: self.answer(body=bytes((10 << 20) + 1)),
            "/none": lambda: self.answer(404),
            "/file": lambda: self.answer(301, Location="file:///etc/passwd"),
            "/drip": self.drip,
            "/silent": lambda: time.sleep(1.5),
        }.get(self.path, self.answer)()

    def drip(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(40):
            try:
                self.wfile.write(b"x")
            except OSError:
                return
            time.sleep(0.05)


@pytest.fixture
def web():
    Handler.seen.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_calendar_is_fetched_with_a_name_and_a_wish(web):
    assert fetch(f"{web}/basic.ics?token=1", private=True) == ICS
    path, headers = Handler.seen[0]
    assert path == "/basic.ics?token=1"
    assert headers["User-Agent"].startswith("bookctl/")
    assert headers["Accept"].startswith("text/calendar")


@pytest.mark.parametrize("path", ["/gzip", "/hops/5", "/王 芳.ics"])
def test_packed_moved_and_oddly_named_ones_are_fetched(web, path):
    assert fetch(web + path, private=True) == ICS


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/hops/6", "more than 5 redirects"),
        ("/none", "the server answered 404"),
        ("/large", "larger than 10 MiB"),
        ("/bomb", "larger than 10 MiB"),
        ("/bad-gzip", "does not unpack"),
    ],
)
def test_what_cannot_be_had_is_told_without_its_address(web, path, why):
    with pytest.raises(Failed, match=why) as caught:
        fetch(web + path, private=True)
    assert path not in str(caught.value)
    assert caught.value.exit_code == 8


@pytest.mark.parametrize("path", ["/drip", "/silent"])
def test_a_server_that_takes_its_time_is_left(web, path, monkeypatch):
    monkeypatch.setattr(fetching, "IN_ALL", 0.4)
    started = time.monotonic()
    with pytest.raises(Failed, match="no whole answer in time"):
        fetch(web + path, private=True)
    assert time.monotonic() - started < 1.4


def test_a_server_that_is_not_there_is_a_failure():
    with pytest.raises(Failed, match="refused"):
        fetch("http://127.0.0.1:1/", private=True)


def test_this_machine_is_not_asked_unless_it_is_said(web):
    with pytest.raises(Usage, match="private address") as caught:
        fetch(f"{web}/basic.ics")
    assert "--allow-private" in str(caught.value.help)
    assert Handler.seen == []


@pytest.mark.parametrize(
    "host",
    ["10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "2130706433", "[::1]", "[fe80::1]", "[::ffff:127.0.0.1]", "[64:ff9b::a00:1]", "[2002:7f00:1::]"],  # noqa: S104 - an address to refuse
)  # fmt: skip
def test_no_private_address_passes_in_any_spelling(host):
    with pytest.raises(Usage, match="private address"):
        fetch(f"http://{host}/")


def test_a_name_that_leads_to_a_private_address_too_is_refused(monkeypatch):
    both = [(0, 0, 0, "", ("93.184.216.34", 80)), (0, 0, 0, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(Usage, match="private address"):
        fetch("http://example.org/")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/", "http://", "http://[::1", "http://a:99999/"]
)
def test_what_is_no_address_of_the_web_is_a_mistake_of_use(url):
    with pytest.raises(Usage):
        fetch(url)


def test_a_redirect_to_a_file_is_not_followed(web):
    with pytest.raises(Usage, match="begins with"):
        fetch(f"{web}/file", private=True)


def test_a_secret_address_does_not_go_on_in_the_open(monkeypatch):
    monkeypatch.setattr(fetching, "_get", lambda _: "http://example.org/basic.ics")
    with pytest.raises(Failed, match="from https to http"):
        fetch("webcal://example.org/basic.ics")
