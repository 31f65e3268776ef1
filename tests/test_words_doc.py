"""Every example on the page docs/words.md, read as the page says."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bookctl import words
from bookctl.model.money import format_minor
from bookctl.model.time import wall

ZONE = ZoneInfo("Asia/Shanghai")
CTX = words.Context(int(datetime(2026, 11, 24, 9, tzinfo=ZONE).timestamp()), ZONE)
PAGE = Path(__file__).parent.parent / "docs" / "words.md"


def moment(text):
    at, minutes = words.parse_moment(text, CTX)
    return f"{wall(at, ZONE):%Y-%m-%d %H:%M}" + ("" if minutes is None else f" for {minutes} minutes")


def days(text):
    found = words.parse_range(text, CTX)
    return f"{found.start} to {found.end - timedelta(days=1)}"


READ = {
    "Days": lambda text: str(words.parse_date(text, CTX)),
    "Times of day": lambda text: "{:02d}:{:02d}".format(*divmod(words.parse_time(text), 60)),
    "Day and time": moment,
    "Ranges of days": days,
    "Lengths": lambda text: f"{words.parse_duration(text)} minutes",
    "Numbers of days": lambda text: f"{words.parse_days(text)} days",
    "Money": lambda text: format_minor(words.parse_money(text, "CNY"), "CNY"),
    "Weekly hours": lambda text: words.format_hours(words.parse_hours(text)),
}
FOR = {
    "day": "Days",
    "moment": "Day and time",
    "range": "Ranges of days",
    "duration": "Lengths",
    "hours": "Weekly hours",
    "CNY": "Money",
}


def rows():
    """(section, cells) of every row of every table, headers left out."""
    section = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line[3:]
        elif line.startswith("| ") and "| you type |" not in line:
            yield section, [cell.strip() for cell in line.strip("|").split("|")]


ACCEPTED = [(section, *cells) for section, cells in rows() if len(cells) == 2]
REFUSED = [cells for _, cells in rows() if len(cells) == 3]


@pytest.mark.parametrize(("section", "text", "meaning"), ACCEPTED)
def test_an_example_of_the_page_means_what_it_says(section, text, meaning):
    assert READ[section](text) == meaning


@pytest.mark.parametrize(("kind", "text", "answer"), REFUSED)
def test_a_refusal_of_the_page_is_the_very_sentence(kind, text, answer):
    with pytest.raises(words.WordError) as refusal:
        READ[FOR[kind]](text)
    assert str(refusal.value) == answer


def test_every_section_of_the_page_has_examples():
    assert {section for section, *_ in ACCEPTED} == set(READ)
    assert len(ACCEPTED) > 100
    assert {kind for kind, *_ in REFUSED} == set(FOR)
