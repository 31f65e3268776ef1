"""Whether a class takes place, and that nobody's leaving is anybody else's business."""

import json

import pytest

from wait_kit import decides, made, practice

BEFORE, AT, AFTER = "2026-11-25T17:59", "2026-11-25T18:00", "2026-11-26T09:00"


@pytest.fixture
def full(empty):
    """Classes of three seats, of which two must be taken a day ahead."""
    book = practice(empty)
    decides(book, 24 * 60)
    return book


@pytest.fixture
def session(full) -> str:
    return made(full, "session", "add", "yoga", "2026-11-26 18:00")


def status(full, id_: str, now: str = AFTER) -> str:
    return json.loads(full.ok("show", id_, "--format", "json", BOOKCTL_NOW=now))["booking"]["status"]


def test_a_class_that_too_few_joined_is_cancelled_with_its_seats(full, session):
    seat = made(full, "session", "join", session, "李娜")
    done = full.ok("session", "decide", "--yes", BOOKCTL_NOW=AT)
    assert done.startswith(f"too few joined, cancelled: {session}")
    assert (status(full, session), status(full, seat)) == ("cancelled", "cancelled")
    page = (full.root / "bookings/2026/2026-11-26.toml").read_text()
    assert "too few joined: 1 of at least 2" in page
    assert "李" not in full.git("log", "--format=%B", "-1")
    assert "18:00" in full.ok("free", "yoga", "2026-11-26", BOOKCTL_NOW=AFTER) or full.run("check").code == 0


def test_a_class_that_enough_joined_takes_place(full, session):
    seats = [made(full, "session", "join", session, name) for name in ("李娜", "吴刚")]
    assert "nothing to decide" in full.ok("session", "decide", BOOKCTL_NOW=AT)
    assert full.ok("session", "decide", session, BOOKCTL_NOW=AT).startswith("takes place:")
    assert {status(full, one) for one in (session, *seats)} == {"confirmed"}


def test_it_is_decided_at_its_instant_and_not_before(full, session):
    assert "nothing to decide" in full.ok("session", "decide", BOOKCTL_NOW=BEFORE)
    early = full.run("session", "decide", session, BOOKCTL_NOW=BEFORE)
    assert (early.code, "it is decided on Wed 25 Nov 2026 18:00" in early.err) == (3, True)
    assert status(full, session) == "confirmed"


def test_who_leaves_after_the_decision_takes_the_class_from_nobody(full, session):
    first = made(full, "session", "join", session, "李娜")
    made(full, "session", "join", session, "吴刚")
    full.ok("cancel", first, BOOKCTL_NOW="2026-11-25T19:00")
    assert "nothing to decide" in full.ok("session", "decide", BOOKCTL_NOW="2026-11-25T20:00")
    assert status(full, session) == "confirmed"


def test_who_joins_after_the_decision_was_due_saves_the_class(full, session):
    made(full, "session", "join", session, "李娜")
    made(full, "session", "join", session, "吴刚", now="2026-11-25T19:00")
    assert "nothing to decide" in full.ok("session", "decide", BOOKCTL_NOW="2026-11-25T20:00")
    assert status(full, session) == "confirmed"


def test_who_joined_only_after_and_left_again_does_not(full, session):
    made(full, "session", "join", session, "李娜")
    late = made(full, "session", "join", session, "吴刚", now="2026-11-25T19:00")
    full.ok("cancel", late, BOOKCTL_NOW="2026-11-25T19:30")
    full.ok("session", "decide", "--yes", BOOKCTL_NOW="2026-11-25T20:00")
    assert status(full, session) == "cancelled"


def test_a_hold_counts_until_it_lapses(full, session):
    made(full, "session", "join", session, "李娜")
    made(full, "book", "吴刚", "yoga", "2026-11-26 18:00", "--status", "held", now="2026-11-25T17:45")
    assert "nothing to decide" in full.ok("session", "decide", BOOKCTL_NOW=AT)
    assert "nothing to decide" in full.ok("session", "decide", BOOKCTL_NOW="2026-11-25T18:20")


def test_a_class_that_began_is_not_decided_on_any_more(full, session):
    assert "nothing to decide" in full.ok("session", "decide", BOOKCTL_NOW="2026-11-26T18:00")
    begun = full.run("session", "decide", session, BOOKCTL_NOW="2026-11-26T18:00")
    assert (begun.code, "has begun" in begun.err) == (3, True)
    assert status(full, session, "2026-11-26T18:30") == "confirmed"


def test_a_class_without_a_decision_takes_place(empty):
    book = practice(empty)
    session = made(book, "session", "add", "yoga", "2026-11-26 18:00")
    assert "nothing to decide" in book.ok("session", "decide", BOOKCTL_NOW=AFTER)
    refused = book.run("session", "decide", session, BOOKCTL_NOW=AFTER)
    assert (refused.code, "takes place however many join" in refused.err) == (3, True)


def test_a_dry_run_decides_nothing(full, session):
    assert 'status = "cancelled"' in full.ok("session", "decide", "--dry-run", BOOKCTL_NOW=AT)
    assert status(full, session) == "confirmed"


def test_several_classes_are_decided_at_once_in_one_commit(full, session):
    other = made(full, "session", "add", "yoga", "2026-11-26 16:00")
    kept = made(full, "session", "add", "yoga", "2026-11-26 14:00")
    for name in ("李娜", "吴刚"):
        made(full, "session", "join", kept, name)
    commits = int(full.git("rev-list", "--count", "HEAD"))
    full.ok("session", "decide", "--yes", BOOKCTL_NOW=AT)
    assert [status(full, one) for one in (session, other, kept)] == ["cancelled", "cancelled", "confirmed"]
    assert int(full.git("rev-list", "--count", "HEAD")) == commits + 1


def test_one_who_leaves_touches_nobody_else_and_the_last_leaves_the_class_open(full, session):
    seats = {name: made(full, "session", "join", session, name) for name in ("李娜", "吴刚")}
    page = full.root / "bookings/2026/2026-11-26.toml"
    before = page.read_text()
    block = before[before.index(f'id = "{seats["吴刚"]}"') :].split("[[")[0]
    full.ok("session", "leave", session, "李娜")
    assert block in page.read_text()
    assert (status(full, seats["吴刚"]), status(full, session)) == ("confirmed", "confirmed")
    full.ok("session", "leave", session, "吴刚")
    assert status(full, session) == "confirmed"
    assert "0/3" in full.ok("session", "list")
    refused = full.run("book", "孙浩", "yoga", "2026-11-26 18:00")
    assert refused.code == 0
    room = full.run("why", "yoga", "2026-11-26 18:00")
    assert "hall" in room.out + room.err
