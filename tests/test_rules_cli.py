"""`bookctl rule`: shipped rules are put to use, paused, tried on a booking."""

import json

import pytest


@pytest.fixture
def book(book):
    path = book.root / "bookctl.toml"
    path.write_text(path.read_text("utf-8") + '\n[channel.sms]\nkind = "command"\n', "utf-8")
    return book


def test_a_shipped_rule_becomes_a_file_of_the_ledger_once(book):
    assert "reminder-24h" not in book.ok("rule")
    book.ok("rule", "add", "reminder-24h", "--channel", "sms", "--channel", "email")
    assert 'channel = ["sms", "email"]' in (book.root / "rules" / "reminder-24h.toml").read_text("utf-8")
    assert "by sms or email" in book.ok("rule")
    again = book.run("rule", "add", "reminder-24h")
    assert again.code == 3
    assert "there is a rule reminder-24h already" in again.err
    assert book.git("log", "-1", "--format=%s").strip() == "rule add reminder-24h"
    assert book.run("check").code == 0


def test_every_shipped_rule_can_be_added_and_the_book_stays_right(book):
    for rule in json.loads(book.ok("rule", "kit", "-F", "json"))["rules"]:
        book.ok("rule", "add", rule["id"], "--channel", "email")
    assert book.run("check").code == 0
    assert len(json.loads(book.ok("rule", "-F", "json"))["rules"]) == 16


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["add", "nothing"], 4, "no rule is called 'nothing'"),
        (["add", "../bookctl"], 4, "no rule is called"),
        (["add", "moved", "--channel", "smss"], 3, "did you mean sms?"),
        (["add", "moved", "--channel", "fax"], 3, "add [channel.fax] to bookctl.toml"),
        (["pause", "moved"], 4, "no rule is called 'moved'"),
        (["pause", "../bookctl"], 4, "no rule is called"),
        (["show", "../bookctl"], 4, "no rule is called"),
        (["test", "nothing", "7k2m9q"], 4, "no rule is called"),
        (["test", "moved", "zzzzzz"], 4, "no booking"),
        (["test", "moved", "7k2m9q"], 3, "it is confirmed; "),
        (["test", "birthday", "张伟"], 3, "no birthday"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(book, words, code, said):
    done = book.run("rule", *words)
    assert done.code == code, done
    assert said in done.err
    assert not (book.root / "rules").exists()


def test_a_rule_is_paused_and_resumed_and_its_text_is_as_before(book):
    book.ok("rule", "add", "reminder-1h")
    path = book.root / "rules" / "reminder-1h.toml"
    before = path.read_text("utf-8")
    book.ok("rule", "pause", "reminder-1h")
    assert "paused = true" in path.read_text("utf-8")
    assert "\tpaused" in book.ok("rule", "list")
    assert "the rule is paused" in book.run("rule", "test", "reminder-1h", "7k2m9q").err
    book.ok("rule", "resume", "reminder-1h")
    assert path.read_text("utf-8") == before


def test_a_rule_is_tried_on_a_booking(book):
    (told,) = json.loads(book.ok("rule", "test", "reminder-24h", "7k2m9q", "-F", "json"))["planned"]
    assert told["due"] == "2026-11-23T10:00:00+08:00"
    assert told["deadline"] == "2026-11-24T10:00:00+08:00"
    assert (told["state"], told["channels"]) == ("go", ["email"])
    assert "\tdue\t" in book.ok("rule", "test", "reminder-24h", "7k2m9q")
    assert "condition does not hold" in book.ok("rule", "test", "follow-up-24h", "7k2m9q")
    assert "its time was over" in book.ok("rule", "test", "confirmation", "7k2m9q")


def test_a_rule_of_ones_own_with_a_mistaken_condition_is_told(book):
    book.ok("rule", "add", "reminder-24h")
    path = book.root / "rules" / "reminder-24h.toml"
    path.write_text('if = "bokking.price > 1"\n' + path.read_text("utf-8"), "utf-8")
    told = book.ok("rule", "test", "reminder-24h", "7k2m9q")
    assert "if of rule reminder-24h: bokking is unknown: did you mean booking?" in told


def test_a_preview_says_to_whom_when_and_what(book):
    text = book.ok("message", "preview", "reminder-24h", "7k2m9q")
    assert text.startswith(
        "To:       张伟 Zhang Wei (c4f7qx)\nChannel:  email\nDue:      2026-11-23 10:00\nSubject:  Still Water 静水：今天 10:00"
    )
    english = json.loads(
        book.ok("message", "preview", "reminder-24h", "7k2m9q", "--language", "en", "-F", "json")
    )
    (one,) = english["messages"]
    assert one["body"].startswith(
        "Hello 张伟 Zhang Wei,\n\nthis is a reminder of your appointment today at 10:00."
    )
    assert one["state"] == "go"
    owner = book.ok("message", "preview", "follow-up-24h", "7k2m9q")
    assert "Not sent: its condition does not hold" in owner
    assert book.run("message", "preview", "reminder-24h", "7k2m9q", "--language", "xx").code == 2


def test_a_preview_of_a_broken_template_names_its_line(book):
    (book.root / "templates").mkdir()
    (book.root / "templates" / "reminder.txt").write_text("Subject: x\n\n{{ customer.nam }}\n", "utf-8")
    done = book.run("message", "preview", "reminder-24h", "7k2m9q")
    assert done.code == 2
    assert "templates/reminder.txt:3: customer.nam is unknown: did you mean name?" in done.err
