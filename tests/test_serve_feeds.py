"""What a calendar app gets from the server, request by request."""

import gzip
import re
import shutil
import signal
import socket
import time
from contextlib import suppress
from email.utils import formatdate, parsedate_to_datetime

import pytest

from conftest import Book, environment
from serve_kit import Serving, link, links, serving, until

ICS = "staff/wang.ics"


def prepared(book) -> str:
    """The path of a link for 王芳, to a feed that holds her bookings whatever year it is; and a feed without any."""
    settings = book.root / "bookctl.toml"
    text = settings.read_text("utf-8").replace(
        f'path = "{ICS}"', f'path = "{ICS}"\npast = 3650\nfuture = 3650'
    )
    settings.write_text(f'{text}\n[feed.none]\nquery = "status:no-show"\n', "utf-8")
    return link(book, "wang", ICS, "王芳")


@pytest.fixture
def shop(book):
    """The practice with a link for 王芳, and a server, yours to change."""
    path = prepared(book)
    with serving(book) as server:
        server.path, server.book = path, book
        yield server


@pytest.fixture(scope="module")
def still(practice, tmp_path_factory):
    """As `shop`, one for all the tests that only ask."""
    base = tmp_path_factory.mktemp("still")
    (base / "home").mkdir()
    shutil.copytree(practice, base / "ledger")
    book = Book(base / "ledger", environment(base / "home", base / "ledger"))
    path = prepared(book)
    with serving(book) as server:
        server.path, server.book = path, book
        yield server


def test_a_feed_comes_with_everything_an_app_needs(still):
    got = still.ask(still.path)
    assert got.status == 200
    assert got.body.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"\r\nUID:7k2m9q@" in got.body
    assert got.body.endswith(b"END:VCALENDAR\r\n")
    assert got.headers["content-type"] == "text/calendar; charset=utf-8"
    assert got.headers["content-length"] == str(len(got.body))
    assert got.headers["cache-control"] == "private, max-age=300"
    assert got.headers["vary"] == "Accept-Encoding"
    assert re.fullmatch(r'"[0-9a-f]{32}"', got.headers["etag"])
    assert got.headers["last-modified"].endswith(" GMT")
    assert got.headers["x-robots-tag"] == "noindex, nofollow"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in got.headers["content-security-policy"]
    assert parsedate_to_datetime(got.headers["last-modified"]) <= parsedate_to_datetime(got.headers["date"])
    assert not {"set-cookie", "location", "server", "content-disposition", "content-encoding"} & set(
        got.headers
    )
    assert sorted(got.sent) == sorted(set(got.sent))


def test_head_says_what_get_says(still):
    for more in ({}, {"Accept_Encoding": "gzip"}):
        head, got = still.ask(still.path, "HEAD", **more), still.ask(still.path, **more)
        assert (head.status, head.body) == (200, b"")
        assert head.headers | {"date": ""} == got.headers | {"date": ""}


def test_gzip_where_it_is_wanted_and_nowhere_else(still):
    plain = still.ask(still.path)
    packed = still.ask(still.path, Accept_Encoding="br, GZip;q=0.5")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-length"] == str(len(packed.body))
    assert len(packed.body) < len(plain.body)
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] != plain.headers["etag"]
    assert still.ask(still.path, Accept_Encoding="gzip").body == packed.body
    for refused in ("gzip;q=0", "identity", "", "gzip; q=0.000, *", "gz"):
        assert "content-encoding" not in still.ask(still.path, Accept_Encoding=refused).headers, refused


def test_304_for_whoever_has_it_already(still):
    for more in ({}, {"Accept_Encoding": "gzip"}):
        first = still.ask(still.path, **more)
        tag, date = first.headers["etag"], first.headers["last-modified"]
        for condition in (
            {"If_None_Match": tag}, {"If_None_Match": f'"other", W/{tag}'}, {"If_None_Match": "*"},
            {"If_Modified_Since": date}, {"If_None_Match": tag, "If_Modified_Since": formatdate(0, usegmt=True)},
        ):  # fmt: skip
            for method in ("GET", "HEAD"):
                again = still.ask(still.path, method, **more, **condition)
                assert (again.status, again.body) == (304, b""), condition
                assert again.headers["etag"] == tag
                assert again.headers["last-modified"] == date
                assert again.headers["cache-control"] == first.headers["cache-control"]
                assert again.headers["vary"] == first.headers["vary"]


