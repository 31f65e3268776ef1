"""`bookctl feed link`, `links` and `unlink`, as a person types them."""

import json
import re

import pytest

from serve_kit import links


def test_a_link_is_told_once_in_both_forms(book):
    done = book.run("feed", "link", "wang", "--for", "王芳", "--url", "https://calendar.example.com/")
    https, webcal = done.out.splitlines()
    assert done.code == 0
    assert re.fullmatch(r"https://calendar\.example\.com/[A-Za-z0-9_-]{32}/staff/wang\.ics", https)
    assert webcal == https.replace("https://", "webcal://")
    assert "keep it now" in done.err
    token = https.split("/")[3]
    assert links(book).find(token).whom == "王芳"
    assert token not in book.ok("feed", "links") + book.ok("feed", "links", "--format", "json")
    assert book.git("status", "--porcelain") == ""


def test_links_are_listed_and_ended(book):
    book.ok("feed", "link", "wang")
    book.ok("feed", "link", "wang", "--for", "李娜")
    book.ok("feed", "link", "rooms", "--for", "  Grand   Hotel ")
    assert book.ok("feed", "unlink", "wang", "--for", "李娜") == "ended the link to wang for 李娜\n"
    assert book.ok("feed", "links") == (
        "wang\t\t2026-11-24\t\t\nwang\t李娜\t2026-11-24\t2026-11-24\t\nrooms\tGrand Hotel\t2026-11-24\t\t\n"
    )
    listed = json.loads(book.ok("feed", "links", "--format", "json"))["links"]
    assert listed[1] == {
        "feed": "wang", "for": "李娜", "made": "2026-11-24T01:00:00+00:00", "ended": "2026-11-24T01:00:00+00:00",
    }  # fmt: skip
    again = book.run("feed", "unlink", "wang", "--for", "李娜")
    assert (again.code, again.err.splitlines()[0]) == (4, "bookctl: feed wang has no link for 李娜")


def test_a_second_link_of_the_same_person_needs_a_word(book):
    first = book.ok("feed", "link", "wang").split("/")[3]
    assert book.run("feed", "link", "wang").code == 3
    second = book.ok("feed", "link", "wang", "--new", "--format", "json")
    link = json.loads(second)["link"]
    assert (link["feed"], link["for"]) == ("wang", None)
    assert links(book).find(first).revoked is not None
    assert links(book).find(link["url"].split("/")[3]).revoked is None


def test_a_link_to_a_feed_that_went_can_still_be_ended(book):
    book.ok("feed", "link", "rooms")
    settings = book.root / "bookctl.toml"
    settings.write_text(settings.read_text("utf-8").replace("[feed.rooms]", "[feed.halls]"), "utf-8")
    assert "no such feed" in book.ok("feed", "links")
    book.ok("feed", "unlink", "rooms")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("link", "nobody"), 4, "no feed 'nobody'"),
        (("link", "wang", "--for", " "), 2, "--for is a name"),
        (("link", "wang", "--for", "a\x1b[2J"), 2, "--for is a name"),
        (("link", "wang", "--for", "a" * 201), 2, "--for is a name"),
        (("link", "wang", "--url", "ftp://x"), 2, "--url must be an address"),
        (("link", "wang", "--url", "https://"), 2, "--url must be an address"),
        (("link", "wang", "--url", "https://[x"), 2, "--url must be an address"),
        (("link", "wang", "--url", "https://x/?a=b"), 2, "--url must be an address"),
        (("unlink", "wang"), 4, "has no link"),
    ],
)
def test_what_cannot_be_a_link(book, words, code, said):
    done = book.run("feed", *words)
    assert (done.code, said in done.err, done.out) == (code, True, "")
    assert links(book).all() == ()


def test_the_address_stands_in_the_users_configuration(book):
    folder = book.root.parent / "home" / ".config" / "bookctl"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('[serve.feeds]\nurl = "https://cal.example.com/book"\n')
    assert book.ok("feed", "link", "wang").startswith("https://cal.example.com/book/")
    (folder / "config.toml").write_text("[serve.feeds]\nurl = 5\n")
    assert book.run("feed", "link", "rooms").code == 2
    (folder / "config.toml").unlink()
    done = book.run("feed", "link", "rooms")
    assert done.out.startswith("http://127.0.0.1:8080/")
    assert "https from outside" in done.err
