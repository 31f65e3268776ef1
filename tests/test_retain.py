"""Who is gone for longer than the ledger says is forgotten, all at once; who has something open stays."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.actions.retain import before
from forget_kit import ID, nothing_is_left

LATER = ("--now", "2028-12-10T09:00")
ALONE = """name = "{name}"
phone = "{phone}"
{more}"""


@pytest.fixture
def old(book):
    """Four people of long ago without any booking, beside the practice's own."""
    for id_, name, phone, more in (
        ("c2a2a2", "陈旧 Chen Jiu", "13900000001", "created = 2020-02-29\n"),
        ("c3b3b3", "新来 Xin Lai", "13900000002", "created = 2026-11-01\n"),
        ("c4c4c4", "无日 Wu Ri", "13900000003", ""),
        ("c5d5d5", "有约 You Yue", "13900000004", "created = 2020-02-29\n"),
    ):
        text = ALONE.format(name=name, phone=phone, more=more)
        (book.root / f"customers/{id_}.toml").write_text(text, "utf-8")
    book.ok("adopt")
    book.ok("book", "c5d5d5", "tuina-45", "thu 3 dec 14:45")
    return book


def _due(book, *words):
    return [
        one["id"] for one in json.loads(book.ok("retain", *words, "--dry-run", "--format", "json"))["due"]
    ]


def test_only_those_who_are_gone_that_long_and_have_nothing_open_are_due(old):
    assert _due(old, "--months", "24") == ["c2a2a2"]
    assert _due(old, "--months", "1200") == []
    assert "c5d5d5" in _due(old, "--months", "24", "--debts", *LATER)
    assert "c4c4c4" not in _due(old, "--months", "1", *LATER)


def test_the_table_says_who_and_why(old):
    said = old.ok("retain", "--months", "24", "--dry-run", "--format", "table", "--width", "100")
    assert "c2a2a2" in said
    assert "2020-02-29" in said
    assert "never booked since the record was made" in said


def test_it_asks_and_then_forgets_all_in_one_rewriting(old):
    refused = old.run("retain", "--months", "24", *LATER)
    assert refused.code == 2
    assert "for good" in refused.err
    due = _due(old, "--months", "24", *LATER)
    assert len(due) > 5
    old.ok("retain", "--months", "24", "--yes", *LATER)
    nothing_is_left(old, ("陈旧", "Chen Jiu", "13900000001", "新来", "13900000002"))
    assert "epoch = 2" in (old.root / "bookctl.toml").read_text("utf-8")
    assert old.git("log", "-1", "--format=%s") == f"retain {len(due)} customers\n"
    assert _due(old, "--months", "24", *LATER) == []
    assert old.run("undo").code == 3


def test_money_between_you_keeps_somebody_until_told_otherwise(old):
    old.ok("pay", "c5d5d5", "10000")
    kept = old.run("retain", "--months", "24", "--dry-run", *LATER)
    assert "for money paid ahead" in kept.err
    assert "c5d5d5" not in kept.out
    assert "c5d5d5" in _due(old, "--months", "24", "--debts", *LATER)


def test_the_ledger_says_how_long(old):
    assert old.run("retain").code == 2
    place = old.root / "bookctl.toml"
    place.write_text(place.read_text("utf-8") + "\n[retention]\ncustomers = 24\n", "utf-8")
    assert _due(old) == ["c2a2a2"]
    assert old.ok("retain", "--yes") == "forgotten: c2a2a2 (epoch 2)\n"
    assert old.ok("retain", "--yes") == "nobody is due\n"
    nothing_is_left(old, ("陈旧", "13900000001"))


def test_old_pages_of_messages_go_and_newer_ones_stay(old):
    for day in ("2025-01-02", "2026-11-20"):  # as `bookctl remind` writes them
        page = old.root / f"messages/{day[:4]}/{day}.toml"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(
            f'[[message]]\nkey = "{day[:4]}0123456789ab"\nrule = "reminder"\nabout = "7k2m9q"\ndue = {day}T09:00:00+08:00\n'
            f'at = {day}T09:00:00+08:00\nstate = "sent"\nchannel = "email"\nto = "customer"\n'
        )
    place = old.root / "bookctl.toml"
    place.write_text(place.read_text("utf-8") + "\n[retention]\nmessages = 12\n", "utf-8")
    old.git("add", "messages")
    old.git("-c", "user.name=W", "-c", "user.email=w@e", "commit", "-qm", "Sent", "messages")
    assert "messages/2025/2025-01-02.toml" in old.ok("retain", "--dry-run")
    old.ok("retain", "--yes")
    assert not (old.root / "messages/2025/2025-01-02.toml").exists()
    assert (old.root / "messages/2026/2026-11-20.toml").exists()
    assert old.git("log", "--all", "--format=%H", "--", "messages/2025") == ""
    nothing_is_left(old, ("20250123456789ab",))


def test_somebody_forgotten_is_not_due_again(old):
    old.ok("forget", ID, "--yes")
    assert ID not in _due(old, "--months", "1", "--debts", *LATER)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(1, 1200))
def test_so_many_months_before_is_the_same_day_or_the_last_of_its_month(day, months):
    found = before(day, months)
    assert (day.year * 12 + day.month) - (found.year * 12 + found.month) == months
    assert found.day <= day.day
    assert (
        found.day == day.day
        or (found.replace(day=28) - date(1, 1, 1)).days + 4 - (found - date(1, 1, 1)).days <= 4
    )
