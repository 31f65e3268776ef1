"""Segments: saved queries that are kept in the settings, and used wherever customers or bookings are searched."""

import json

import pytest


def test_a_segment_is_added_listed_shown_and_removed(book):
    before = (book.root / "bookctl.toml").read_text("utf-8")
    book.ok("customer", "segment", "add", "regulars", "visits>3", "--name", "Regulars 常客")
    text = (book.root / "bookctl.toml").read_text("utf-8")
    assert text == f'{before}\n[segment.regulars]\nquery = "visits>3"\nname = "Regulars 常客"\n'
    assert book.git("show", "-s", "--format=%s").strip() == "customer segment add regulars"
    found = book.ok("customer", "find", "visits>3")
    listed = json.loads(book.ok("customer", "segment", "--format", "json"))["segments"]
    assert listed == [
        {"id": "regulars", "customers": len(found.splitlines()), "query": "visits>3", "name": "Regulars 常客"}
    ]
    assert book.ok("customer", "segment", "show", "regulars") == found
    assert book.ok("customer", "find", "segment:regulars") == found
    book.ok("customer", "segment", "remove", "regulars")
    assert (book.root / "bookctl.toml").read_text("utf-8") == before
    assert book.ok("check") == ""


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", "vip", "vists>3"), 2, "did you mean visits:?"),
        (("add", "vip", "segment:old"), 2, "a segment cannot be made of segments"),
        (("add", "vip"), 2, "its query has no words"),
        (("add", "V I P", "tag:vip"), 2, "is no name of a segment"),
        (("add", "old", "tag:vip"), 3, "there is a segment old already"),
        (("show", "odl"), 4, "did you mean old?"),
        (("remove", "odl"), 4, "did you mean old?"),
        (("shwo", "old"), 2, "a segment has no 'shwo'"),
        (("show",), 2, "which segment?"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(book, words, code, said):
    book.ok("customer", "segment", "add", "old", "quiet>60")
    before = book.git("rev-parse", "HEAD")
    done = book.run("customer", "segment", *words)
    assert done.code == code
    assert said in done.err
    assert book.git("rev-parse", "HEAD") == before


def test_a_segment_written_inline_is_left_to_the_hand(book):
    path = book.root / "bookctl.toml"
    path.write_text('segment = { a = { query = "tag:vip" } }\n' + path.read_text("utf-8"), "utf-8")
    assert "by hand" in book.run("customer", "segment", "add", "b", "tag:vip").err
    assert "by hand" in book.run("customer", "segment", "remove", "a").err
    assert book.ok("customer", "segment").startswith("a\t0")


def test_windows_line_endings_stay(book):
    path = book.root / "bookctl.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    book.ok("customer", "segment", "add", "regulars", "visits>3")
    assert path.read_bytes().endswith(b'\r\n\r\n[segment.regulars]\r\nquery = "visits>3"\r\n')


def test_a_segment_finds_bookings_and_filters_reports(book):
    book.ok("customer", "segment", "add", "zhang", "张伟")
    by_name = book.ok("find", "customer:张伟")
    assert by_name
    assert book.ok("find", "segment:zhang") == by_name
    assert book.ok("report", "revenue", "--where", "segment:zhang") == book.ok(
        "report", "revenue", "--where", "customer:张伟"
    )
    assert book.run("find", "segment:zhnag").code == 2


def test_a_segment_that_does_not_read_is_a_finding(book):
    path = book.root / "bookctl.toml"
    path.write_text(path.read_text("utf-8") + '\n[segment.bad]\nquery = "segment:bad"\n', "utf-8")
    done = book.run("check")
    assert done.code == 1
    assert "segment bad: a segment cannot be made of segments" in done.out + done.err
    assert book.ok("customer", "segment").startswith("bad\t?")


def test_whoever_is_shown_is_told_with_their_segments(book):
    book.ok("customer", "segment", "add", "zhang", "张伟", "--name", "The Zhangs 张")
    assert "The Zhangs 张" in book.ok("customer", "show", "张伟", "--format", "table")
    assert "The Zhangs 张" not in book.ok("customer", "show", "刘洋", "--format", "table")


def _verdict(book, condition, monkeypatch):
    from bookctl.ledger.index import open_index
    from bookctl.ledger.state import find_state
    from bookctl.messages.due import Due
    from bookctl.messages.due_judge import verdict
    from bookctl.messages.subjects import Book
    from bookctl.model.rule import Rule, Then, When

    monkeypatch.setenv("XDG_CACHE_HOME", book.env["XDG_CACHE_HOME"])
    index = open_index(book.root, find_state(book.root))
    index.refresh()
    row = index.row("7k2m9q")
    rule = Rule(name="x", when=When(before="24h"), then=[Then(run="note")], condition=condition)
    at = row.start - 3600
    due = Due("k", "r", row.id, row.id, row.customer, rule.then[0], 0, at, at, row.start)
    return verdict(Book(index, book.root), {"r": rule}, due, at)


def test_a_rules_condition_may_ask_for_segments(book, monkeypatch):
    book.ok("customer", "segment", "add", "zhang", "张伟")
    assert _verdict(book, "'zhang' in customer.segments", monkeypatch).state == "go"
    assert _verdict(book, "'other' in customer.segments", monkeypatch).state == "never"
    assert "segments" not in _verdict(book, "customer.visits > 0", monkeypatch).facts["customer"]
