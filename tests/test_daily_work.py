"""A practice from its first day: the commands as a person types them, one after the other."""

import json
import re

import pytest

ID = re.compile(r"\b([2-9a-hjkmnp-z]{6})\b")


def set_up(empty):
    """One therapist, two rooms, one service, one customer."""
    empty.ok("resource", "add", "wang", "--name", "王芳", "--kind", "staff", "--skill", "deep-tissue",
             "--hours", "mon-fri 09:00-12:00 13:00-18:00")  # fmt: skip
    for room in ("room-1", "room-2"):
        empty.ok("resource", "add", room, "--name", room, "--kind", "room")
    empty.ok("service", "add", "deep-tissue-60", "--name", "Deep tissue 60", "--minutes", "60", "--price", "680",
             "--need", "skill:deep-tissue", "--need", "kind:room,after=15")  # fmt: skip
    empty.ok("customer", "add", "--name", "李娜", "--phone", "13800138000", "--tag", "vip")
    return empty


def booked(empty, *words):
    """Books and returns the id."""
    return json.loads(empty.ok("book", *words, "--format", "json"))["result"]["id"]


@pytest.fixture
def practice_(empty):
    return set_up(empty)


def test_the_first_booking(practice_):
    printed = practice_.ok("book", "李娜", "deep-tissue-60", "明天下午3点")
    assert "Wed 25 Nov 2026, 15:00-16:00 (tomorrow)" in printed
    assert "李娜 · Deep tissue 60 · wang, room-1 · 680.00 CNY" in printed
    page = (practice_.root / "bookings/2026/2026-11-25.toml").read_text()
    assert 'uses = ["wang", { resource = "room-1", to = 75 }]' in page
    assert "start = 2026-11-25T15:00:00+08:00\nend = 2026-11-25T16:00:00+08:00\n" in page
    assert "price = 680.00\n" in page
    assert practice_.ok("check", "--strict", "--no-index") == ""
    assert practice_.git("status", "--porcelain") == ""


def test_free_times_say_what_would_be_taken(practice_):
    rows = practice_.ok("free", "deep-tissue-60", "next week", "--limit", "2").splitlines()
    assert rows == ["2026-11-30T09:00\t60m\tMon 30 Nov 09:00-10:00\twang, room-1",
                    "2026-11-30T09:15\t60m\tMon 30 Nov 09:15-10:15\twang, room-1"]  # fmt: skip


def test_a_refusal_names_the_rule_and_the_alternatives(practice_):
    done = practice_.run("book", "李娜", "deep-tissue-60", "fri 12:30")
    assert done.code == 3
    assert "wang" in done.err
    assert "09:00-12:00" in done.err
    assert "free: Fri 27 Nov 11:00" in done.err
    assert done.out == ""


def test_one_therapist_is_never_booked_twice(practice_):
    practice_.ok("customer", "add", "--name", "Ben")
    first = booked(practice_, "李娜", "deep-tissue-60", "fri 10:00")
    done = practice_.run("book", "Ben", "deep-tissue-60", "fri 10:45")
    assert done.code == 3
    assert first in done.err
    practice_.ok("book", "Ben", "deep-tissue-60", "fri 11:00")


def test_move_cancel_undo_redo(practice_):
    id_ = booked(practice_, "李娜", "deep-tissue-60", "wed 15:00")
    practice_.ok("move", id_[:3], "fri 10:00")
    assert "2026-11-27 10:00-11:00" in practice_.ok("find", f"id:{id_}")
    assert not (practice_.root / "bookings/2026/2026-11-25.toml").exists()
    practice_.ok("cancel", id_, "--reason", "ill")
    assert "cancelled" in practice_.ok("find", f"id:{id_}")
    practice_.ok("undo")
    assert "confirmed" in practice_.ok("find", f"id:{id_}")
    practice_.ok("undo")
    assert "2026-11-25 15:00" in practice_.ok("find", f"id:{id_}")
    practice_.ok("redo")
    practice_.ok("redo")
    assert "cancelled" in practice_.ok("find", f"id:{id_}")
    assert practice_.run("redo").code == 3
    assert practice_.ok("check") == ""
    assert len(practice_.git("log", "--format=%s").splitlines()) == 13


