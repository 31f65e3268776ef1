"""Servers that answer badly, slowly or slyly, and what is said of them."""

import base64
import socket
import ssl
import subprocess
import threading
import time
from contextlib import suppress

import pytest

from bookctl.actions.problems import Failed, Usage
from bookctl.actions.userconfig import UserConfig
from bookctl.calendars import caldav
from bookctl.calendars.caldav import Server, server_from
from bookctl.calendars.davxml import NotXml, read
from bookctl.calendars.objects import objects_of
from bookctl.calendars.publish import publish
from caldav_kit import DOMAIN, PASSWORD, USER, event, feed, mock

ONE, TWO, THREE = (f"{id_}@{DOMAIN}" for id_ in ("7k2m9q", "gznfsk", "e2n7qy"))
HREF = f"/cal/7k2m9q.{DOMAIN}.ics"
SPACES = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
IS_CALENDAR = (
    f"<multistatus {SPACES}><response><href>/cal/</href><propstat><prop><resourcetype><collection/><C:calendar/>"
    "</resourcetype></prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"
).encode()


def listing(*responses: str) -> bytes:
    return f"<multistatus {SPACES}>{''.join(responses)}</multistatus>".encode()


def stored(href: str, data: bytes | None, etag: str | None = '"1"') -> str:
    tag = f"<getetag>{etag}</getetag>" if etag else ""
    text = f"<C:calendar-data>{data.decode()}</C:calendar-data>" if data else ""
    return (
        f"<response><href>{href}</href><propstat><prop>{tag}{text}</prop>"
        "<status>HTTP/1.1 200 OK</status></propstat></response>"
    )


@pytest.fixture
def dav():
    with mock() as made:
        made.answers["PROPFIND", "/cal/"] = (207, {}, IS_CALENDAR)
        made.answers["REPORT", "/cal/"] = (207, {}, listing())
        yield made


def objects(*events: str) -> dict[str, bytes]:
    return objects_of(feed(*events))


def test_requests_depend_on_what_was_read(dav):
    old = objects(event(ONE), event(TWO))
    dav.answers["REPORT", "/cal/"] = (
        207,
        {},
        listing(stored(HREF, old[ONE]), stored("/cal/b.ics", old[TWO], '"7"')),
    )
    dav.answers["PUT", HREF] = dav.answers["DELETE", "/cal/b.ics"] = (204, {}, b"")
    dav.answers["PUT", f"/cal/e2n7qy.{DOMAIN}.ics"] = (201, {}, b"")
    done = publish(dav.server(), objects(event(ONE, "新"), event(THREE)), DOMAIN)
    assert (done.put, done.deleted, done.failed) == ((ONE, THREE), (TWO,), ())
    sent = {(method, path): headers for method, path, headers, _ in dav.asked}
    assert sent["PUT", HREF]["if-match"] == '"1"'
    assert sent["PUT", f"/cal/e2n7qy.{DOMAIN}.ics"]["if-none-match"] == "*"
    assert sent["DELETE", "/cal/b.ics"]["if-match"] == '"7"'
    assert sent["PUT", HREF]["content-type"] == "text/calendar; charset=utf-8"


@pytest.mark.parametrize("etag", [None, 'W/"1"'])
def test_a_weak_or_missing_tag_is_asked_for_again(dav, etag):
    old = objects(event(ONE))[ONE]
    dav.answers["REPORT", "/cal/"] = (207, {}, listing(stored(HREF, old, etag)))
    dav.answers["GET", HREF] = (200, {"ETag": '"strong"'}, old)
    dav.answers["PUT", HREF] = (204, {}, b"")
    assert publish(dav.server(), objects(event(ONE, "新")), DOMAIN).put == (ONE,)
    assert dav.asked[-1][2]["if-match"] == '"strong"'
    dav.answers["GET", HREF] = (200, {"ETag": 'W/"weak"'}, old)
    done = publish(dav.server(), objects(event(ONE, "新")), DOMAIN)
    assert done.failed[0][0] == ONE
    assert "gives it no ETag" in done.failed[0][1]


def test_a_list_without_contents_is_completed(dav):
    dav.answers["REPORT", "/cal/"] = (207, {}, listing(stored(HREF, None), stored("/cal/x.ics", None)))
    dav.answers["GET", HREF] = (200, {"ETag": '"1"'}, objects(event(ONE))[ONE])
    dav.answers["GET", "/cal/x.ics"] = (200, {"ETag": '"1"'}, feed(event("x@elsewhere.example")))
    assert publish(dav.server(), objects(event(ONE)), DOMAIN).unchanged == (ONE,)
    assert set(dav.methods()) == {"PROPFIND", "REPORT", "GET"}


def test_two_objects_of_one_event_become_one(dav):
    old = objects(event(ONE))[ONE]
    dav.answers["REPORT", "/cal/"] = (
        207,
        {},
        listing(stored(HREF, old), stored("/cal/twin.ics", old, '"2"')),
    )
    dav.answers["DELETE", "/cal/twin.ics"] = (204, {}, b"")
    assert publish(dav.server(), objects(event(ONE)), DOMAIN).put == (ONE,)
    assert dav.methods() == ["PROPFIND", "REPORT", "DELETE"]


