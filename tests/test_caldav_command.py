"""`bookctl feed publish caldav` from the book to the server and back."""

import json

import pytest

from caldav_kit import CALENDAR, PASSWORD, event, feed, radicale

FOREIGN = feed(event("dentist@elsewhere.example", "牙医"))
LEDGER = '''name = "Still Water 静水"
domain = "stillwater.example"'''


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with radicale(tmp_path_factory.mktemp("radicale")) as made:
        yield made


@pytest.fixture
def dav(running):
    running.ask("DELETE", CALENDAR)
    running.make_calendar()
    return running


@pytest.fixture
def shop(book, dav):
    """The practice, whose calendar of 王芳 goes to the server."""
    edit(book, 'name = "Still Water 静水"', LEDGER)
    edit(book, 'path = "staff/wang.ics"', 'path = "staff/wang.ics"\ncaldav = "home"')
    configure(book, f'url = "{dav.url}{CALENDAR}"', PASSWORD)
    return book


def edit(book, old: str, new: str) -> None:
    path = book.root / "bookctl.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def configure(book, url: str, password: str, name: str = "home") -> None:
    folder = book.root.parent / "home" / ".config" / "bookctl"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "config.toml").open("a", encoding="utf-8") as file:
        file.write(f'[caldav.{name}]\n{url}\nuser = "wang"\n')
    (folder / "secrets.toml").touch(mode=0o600)
    with (folder / "secrets.toml").open("a", encoding="utf-8") as file:
        file.write(f'[caldav.{name}]\npassword = "{password}"\n')


def publish(book, *words: str):
    done = book.run("feed", "publish", "caldav", *words, "--format", "json")
    assert PASSWORD not in done.err + done.out
    return done.code, json.loads(done.out)["published"] if done.out else done.err


def test_the_book_and_then_each_change_of_it_arrives(shop, dav):
    dav.put("dentist.ics", FOREIGN)
    code, [first] = publish(shop)
    assert (code, first["server"], first["feeds"], first["deleted"], first["failed"]) == (
        0,
        "home",
        ["wang"],
        [],
        [],
    )
    assert "7k2m9q@stillwater.example" in first["put"]
    assert len(dav.all()) == len(first["put"]) + 1
    assert any("张伟" in text for text in dav.all().values())
    code, [again] = publish(shop)
    assert (code, again["put"], again["deleted"], again["unchanged"]) == (0, [], [], len(first["put"]))
    shop.ok("cancel", "7k2m9q", "--reason", "ill")
    code, [third] = publish(shop, "wang")
    assert (code, third["put"], third["deleted"]) == (0, [], ["7k2m9q@stillwater.example"])
    assert "7k2m9q.stillwater.example.ics" not in dav.all()
    assert "牙医" in dav.all()["dentist.ics"]
    shop.ok("undo")
    assert publish(shop)[1][0]["put"] == ["7k2m9q@stillwater.example"]
    shop.ok("move", "7k2m9q", "2026-12-02 10:00")
    assert publish(shop)[1][0]["put"] == ["7k2m9q@stillwater.example"]
    assert "20261202T100000" in dav.all()["7k2m9q.stillwater.example.ics"]


def test_the_words_for_a_person(shop, dav):
    said = shop.ok("feed", "publish", "caldav", "--dry-run")
    assert said.startswith("would be: home: ")
    assert "  put 7k2m9q@stillwater.example\n" in said
    assert dav.all() == {}
    shop.ok("feed", "publish", "caldav")
    done = shop.run("feed", "publish", "caldav")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("home: 0 put, 0 deleted, ")
    assert shop.git("status", "--porcelain", "--", "bookings", "customers") == ""


def test_feeds_of_one_server_go_together(shop, dav):
    edit(shop, 'title = "Still Water 静水"', 'title = "Still Water 静水"\ncaldav = "home"')
    _, [both] = publish(shop, "wang")
    assert both["feeds"] == ["studio", "wang"]
    assert publish(shop, "studio")[1][0]["deleted"] == []


def test_some_failed_is_six_and_names_them(shop, dav):
    dav.put("7k2m9q.stillwater.example.ics", FOREIGN)
    done = shop.run("feed", "publish", "caldav")
    assert done.code == 6
    assert "  failed 7k2m9q@stillwater.example: another object has its name there\n" in done.out
    assert done.err.startswith("bookctl: 1 of the events could not be published")
    assert dav.all()["7k2m9q.stillwater.example.ics"].count("牙医") == 1


def test_no_server_is_eight_and_a_wrong_password_two(shop, dav):
    edit(shop, 'caldav = "home"', 'caldav = "away"')
    configure(shop, 'url = "http://127.0.0.1:1/cal/"', "geheim", "away")
    code, said = publish(shop)
    assert code == 8
    assert said == "bookctl: CalDAV server away (127.0.0.1) cannot be reached: Connection refused\n"
    edit(shop, 'caldav = "away"', 'caldav = "wrong"')
    configure(shop, f'url = "{dav.url}{CALENDAR}"', "geheim", "wrong")
    code, said = publish(shop)
    assert code == 2
    assert "refuses user 'wang' with this password" in said
    assert "geheim" not in said
    edit(shop, 'title = "Still Water 静水"', 'title = "Still Water 静水"\ncaldav = "home"')
    done = shop.run("feed", "publish", "caldav")
    assert (done.code, done.out.startswith("home: ")) == (6, True)


def test_what_cannot_be_published_is_told(shop):
    for words, code, said in (
        (("caldav", "rooms"), 2, "feed rooms names no server"),
        (("caldav", "nobody"), 4, "no feed 'nobody'"),
        (("google",), 2, "publishing goes to caldav"),
        ((), 2, "Missing argument"),
    ):
        done = shop.run("feed", "publish", *words)
        assert (done.code, said in done.err) == (code, True), done
    edit(shop, 'caldav = "home"', 'caldav = "elsewhere"')
    assert "no CalDAV server 'elsewhere'" in shop.run("feed", "publish", "caldav").err


def test_a_book_without_a_domain_of_its_own_is_warned(shop):
    edit(shop, LEDGER, 'name = "Still Water 静水"')
    assert "two books in one calendar" in shop.run("feed", "publish", "caldav").err