def test_a_tag_beats_a_date_and_a_bad_date_is_none(still):
    date = still.ask(still.path).headers["last-modified"]
    assert still.ask(still.path, If_None_Match='"old"', If_Modified_Since=date).status == 200
    assert still.ask(still.path, If_None_Match="", If_Modified_Since=date).status == 200
    bad = (
        "yesterday",
        "0",
        "",
        f"{date}, {date}",
        "Thu, 99 Foo 2026 99:99:99 GMT",
        "2026-11-24T09:00:00Z",
        "\xff",
    )
    for text in (*bad, formatdate(time.time() + 86400, usegmt=True), formatdate(0, usegmt=True)):
        assert still.ask(still.path, If_Modified_Since=text).status == 200, text


def test_a_deleted_booking_makes_the_date_newer_never_older(shop):
    before = shop.ask(shop.path)
    old = before.headers
    time.sleep(max(0.0, 1.1 - time.time() % 1))
    shop.book.ok("cancel", "7k2m9q", "--reason", "ill")
    after = shop.ask(shop.path)
    assert len(after.body) < len(before.body)
    assert after.headers["etag"] != old["etag"]
    assert parsedate_to_datetime(after.headers["last-modified"]) > parsedate_to_datetime(old["last-modified"])
    assert shop.ask(shop.path, If_Modified_Since=old["last-modified"]).status == 200
    assert shop.ask(shop.path, If_None_Match=old["etag"]).status == 200
    assert shop.ask(shop.path, If_None_Match=after.headers["etag"]).status == 304


def test_dates_outlive_the_server(shop):
    first = shop.ask(shop.path).headers
    assert shop.stop() == (0, "")
    time.sleep(1.1)
    with serving(shop.book) as again:
        second = again.ask(shop.path).headers
    assert (second["etag"], second["last-modified"]) == (first["etag"], first["last-modified"])
    assert shop.book.git("status", "--porcelain", "--", "bookings", "customers", "public") == ""