def test_whoever_changes_it_twice_is_not_fought(dav):
    old = objects(event(ONE))[ONE]
    dav.answers["REPORT", "/cal/"] = (207, {}, listing(stored(HREF, old)))
    dav.answers["GET", HREF] = (200, {"ETag": '"2"'}, old)
    dav.answers["PUT", HREF] = (412, {}, b"")
    done = publish(dav.server(), objects(event(ONE, "新")), DOMAIN)
    assert done.failed == ((ONE, "somebody else keeps changing it"),)
    assert dav.methods() == ["PROPFIND", "REPORT", "PUT", "GET", "PUT"]


def test_one_refused_event_does_not_stop_the_others(dav):
    dav.answers["PUT", HREF] = (403, {}, b"")
    dav.answers["PUT", f"/cal/gznfsk.{DOMAIN}.ics"] = (201, {}, b"")
    done = publish(dav.server(), objects(event(ONE), event(TWO)), DOMAIN)
    assert (done.put, done.failed) == ((TWO,), ((ONE, "the server answered 403 Forbidden"),))


@pytest.mark.parametrize("status", [401, 429, 503, 507])
def test_a_server_that_has_enough_is_left_in_peace(dav, status):
    dav.answers["PUT", HREF] = (status, {}, b"")
    done = publish(dav.server(), objects(event(ONE), event(TWO), event(THREE)), DOMAIN)
    assert [uid for uid, _ in done.failed] == [ONE, TWO, THREE]
    assert dav.methods().count("PUT") == 1


def test_a_server_that_goes_away_half_way_is_not_asked_for_ever(dav):
    def slow(_headers, _body):
        time.sleep(0.6)
        return 201, {}, b""

    for uid in (ONE, TWO, THREE):
        dav.answers["PUT", f"/cal/{uid.replace('@', '.')}.ics"] = slow
    done = publish(dav.server(timeout=0.2), objects(event(ONE), event(TWO), event(THREE)), DOMAIN)
    assert [why for _, why in done.failed] == [
        "no answer within 0.2 s", "no answer within 0.2 s", "not tried: no answer within 0.2 s",
    ]  # fmt: skip


def test_a_redirect_on_the_same_host_is_followed(dav):
    dav.answers["PROPFIND", "/old/"] = (301, {"Location": "/cal/"}, b"")
    dav.answers["REPORT", "/old/"] = (307, {"Location": f"http://127.0.0.1:{dav.port}/cal/"}, b"")
    server = dav.server(url=f"http://127.0.0.1:{dav.port}/old/")
    assert publish(server, {}, DOMAIN).failed == ()


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/cal/",
        "http://localhost:1/cal/",
        "//evil.example/",
        "http://[",
        "/cal/%2e%2e/x",
        "/cal/",
    ],
)
def test_the_password_never_goes_to_another_host(dav, to):
    dav.answers["PROPFIND", "/cal/"] = (302, {"Location": to}, b"")
    with pytest.raises(Failed, match="points to another host") as caught:
        publish(dav.server(), {}, DOMAIN)
    assert PASSWORD not in str(caught.value)
    assert len(dav.asked) == 1


def test_circles_end(dav):
    dav.answers["PROPFIND", "/cal/"] = (302, {"Location": "/b/"}, b"")
    dav.answers["PROPFIND", "/b/"] = (302, {"Location": "/cal/"}, b"")
    with pytest.raises(Failed, match="in circles"):
        publish(dav.server(), {}, DOMAIN)


@pytest.mark.parametrize(
    "href", ["//evil.example/x.ics", "http://evil.example/x.ics", "http://[/x.ics", "/cal/%2e%2e/x"]
)
def test_an_object_elsewhere_is_not_followed(dav, href):
    dav.answers["REPORT", "/cal/"] = (207, {}, listing(stored(href, objects(event(ONE))[ONE])))
    assert publish(dav.server(), {}, DOMAIN).deleted == ()
    assert "DELETE" not in dav.methods()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>hello</html>", b"not xml <", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        b"\xff\xfe", b'<?xml version="1.0" encoding="none"?><x/>',
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_told(dav, body):
    with pytest.raises(NotXml):
        read(body)
    dav.answers["REPORT", "/cal/"] = (207, {}, body)
    with pytest.raises(Failed, match="does not speak CalDAV"):
        publish(dav.server(), objects(event(ONE)), DOMAIN)
    assert "PUT" not in dav.methods()


def test_a_list_that_was_cut_short_changes_nothing(dav):
    cut = "<response><href>/cal/</href><status>HTTP/1.1 507 Insufficient Storage</status></response>"
    dav.answers["REPORT", "/cal/"] = (207, {}, listing(cut))
    with pytest.raises(Failed, match="does not tell all"):
        publish(dav.server(), objects(event(ONE)), DOMAIN)
    dav.answers["REPORT", "/cal/"] = (500, {}, b"secret detail")
    with pytest.raises(Failed, match=r"answered 500 Internal Server Error$"):
        publish(dav.server(), objects(event(ONE)), DOMAIN)


