"""`bookctl message`: what was sent, and sending again by hand."""

import json
import shutil

import pytest

from remind_kit import Clockwork

AT = "2026-11-24T09:00"


@pytest.fixture
def sent(book):
    """The example practice after its first reminders."""
    clockwork = Clockwork(book)
    clockwork.remind(AT)
    return clockwork


def test_the_last_week_is_listed(sent):
    rows = json.loads(sent.book.ok("message", "--format", "json"))["messages"]
    assert {row["key"] for row in rows} == set(sent.recorded())
    assert sent.book.ok("message") == sent.book.ok("message", "list")
    assert sent.book.ok("message", "list", BOOKCTL_NOW="2026-12-24T09:00") == ""
    assert len(
        sent.book.ok("message", "list", "2026-11-01..2026-11-30", BOOKCTL_NOW="2026-12-24T09:00").splitlines()
    ) == len(rows)


def test_one_message_is_shown_by_the_beginning_of_its_key(sent):
    key = sent.sent()[0]
    told = json.loads(sent.book.ok("message", "show", key[:10], "--format", "json"))["message"]
    assert (told["key"], told["state"], told["channel"]) == (key, "sent", "note")
    assert "state    sent" in sent.book.ok("message", "show", key)
    assert sent.book.run("message", "show", "ffffffffffff").code == 4
    assert sent.book.run("message", "show", "").code == 4


def test_what_was_sent_is_not_sent_again_by_hand(sent):
    done = sent.book.run("message", "retry", sent.sent()[0], "--yes")
    assert done.code == 3
    assert "was sent; it is not sent again" in done.err


def test_what_could_not_be_reached_can_be_sent_once_it_can(sent):
    row = next(row for row in sent.recorded().values() if row["state"] == "missed")
    key = row["key"]
    refused = sent.book.run("message", "retry", key, "--yes", BOOKCTL_NOW=AT)
    assert refused.code == 3
    assert "the customer has no address for note" in refused.err
    who = json.loads(sent.book.ok("show", row["about"], "--format", "json"))
    customer = next(value for value in (who.get("booking", who).get("customer"),) if value)
    sent.book.ok("customer", "edit", customer, "--email", "new@example.com", BOOKCTL_NOW=AT)
    sent.book.ok("message", "retry", key, "--yes", BOOKCTL_NOW=AT)
    assert key in sent.sent()
    assert sent.recorded()[key]["state"] == "sent"
    assert sent.book.run("check").code == 0


def test_what_is_over_cannot_be_sent_again(sent):
    key = next(row["key"] for row in sent.recorded().values() if row["state"] == "missed")
    done = sent.book.run("message", "retry", key, "--yes", BOOKCTL_NOW="2026-11-28T09:00")
    assert done.code == 3
    assert "it cannot be sent any more" in done.err


def test_a_dry_run_names_what_is_not_set_up(book):
    clockwork = Clockwork(book, config="# nothing yet\n")
    told = clockwork.remind(AT, "--dry-run").out
    assert "mistake\tbefore" in told
    assert "the channel note has no entry in" in told


def test_a_book_without_git_is_reminded_of_too(book):
    shutil.rmtree(book.root / ".git")
    clockwork = Clockwork(book)
    for _ in range(2):
        assert clockwork.remind(AT).code == 0
    assert len(clockwork.sent()) == clockwork.states()["sent"] > 5