def test_nothing_but_reading(still):
    for method in ("PUT", "POST", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "MKCALENDAR", "TRACE", "get"):
        for path in (still.path, "/nothing", "/"):
            got = still.ask(path, method, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
            assert (got.status, got.headers["allow"]) == (405, "GET, HEAD"), (method, path)
            assert b"VCALENDAR" not in got.body


def test_an_ended_link_is_gone_and_an_unknown_one_was_never_there(shop):
    other = link(shop.book, "wang", ICS, "李娜")
    assert shop.ask(other).status == 200
    links(shop.book).revoke("wang", "王芳", int(time.time()))
    gone = shop.ask(shop.path)
    assert gone.status == 410
    assert gone.headers["cache-control"] == "no-store"
    assert shop.ask(other).status == 200
    unknown = shop.ask(f"/{'A' * 32}/{ICS}")
    assert (unknown.status, unknown.headers["content-type"]) == (404, "text/plain; charset=utf-8")


def test_a_link_opens_its_own_feed_alone(still):
    token = still.path.split("/")[1]
    for path in (
        "rooms.ics", "studio.ics", "staff/", "staff/wang.ics/", "staff//wang.ics", "", "staff/wang.ICS",
        "../staff/wang.ics", "staff/../staff/wang.ics", "%2e%2e/staff/wang.ics", "staff/%2e%2e%2fstaff/wang.ics",
        "staff%2fwang.ics%00", "..%5c..%5cbookctl.toml", "../../bookctl.toml", "../bookctl.toml", "..%2fbookctl.toml",
        "%c0%ae%c0%ae/bookctl.toml", "staff/wang.ics%0d%0aSet-Cookie:x=1",
    ):  # fmt: skip
        got = still.ask(f"/{token}/{path}")
        assert (got.status, got.body) == (404, b"There is nothing here.\n"), path
    for path in (
        "/", "//", f"//{still.path}", f"/{ICS}", f"/public/{ICS}", "/bookctl.toml", "/../bookctl.toml", "/%2e%2e/bookctl.toml",
        "/robots.txt", "/.git/config", f"/{token}", f"/{token[:-1]}/{ICS}", f"/{token}x/{ICS}", f"/{token.lower()}/{ICS}",
        f"/./{token}/{ICS}", "/%00", "*", f"http://127.0.0.1{still.path}",
    ):  # fmt: skip
        assert still.ask(path).status in {404, 400}, path
    assert still.ask(f"{still.path}?refresh=1").status == 200
    assert still.ask(still.path.replace("wang", "%77ang")).status == 200


def test_long_paths_and_heads_are_refused_and_the_server_goes_on(shop):
    assert shop.ask("/" + "a" * 5000).status == 404
    assert shop.ask(shop.path + "a" * 10_000).status == 404
    for request in (
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 500) for n in range(200)) + b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x00" * 100 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    ):  # fmt: skip
        with socket.create_connection(("127.0.0.1", shop.port), 5) as raw:
            try:
                raw.sendall(request)
                said = raw.recv(65536)
            except ConnectionError:  # it hung up before it had heard everything
                said = b""
        assert not said or re.match(rb"HTTP/1.1 (4\d\d|505) ", said), said[:60]
    assert shop.ask(shop.path).status == 200
    assert shop.stop() == (0, "")


def test_slow_clients_keep_nobody_out(still):
    slow = [socket.create_connection(("127.0.0.1", still.port), 5) for _ in range(40)]
    for number, raw in enumerate(slow):
        raw.sendall(b"GET / HTTP/1.1\r\nX-Slow: "[: number + 1])
    begun = time.monotonic()
    assert still.ask(still.path).status == 200
    assert time.monotonic() - begun < 5
    for raw in slow:
        raw.close()


def test_a_client_that_never_ends_is_ended(shop):
    shop.stop()
    with serving(shop.book, before="import bookctl.portal.server as s; s.PATIENCE = 3") as hasty:
        with socket.create_connection(("127.0.0.1", hasty.port), 30) as raw:
            raw.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
            begun = time.monotonic()
            with suppress(ConnectionResetError):
                assert raw.recv(1000) == b""
            assert time.monotonic() - begun < 20
        assert hasty.ask(shop.path).status == 200


def test_without_the_extra_it_says_what_to_install(book, tmp_path):
    (tmp_path / "uvicorn.py").write_text("raise ImportError")
    book.env["PYTHONPATH"] = str(tmp_path)
    done = book.spawn("serve", "feeds", "--port", "0", timeout=20)
    assert done.returncode == 2
    assert done.stderr == (
        "bookctl: serving needs uvicorn, which is not installed\n help: pip install 'bookctl[portal]'\n"
    )


def test_one_connection_is_one_request(still):
    request = f"GET {still.path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", still.port), 5) as raw:
        raw.sendall(request + request)
        data = b""
        while piece := raw.recv(65536):
            data += piece
    assert data.count(b"HTTP/1.1 200 OK") == 1


def test_neither_link_nor_path_is_ever_written_down(shop):
    token = shop.path.split("/")[1]
    shop.ask(shop.path)
    shop.ask(f"/{token}/other.ics")
    shop.ask(f"/{token}/%ff")
    with socket.create_connection(("127.0.0.1", shop.port), 5) as raw:
        raw.sendall(f"GET {shop.path} HTTP/1.1\r\nbroken\r\n\r\n".encode())
        raw.recv(1000)
    assert shop.stop() == (0, "")
    home = shop.book.root.parent
    kept = [p for p in home.rglob("*") if p.is_file() and token.encode() in p.read_bytes()]
    assert kept == []


