"""`import busy`: from files, standard input and real HTTP servers; what cannot be read leaves the old copy."""

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

EVENT = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:20261127T020000Z\r\nDURATION:PT{hours}H\r\n"
    "SUMMARY:Dentist 牙医\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def calendar(hours=1, uid="1"):
    return EVENT.format(hours=hours, uid=uid).encode()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        status, headers, body = self.server.answers.get(self.path, (404, {}, b"no"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def web():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.answers = [], {"/basic.ics": (200, {"Content-Type": "text/calendar"}, calendar())}
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    server.url = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


def stored(book, name="google"):
    return (book.root / "busy" / "wang" / f"{name}.ics").read_text()


def heads(book):
    return book.git("rev-parse", "HEAD")


def test_a_file_is_kept_as_stretches_without_what_they_are_about(book):
    path = book.root.parent / "google.ics"
    path.write_bytes(calendar())
    done = book.run("import", "busy", "wang", str(path))
    assert done.code == 0
    assert "k5y9th is booked then" in done.err
    assert "FREEBUSY;FBTYPE=BUSY:20261127T020000Z/20261127T030000Z" in stored(book)
    assert "Dentist" not in stored(book)
    assert book.ok("check") == ""
    assert (
        book.run("why", "deep-tissue-60", "fri 10:00", "--resource", "wang").out.count("another calendar")
        >= 1
    )


def test_the_same_calendar_again_is_no_change_and_a_longer_one_is(book):
    path = book.root.parent / "google.ics"
    path.write_bytes(calendar())
    book.ok("import", "busy", "wang", str(path))
    before = heads(book)
    book.ok("import", "busy", "wang", str(path), BOOKCTL_NOW="2026-11-25T09:00")
    assert heads(book) == before
    path.write_bytes(calendar(hours=2))
    book.ok("import", "busy", "wang", str(path))
    assert heads(book) != before
    assert stored(book).count("FREEBUSY;") == 1
    book.ok("undo")
    assert "T030000Z" in stored(book)


def test_what_does_not_read_is_told_by_line_and_leaves_the_old_copy(book):
    path = book.root.parent / "google.ics"
    path.write_bytes(calendar())
    book.ok("import", "busy", "wang", str(path))
    before, text = heads(book), stored(book)
    for data, line in ((calendar()[:-17], 7), (b"<html>", 1), (b"", 1)):
        path.write_bytes(data)
        done = book.run("import", "busy", "wang", str(path), "--format", "concise")
        assert done.code in {1, 2}
        done = book.run("import", "busy", "wang", str(path))
        assert done.code == 1
        assert f"google.ics:{line}:1: error" in done.out + done.err
    assert (heads(book), stored(book)) == (before, text)


def test_standard_input_dry_run_and_removal(book):
    done = book.run("import", "busy", "王芳", "-", "--name", "google", "--dry-run", stdin=calendar().decode())
    assert "+FREEBUSY;FBTYPE=BUSY:20261127T020000Z/20261127T030000Z" in done.out
    assert not (book.root / "busy").exists()
    book.ok("import", "busy", "王芳", "-", "--name", "google", stdin=calendar().decode())
    book.ok("import", "busy", "王芳", "--name", "google", "--remove")
    assert not (book.root / "busy" / "wang" / "google.ics").exists()
    assert book.run("import", "busy", "wang", "--name", "google", "--remove").code == 4
    assert book.run("import", "busy", "wang", "--remove").code == 2
    assert book.run("import", "busy", "wang").code == 2
    assert book.run("import", "busy", "nobody", "-", stdin=calendar().decode()).code == 4
    assert book.run("import", "busy", "wang", "-", "--name", "../x", stdin=calendar().decode()).code == 2


def test_the_web_is_asked_properly(book, web):
    assert book.run("import", "busy", "wang", f"{web.url}/basic.ics", "--allow-private").code == 0
    assert "T030000Z" in stored(book, "127-0-0-1")
    ((path, headers),) = web.asked
    assert path == "/basic.ics"
    assert headers["User-Agent"].startswith("bookctl/")
    assert "text/calendar" in headers["Accept"]


def test_packed_answers_and_redirects_are_followed(book, web):
    web.answers["/packed"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(calendar(2)))
    web.answers["/there"] = (302, {"Location": "/packed"}, b"")
    book.ok("import", "busy", "wang", f"{web.url}/there", "--allow-private", "--name", "google")
    assert "T040000Z" in stored(book)
    web.answers["/round"] = (302, {"Location": "/round"}, b"")
    done = book.run("import", "busy", "wang", f"{web.url}/round", "--allow-private", "--name", "google")
    assert (done.code, len(web.asked)) == (8, 2 + 6)
    assert "redirects" in done.err
    assert "T040000Z" in stored(book)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((404, {}, b"no"), "the server answered 404"),
        ((401, {}, b"no"), "the server answered 401"),
        ((200, {"Content-Encoding": "gzip"}, b"not packed"), "does not unpack"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * (11 << 20))), "larger than 10 MiB"),
        ((200, {}, b"x" * ((10 << 20) + 5)), "larger than 10 MiB"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "begins with https://"),
    ],
)
def test_an_answer_that_is_none_changes_nothing_and_never_shows_the_address(book, web, answer, told):
    web.answers["/secret-token.ics"] = answer
    before = heads(book)
    done = book.run(
        "import", "busy", "wang", f"{web.url}/secret-token.ics", "--allow-private", "--name", "google"
    )
    assert done.code in {2, 8}
    assert told in done.err
    assert "secret-token" not in done.err
    assert heads(book) == before


def test_a_private_address_is_refused_before_anything_is_asked(book, web):
    for url in (
        f"{web.url}/basic.ics",
        f"http://localhost:{web.server_port}/basic.ics",
        "http://[::1]/x",
        "http://10.0.0.1/x",
    ):
        done = book.run("import", "busy", "wang", url)
        assert done.code in {2, 8}
    assert "private address" in book.run("import", "busy", "wang", f"{web.url}/basic.ics").err
    assert web.asked == []


def test_a_server_that_is_not_there_is_a_sentence(book):
    done = book.run("import", "busy", "wang", "http://127.0.0.1:9/x.ics", "--allow-private")
    assert done.code == 8
    assert "could not be fetched" in done.err
    assert book.run("import", "busy", "wang", "ftp://example.com/x.ics").code == 4
