"""The rules and templates that are shipped: every one reads, is explained, and says something in both languages."""

import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from bookctl.ledger.load import record_from
from bookctl.messages.condition import holds
from bookctl.messages.facts import Subject, facts
from bookctl.messages.moments_words import when_words
from bookctl.messages.shipped import LANGUAGES, rule_text, shipped_rules, shipped_templates, template_text
from bookctl.messages.template import render
from records_kit import BOOKING, CUSTOMER, PURCHASE, Desk, local

DOCS = Path(__file__).parent.parent / "docs"
NOW = int(datetime(2026, 11, 24, 1, tzinfo=UTC).timestamp())
RULES = shipped_rules()
FULL = {"phone": "+86 21 5550 0100", "address": "上海市延平路 1 号", "url": "https://stillwater.example"}


def facts_for(template, language, **settings):
    bought = template == "pass-expiring"
    greeting = template in {"birthday", "come-back"}
    booking = None if bought or greeting else BOOKING
    subject = Subject(booking, CUSTOMER, "c4f7qx", PURCHASE if bought else None, language)
    return facts(Desk(**settings), subject, NOW)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("settings", [{}, FULL], ids=["bare", "full"])
@pytest.mark.parametrize("id_", RULES)
def test_every_template_of_every_shipped_rule_is_whole_in_every_language(id_, settings, language, tmp_path):
    for then in (one for one in RULES[id_].then if one.send is not None):
        text = render(then.send, language, facts_for(then.send, language, **settings), root=tmp_path)
        assert text.subject
        assert "\n" not in text.subject
        assert "{" not in text.subject + text.body
        assert "None" not in text.subject + text.body
        assert "\n\n\n" not in text.body
        assert not any(line != line.rstrip() for line in text.body.splitlines())
        assert "HIV" not in text.subject + text.body
        assert ("您" in text.body or "请" in text.body or "有" in text.body) == (language == "zh")


@pytest.mark.parametrize("id_", RULES)
def test_every_shipped_condition_can_be_judged(id_):
    assert holds(RULES[id_].condition, facts_for(RULES[id_].then[0].send, "en")) in {True, False}


def test_every_shipped_file_reads_and_every_language_has_the_same_templates():
    folder = Path(__file__).parent.parent / "src/bookctl/messages/kit"
    assert sorted(RULES) == sorted(path.stem for path in (folder / "rules").glob("*.toml"))
    for language in LANGUAGES:
        assert sorted(path.stem for path in (folder / language).glob("*.txt")) == shipped_templates()
    assert {then.send for rule in RULES.values() for then in rule.then if then.send} == set(
        shipped_templates()
    )
    assert rule_text("nothing") is None
    assert template_text("nothing", "en") is None


@pytest.mark.parametrize("id_", RULES)
def test_the_page_on_rules_explains_every_shipped_one(id_):
    page = (DOCS / "rules.md").read_text("utf-8")
    assert f"| `{id_}` | {when_words(RULES[id_])} |" in page


def test_every_rule_of_the_page_reads_and_every_condition_can_be_judged():
    page = (DOCS / "rules.md").read_text("utf-8")
    files = re.findall(r"^```toml\n# (\S+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(files) >= 3
    for path, text in files:
        record, found = record_from("rule", path, text.encode())
        assert (found, record is not None) == ([], True)
    conditions = re.findall(
        r"^\| `(\w+\.\w.*?)` \|", page.partition("## If")[2].partition("## Then")[0], re.MULTILINE
    )
    conditions += re.findall(r"^\| `('.*?)` \|", page, re.MULTILINE)
    assert len(conditions) >= 12
    for condition in conditions:
        assert holds(condition, facts_for("reminder", "en")) in {True, False}


def _names(known):
    for group, value in known.items():
        if isinstance(value, dict):
            yield from (f"{group}.{name}" for name in value)
        else:
            yield group


def test_the_page_on_templates_has_every_variable_and_no_other():
    page = (DOCS / "templates.md").read_text("utf-8")
    told = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}
    there = {*_names(facts_for("reminder", "en")), *_names(facts_for("pass-expiring", "en"))}
    assert told == there


def test_facts_are_plain_values():
    def plain(value):
        if isinstance(value, dict):
            return all(isinstance(name, str) and plain(item) for name, item in value.items())
        if isinstance(value, list):
            return all(plain(item) for item in value)
        return value is None or type(value) in {str, int, float, bool}

    assert plain(facts_for("reminder", "zh", **FULL))
    assert plain(facts_for("pass-expiring", "zh", **FULL))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", {
            "in_words": "tomorrow at 10:00", "when": "Wednesday 25 November 2026, 10:00", "time": "10:00", "end_time": "11:30",
            "weekday": "Wednesday", "date": "25 November 2026", "length": "1 hour 30 minutes", "with": "王芳 Wang Fang",
            "was": "Tuesday 24 November 2026, 10:00", "price_text": "680.00 CNY", "day": "wed", "hour": 10, "hours_ahead": 121,
        }),
        ("zh", {
            "in_words": "明天 10:00", "when": "2026年11月25日（星期三） 10:00", "weekday": "星期三", "date": "2026年11月25日",
            "length": "1小时30分钟", "was": "2026年11月24日（星期二） 10:00", "day": "wed",
        }),
    ],
)  # fmt: skip
def test_a_booking_in_words(language, expected):
    booking = facts_for("reminder", language)["booking"]
    assert {name: booking[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("day", "english", "chinese"),
    [
        (24, "today at 10:00", "今天 10:00"), (25, "tomorrow at 10:00", "明天 10:00"),
        (26, "on Thursday 26 November at 10:00", "后天 10:00"), (28, "on Saturday 28 November at 10:00", "11月28日（周六） 10:00"),
    ],
)  # fmt: skip
def test_nearness_is_that_of_the_instant_it_is_written(day, english, chinese):
    moved = msgspec.structs.replace(
        BOOKING, start=local(f"2026-11-{day}T10:00:00+08:00"), end=local(f"2026-11-{day}T11:00:00+08:00")
    )
    for language, words in (("en", english), ("zh", chinese)):
        known = facts(Desk(), Subject(moved, CUSTOMER, "c4f7qx", None, language), NOW)
        assert known["booking"]["in_words"] == words


def test_a_time_that_the_clock_shows_twice_has_its_offset():
    night = msgspec.structs.replace(
        BOOKING,
        start=local("2026-10-25T02:30:00+01:00"),
        end=local("2026-10-25T03:30:00+01:00"),
        zone="Europe/Berlin",
    )
    booking = facts(Desk(), Subject(night, CUSTOMER, "c4f7qx", None, "en"), NOW)["booking"]
    assert booking["time"] == "02:30 (UTC+01:00)"
    assert booking["end_time"] == "03:30"
    assert booking["abroad"] is True
    assert booking["zone"] == "Europe/Berlin"


def test_age_counts_birthdays_in_the_practices_zone():
    assert facts_for("birthday", "en")["customer"]["age"] == 36