@pytest.mark.parametrize(("number", "code", "said"), [(signal.SIGINT, 130, ""), (signal.SIGTERM, 0, "")])
def test_it_stops_when_told_with_a_client_hanging_on(shop, number, code, said):
    with socket.create_connection(("127.0.0.1", shop.port), 5) as raw:
        raw.sendall(b"GET / HT")
        assert shop.ask(shop.path).status == 200
        begun = time.monotonic()
        assert shop.stop(number) == (code, said)
        assert time.monotonic() - begun < 6


def test_a_port_that_is_taken_is_one_sentence(still):
    done = still.book.spawn("serve", "feeds", "--port", str(still.port), timeout=20)
    assert (done.returncode, done.stdout) == (8, "")
    assert (
        done.stderr
        == f"bookctl: 127.0.0.1:{still.port} cannot be used: another program listens there\n help: --port N\n"
    )
    assert still.book.spawn("serve", "feeds", "--host", "no.such.host.invalid", timeout=20).returncode == 8
    assert still.book.run("serve", "feeds", "--port", "70000").code == 2


def test_a_book_that_does_not_read_leaves_the_feed_as_it_was(shop):
    before = shop.ask(shop.path)
    settings = shop.book.root / "bookctl.toml"
    text = settings.read_text("utf-8")
    settings.write_text("format = ", "utf-8")
    got = shop.ask(shop.path)
    assert (got.status, got.body, got.headers["etag"]) == (200, before.body, before.headers["etag"])
    settings.write_text(text, "utf-8")
    assert shop.ask(shop.path).status == 200
    code, said = shop.stop()
    assert code == 0
    assert said.count("feeds are served as they were") == 1
    assert shop.path.split("/")[1] not in said


def test_a_book_that_never_read_is_a_503(shop):
    other = link(shop.book, "studio", "studio.ics")
    (shop.book.root / "bookctl.toml").write_text("format = ", "utf-8")
    got = shop.ask(other)
    assert (got.status, got.headers["retry-after"]) == (503, "300")


def test_a_feed_that_went_or_moved_is_not_there(shop):
    settings = shop.book.root / "bookctl.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace('path = "staff/wang.ics"', 'path = "new.ics"'), "utf-8")
    assert shop.ask(shop.path).status == 404
    assert shop.ask(shop.path.replace(ICS, "new.ics")).status == 200


def test_a_feed_with_nothing_in_it_is_an_empty_calendar(still):
    from icalendar import Calendar

    got = still.ask(link(still.book, "none", "none.ics"))
    assert got.status == 200
    assert {part.name for part in Calendar.from_ical(got.body).walk()} <= {"VCALENDAR", "VTIMEZONE"}


def test_a_book_without_feeds_has_nothing_to_serve(empty):
    done = empty.run("serve", "feeds", "--port", "0")
    assert (done.code, "has no feeds" in done.err) == (2, True)


def test_ipv6_is_served_too(still):
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no ::1")
    with serving(still.book, "--host", "::1") as server:
        assert f"http://[::1]:{server.port};" in server.first


def test_being_seen_from_outside_without_tls_is_noted(shop):
    with serving(shop.book, "--host", "0.0.0.0") as server:  # noqa: S104 - that is the question
        assert server.ask(shop.path).status == 200
        assert "plain http" in server.stop()[1]


def test_links_that_do_not_read_are_told_and_the_server_goes_on(shop):
    path = links(shop.book).path
    text = path.read_text("utf-8")
    path.write_text("[[link]", "utf-8")
    assert shop.ask(shop.path).status == 500
    path.write_text(text, "utf-8")
    assert shop.ask(shop.path).status == 200
    assert shop.stop()[1] == f"bookctl: a request failed: {path} does not read: TOMLDecodeError\n"


def test_new_links_are_seen_at_once(still):
    assert isinstance(still, Serving)
    path = link(still.book, "wang", ICS)
    assert until(lambda: still.ask(path).status == 200, 2)
