"""Rules on a real ledger: what commands do to the book is what becomes due."""

import pytest

from bookctl.ledger.opened import reading
from bookctl.messages.due import due
from bookctl.messages.due_judge import verdict
from bookctl.messages.shipped import shipped_rules
from bookctl.messages.subjects import Book
from bookctl.messages.template import render
from rules_kit import SHANGHAI, at

RULES = shipped_rules()
NOW = at("2026-11-24T09:05")


def _told(book, rule, now=NOW):
    """Whom the rule concerns now, with the texts."""
    with reading(book.root, now, print) as opened:
        source = Book(opened.index, opened.root)
        found = [verdict(source, RULES, one, now) for one in due(source, {rule: RULES[rule]}, now, SHANGHAI)]
        return {
            said.subject.booking.id if said.subject.booking else said.subject.customer_id: render(
                RULES[rule].then[0].send, said.subject.language, said.facts, root=book.root
            )
            for said in found if said.state == "go"
        }  # fmt: skip


@pytest.fixture
def book(book, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", book.env["XDG_CACHE_HOME"])
    return book


def test_a_booking_is_confirmed_moved_and_cancelled_in_words(book):
    made = book.ok("book", "张伟", "swedish-60", "2026-12-01 10:00").split()[1]
    assert "2026年12月1日" in _told(book, "confirmation")[made].body
    book.ok("move", made, "2026-12-02 11:00", BOOKCTL_NOW="2026-11-24T09:10")
    moved = _told(book, "moved", NOW + 600)[made]
    assert "新时间：2026年12月2日（星期三） 11:00" in moved.body
    assert "原时间：2026年12月1日（星期二） 10:00" in moved.body
    book.ok("cancel", made, BOOKCTL_NOW="2026-11-24T09:20")
    assert made in _told(book, "cancelled", NOW + 1200)
    for rule in ("confirmation", "moved"):
        assert made not in _told(book, rule, NOW + 1200)


def test_reminders_are_for_the_next_day_and_in_the_customers_language(book):
    told = _told(book, "reminder-24h")
    assert "7k2m9q" in told
    assert any(text.body.startswith("Hello ") for text in told.values())
    assert any("您好" in text.body for text in told.values())
    assert "7k2m9q" not in _told(book, "reminder-24h", at("2026-11-24T10:00"))


def test_a_request_that_waits_is_told_to_the_owner(book):
    book.run("book", "张伟", "swedish-60", "2026-12-01 10:00", "--request")
    waiting = [row for row in _rows(book) if row.status == "requested" and row.created]
    one = max(waiting, key=lambda row: row.created)
    assert one.id in _told(book, "request-waiting", one.created + 1800)
    assert one.id not in _told(book, "request-waiting", one.created + 1799)


def _rows(book):
    with reading(book.root, NOW, print) as opened:
        return opened.index.rows(NOW, NOW + 60 * 86_400)


def test_a_birthday_of_a_customer_is_found(book):
    path = book.root / "customers" / "c4f7qx.toml"
    path.write_text(f"birthday = 1990-11-24\n{path.read_text('utf-8')}", "utf-8")
    assert "生日快乐" in _told(book, "birthday", at("2026-11-24T10:00"))["c4f7qx"].body
    assert "c4f7qx" not in _told(book, "birthday", at("2026-11-24T09:59"))


def test_a_pass_that_runs_out_is_found(book):
    folder = book.root / "payments" / "2026"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "2026-01-02.toml").write_text(
        '[[purchase]]\nid = "p22222"\ncustomer = "c4f7qx"\nplan = "ten"\nat = 2026-01-02T10:00:00+08:00\n'
        "expires = 2026-12-08\n",
        "utf-8",
    )
    assert "14天" in _told(book, "pass-expiring", at("2026-11-24T10:00"))["c4f7qx"].body


def test_who_stayed_away_is_asked_back_with_consent_only(book):
    last = max((row for row in _past(book)), key=lambda row: row.end)
    told = [at("2026-11-24T10:00") + 86_400 * day for day in range(70, 110)]
    assert not any(last.customer in _told(book, "come-back", now) for now in told)
    path = book.root / "customers" / f"{last.customer}.toml"
    path.write_text(f'consent = ["marketing"]\n{path.read_text("utf-8")}', "utf-8")
    assert sum(last.customer in _told(book, "come-back", now) for now in told) == 1


def _past(book):
    """The last visit of each customer with nothing ahead."""
    with reading(book.root, NOW, print) as opened:
        rows = [
            row
            for row in opened.index.rows(0, 1 << 32, ("booking",))
            if row.status in {"completed", "confirmed"}
        ]
    ahead = {row.customer for row in rows if row.end > NOW}
    return [row for row in rows if row.customer not in ahead]