def test_an_event_of_another_domain_is_a_mistake_of_the_program(dav):
    with pytest.raises(ValueError, match="elsewhere"):
        publish(dav.server(), objects(event("x@elsewhere.example")), DOMAIN)
    assert dav.asked == []


def test_the_password_is_sent_as_utf_8(dav):
    publish(dav.server(), {}, DOMAIN)
    kind, _, token = dav.asked[0][2]["authorization"].partition(" ")
    assert (kind, base64.b64decode(token).decode()) == ("Basic", f"{USER}:{PASSWORD}")


def test_an_answer_without_end_is_left(monkeypatch, dav):
    monkeypatch.setattr(caldav, "LARGEST", 1000)
    dav.answers["REPORT", "/cal/"] = (207, {}, b" " * 2000)
    with pytest.raises(Failed, match="an answer of more than"):
        publish(dav.server(), {}, DOMAIN)


def serving(answer) -> int:
    """A port on which `answer(connection)` is done for each that connects."""
    listening = socket.create_server(("127.0.0.1", 0))

    def run():
        while True:
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                answer(connection)

    threading.Thread(target=run, daemon=True).start()
    return listening.getsockname()[1]


def test_what_is_no_http_and_what_drips_is_left():
    def drip(connection):
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 207 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(200):
            connection.sendall(b" ")
            time.sleep(0.05)

    for answer, said in (
        (lambda c: c.sendall(b"SSH-2.0-x\r\n"), "no HTTP|cannot be reached"),
        (drip, "no answer within 0.1 s"),
    ):
        server = Server("home", f"http://127.0.0.1:{serving(answer)}/cal/", USER, PASSWORD, 0.1)
        begun = time.monotonic()
        with pytest.raises(Failed, match=said):
            publish(server, {}, DOMAIN)
        assert time.monotonic() - begun < 5


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    made += ["-keyout", tmp_path / "key", "-out", tmp_path / "crt"]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "crt", tmp_path / "key")
    heard = []

    def answer(connection):
        heard.append(context.wrap_socket(connection, server_side=True).recv(1000))

    server = Server("home", f"https://localhost:{serving(answer)}/cal/", USER, PASSWORD, 5)
    with pytest.raises(Failed, match=r"its certificate is not to be trusted: self.signed certificate"):
        publish(server, {}, DOMAIN)
    assert b"".join(heard) == b""


@pytest.fixture
def config(tmp_path):
    def made(lines: str, secrets: str = 'password = "abc-geheim"', **environ: str) -> UserConfig:
        folder = tmp_path / ".config" / "bookctl"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.toml").write_text(f"[caldav.home]\n{lines}\n", "utf-8")
        (folder / "secrets.toml").write_text(f"[caldav.home]\n{secrets}\n", "utf-8")
        (folder / "secrets.toml").chmod(0o600)
        return UserConfig({"HOME": str(tmp_path), **environ})

    return made


def test_a_server_of_the_configuration(config):
    made = server_from(config('url = "https://dav.example.com/cal"\nuser = "王芳"'), "home")
    assert made == Server("home", "https://dav.example.com/cal/", "王芳", "abc-geheim")
    by_variable = config('url = "https://x.example/"\nuser = "w"\npassword_env = "DAV"', "", DAV="from-env")
    assert server_from(by_variable, "home")[3] == "from-env"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('user = "w"', "needs url and user"),
        ('url = "https://x.example/"', "needs url and user"),
        ('url = "http://x.example/cal/"\nuser = "w"', "must be https"),
        ('url = "ftp://x.example/cal/"\nuser = "w"', "must be https://HOST"),
        ('url = "https://w:abc-geheim@x.example/"\nuser = "w"', "must not hold a user or password"),
        ('url = "https://x.example/?key=abc-geheim"\nuser = "w"', "must be https://HOST"),
        ('url = "https://x.example:99999/"\nuser = "w"', "is no URL"),
        ('url = "https://x.example/日历/"\nuser = "w"', "must be ASCII"),
        ('url = "https://x.example/"\nuser = "w:x"', "cannot be sent"),
        ('url = "https://x.example/a b"\nuser = "w"', "must not hold spaces"),
    ],
)
def test_a_configuration_that_cannot_work_is_told_without_the_password(config, lines, said):
    with pytest.raises(Usage, match=said) as caught:
        server_from(config(lines), "home")
    assert "geheim" not in f"{caught.value.text}{caught.value.help}"


def test_no_server_and_no_password_are_told(config):
    with pytest.raises(Usage, match="no CalDAV server 'work'"):
        server_from(config('url = "https://x.example/"\nuser = "w"'), "work")
    with pytest.raises(Usage, match="has no password"):
        server_from(config('url = "https://x.example/"\nuser = "w"', ""), "home")