def test_the_life_of_a_booking(practice_):
    id_ = booked(practice_, "李娜", "deep-tissue-60", "wed 15:00")
    there = {"BOOKCTL_NOW": "2026-11-25T14:55"}
    practice_.ok("mark", id_, "arrived", **there)
    practice_.ok("mark", id_, "done", "--minutes", "75", **there)
    assert "minutes = 75\n" in (practice_.root / "bookings/2026/2026-11-25.toml").read_text()
    done = practice_.run("mark", id_, "no-show", **there)
    assert done.code == 3
    assert "completed" in done.err
    assert practice_.run("cancel", id_).code == 3


def test_show_at_an_earlier_time(practice_):
    id_ = booked(practice_, "李娜", "deep-tissue-60", "wed 15:00")
    practice_.ok("move", id_, "fri 10:00", BOOKCTL_NOW="2026-11-25T09:00")
    assert "Wed 25 Nov 2026, 15:00" in practice_.ok("show", id_, "--at", "2026-11-24")
    assert "Fri 27 Nov 2026, 10:00" in practice_.ok("show", id_)
    assert practice_.run("show", id_, "--at", "2026-11-20").code == 4


def test_the_log_tells_each_change(practice_):
    id_ = booked(practice_, "李娜", "deep-tissue-60", "wed 15:00")
    practice_.ok("cancel", id_)
    rows = practice_.ok("log", id_).splitlines()
    assert [row.split("\t")[3] for row in rows] == [f"cancel {id_}", f"book {id_}"]


def test_a_request_given_twice_is_booked_once(practice_):
    first = booked(practice_, "李娜", "deep-tissue-60", "wed 15:00", "--request-id", "web-1")
    again = booked(practice_, "李娜", "deep-tissue-60", "wed 15:00", "--request-id", "web-1")
    assert again == first
    assert len(practice_.ok("find", "service:deep-tissue-60").splitlines()) == 1


def test_why_names_every_candidate(practice_):
    printed = practice_.ok("why", "deep-tissue-60", "tue 12:30")
    assert "refused [hours]" in printed
    assert "x wang" in printed
    assert "+ room-1" in printed


def test_a_dry_run_shows_the_diff_and_changes_nothing(practice_):
    before = practice_.git("rev-parse", "HEAD")
    done = practice_.run("book", "李娜", "deep-tissue-60", "wed 15:00", "--dry-run")
    assert done.code == 0
    assert '+service = "deep-tissue-60"' in done.out
    assert practice_.git("rev-parse", "HEAD") == before
    assert practice_.git("status", "--porcelain") == ""


def test_force_keeps_the_reason(practice_):
    id_ = booked(practice_, "李娜", "deep-tissue-60", "fri 12:30", "--force", "she flies at two")
    page = (practice_.root / "bookings/2026/2026-11-27.toml").read_text()
    assert 'forced = "she flies at two"' in page
    assert 'forced = "hours"' in page
    assert id_ in practice_.ok("show", id_)
    assert practice_.ok("check", "--strict") == ""


def test_notes_are_personal(practice_):
    id_ = booked(practice_, "李娜", "deep-tissue-60", "wed 15:00")
    practice_.ok("note", id_, "left shoulder")
    assert "left shoulder" not in (practice_.root / "bookings/2026/2026-11-25.toml").read_text()
    assert "left shoulder" not in practice_.git("log", "--format=%B")
    assert "left shoulder" in practice_.ok("customer", "show", "李娜")


def test_a_class_with_seats(practice_):
    practice_.ok("service", "add", "yoga", "--name", "Yoga", "--minutes", "60", "--price", "120", "--seats", "2",
                 "--need", "resource:wang", "--need", "kind:room")  # fmt: skip
    for name in ("Ben", "Cai"):
        practice_.ok("customer", "add", "--name", name)
    session = json.loads(practice_.ok("session", "add", "yoga", "fri 15:00", "--format", "json"))["result"][
        "id"
    ]
    assert practice_.run("book", "李娜", "deep-tissue-60", "fri 15:00").code == 3, (
        "the class holds the therapist"
    )
    practice_.ok("session", "join", session, "李娜")
    practice_.ok("book", "Ben", "yoga", "fri 15:00")
    full = practice_.run("session", "join", session, "Cai")
    assert (full.code, "no seat is left of 2" in full.err) == (3, True)
    practice_.ok("session", "leave", session, "李娜")
    practice_.ok("session", "join", session, "Cai")
    assert "2/2" in practice_.ok("session", "list")
    practice_.ok("move", session, "fri 16:00", "--yes")
    assert practice_.ok("check") == ""
    practice_.ok("session", "retire", session, "--reason", "ill", "--yes")
    assert "confirmed" not in practice_.ok("find", "service:yoga")


def test_a_hold_expires_by_itself(practice_):
    practice_.ok("customer", "add", "--name", "Ben")
    held = booked(practice_, "李娜", "deep-tissue-60", "wed 15:00", "--status", "held")
    assert practice_.run("book", "Ben", "deep-tissue-60", "wed 15:00").code == 3
    later = "2026-11-24T09:31"
    practice_.ok("book", "Ben", "deep-tissue-60", "wed 15:00", BOOKCTL_NOW=later)
    done = practice_.run("mark", held, "confirm", BOOKCTL_NOW=later)
    assert done.code == 3, "somebody else has the time now"
    assert practice_.run("check", BOOKCTL_NOW=later).code == 0


def test_a_customer_is_in_one_place_at_a_time(practice_):
    practice_.ok(
        "resource", "add", "li", "--name", "Li", "--skill", "deep-tissue", "--hours", "mon-fri 09:00-18:00"
    )
    booked(practice_, "李娜", "deep-tissue-60", "fri 10:00")
    done = practice_.run("book", "李娜", "deep-tissue-60", "fri 10:30")
    assert done.code == 3
    assert "李娜" in done.err


def test_retired_records_are_not_booked(practice_):
    practice_.ok("resource", "retire", "wang")
    assert practice_.run("book", "李娜", "deep-tissue-60", "fri 10:00").code == 3
    assert "wang" not in practice_.ok("resource", "list")
    assert "wang" in practice_.ok("resource", "list", "--all")


def test_ambiguous_and_unknown_names(practice_):
    practice_.ok("customer", "add", "--name", "李娜娜")
    practice_.ok("customer", "add", "--name", "李娟")
    done = practice_.run("book", "李", "deep-tissue-60", "fri 10:00")
    assert (done.code, "3 customers match" in done.err) == (4, True)
    practice_.ok("book", "李娜", "deep-tissue-60", "fri 10:00")
    done = practice_.run("book", "赵", "deep-tissue-60", "fri 10:00")
    assert (done.code, "bookctl customer add" in done.err) == (4, True)
    done = practice_.run("book", "李娜", "deep-tisue-60", "fri 10:00")
    assert (done.code, "did you mean deep-tissue-60?" in done.err) == (4, True)


def test_time_away_names_the_bookings_in_it(practice_):
    id_ = booked(practice_, "李娜", "deep-tissue-60", "fri 15:00")
    done = practice_.run("resource", "away", "wang", "fri", "--reason", "first aid")
    assert (done.code, id_ in done.err) == (0, True)
    assert practice_.run("book", "李娜", "deep-tissue-60", "fri 10:00").code == 3
    practice_.ok("resource", "away", "wang", "mon 13:00-15:00")
    assert practice_.run("book", "李娜", "deep-tissue-60", "mon 14:30").code == 3
    practice_.ok("book", "李娜", "deep-tissue-60", "mon 15:00")
    assert practice_.ok("check") == ""


def test_a_capacity_in_use_is_not_taken_away(practice_):
    practice_.ok("resource", "edit", "room-1", "--capacity", "2")
    practice_.ok("resource", "retire", "room-2")
    practice_.ok("resource", "add", "li", "--name", "Li", "--skill", "deep-tissue")
    practice_.ok("customer", "add", "--name", "Ben", "--phone", "13900139009")
    booked(practice_, "李娜", "deep-tissue-60", "fri 10:00", "--resource", "wang")
    second = booked(practice_, "Ben", "deep-tissue-60", "fri 10:00", "--resource", "li")
    done = practice_.run("resource", "edit", "room-1", "--capacity", "1")
    assert (done.code, second in done.err) == (3, True)
    practice_.ok("cancel", second)
    practice_.ok("resource", "edit", "room-1", "--capacity", "1")
    assert practice_.ok("check") == ""


def test_a_forced_double_booking_is_not_a_finding_and_not_in_the_way_of_undo(practice_):
    practice_.ok("customer", "add", "--name", "Ben", "--phone", "13900139009")
    booked(practice_, "李娜", "deep-tissue-60", "fri 10:00")
    booked(practice_, "Ben", "deep-tissue-60", "fri 10:00", "--force", "two can share the hour")
    assert practice_.ok("check") == ""
    third = booked(practice_, "Ben", "deep-tissue-60", "fri 15:00")
    practice_.ok("cancel", third)
    practice_.ok("undo")
    assert "confirmed" in practice_.ok("find", f"id:{third}")
