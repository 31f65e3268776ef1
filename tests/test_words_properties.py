"""Laws of the grammar: what is written reads back, what is not understood is a WordError, days are never lost."""

import sys
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookctl import words
from bookctl.model.text import unsafe
from bookctl.model.time import LocalTimeError, instant, wall

ZONES = [
    ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
]
zones = st.sampled_from(ZONES)
instants = st.integers(1_000_000_000, 4_000_000_000)
contexts = st.builds(words.Context, instants, zones, st.integers(0, 6))
dates = st.dates(date(2000, 1, 1), date(2100, 12, 31))
minutes = st.integers(0, 1439)
PIECES = [
    "fri",
    "next",
    "last",
    "this",
    "week",
    "month",
    "weekend",
    "tomorrow",
    "today",
    "10",
    "10:00",
    "3pm",
    "14-15:30",
    "for",
    "90m",
    "2h",
    "in",
    "to",
    "..",
    "-",
    "+",
    ",",
    "2026-11-24",
    "nov",
    "26",
    "26/11",
    "03/04",
    "q4",
    "2026",
    "7d",
    "3",
    "mo",
    "明天",
    "下午",
    "3点",
    "半",
    "下周",
    "周二",
    "二",
    "十",
    "月",
    "日",
    "号",
    "小时",
    "后",
    "前",
    "年",
    "到",
    "24:00",
    "T",
    "Z",
    "+08:00",
    "mon-fri",
    ";",
    "¥",
    "680",
]
phrases = st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=6).flatmap(
    lambda parts: st.sampled_from([" ".join(parts), "".join(parts)])
)


def clock(minute):
    return f"{minute // 60:02d}:{minute % 60:02d}"


@settings(max_examples=400)
@given(phrases, contexts)
def test_any_text_is_read_or_refused_with_one_sentence(text, ctx):
    readers = (
        lambda: words.parse_date(text, ctx),
        lambda: words.parse_time(text),
        lambda: words.parse_moment(text, ctx),
        lambda: words.parse_moment(text, ctx, 540),
        lambda: words.parse_duration(text),
        lambda: words.parse_days(text),
        lambda: words.parse_hours(text),
        lambda: words.parse_money(text, "CNY"),
    )
    for read in readers:
        try:
            assert read() is not None
        except words.WordError as refusal:
            assert unsafe(str(refusal)) is None  # noqa: PT017 - most texts are refused, some are read
            assert not str(refusal).endswith(".")  # noqa: PT017 - see above


@settings(max_examples=400)
@given(phrases, contexts)
def test_a_range_is_never_empty(text, ctx):
    try:
        found = words.parse_range(text, ctx)
    except words.WordError:
        return
    assert found.start < found.end


@given(dates, contexts)
def test_every_date_reads_back(day, ctx):
    spoken = words.echo_date(day, ctx.today).partition(" (")[0]
    assert words.parse_date(day.isoformat(), ctx) == day
    assert words.parse_date(spoken, ctx) == day
    assert words.parse_date(f"{day.year}年{day.month}月{day.day}日", ctx) == day
    assert words.parse_range(day.isoformat(), ctx) == (day, day + timedelta(days=1))


@given(dates, dates, contexts)
def test_two_dates_make_a_range_with_both_or_are_refused(first, last, ctx):
    if first <= last:
        assert words.parse_range(f"{first}..{last}", ctx) == (first, last + timedelta(days=1))
    else:
        with pytest.raises(words.WordError, match="runs backwards"):
            words.parse_range(f"{first}..{last}", ctx)


@given(minutes)
def test_every_time_reads_back(minute):
    assert words.parse_time(clock(minute)) == minute
    assert (
        words.parse_time(f"{(minute // 60 - 1) % 12 + 1}:{minute % 60:02d}{'ap'[minute >= 720]}m") == minute
    )


@given(st.integers(1, 43_200))
def test_every_duration_reads_back(length):
    for text in (
        f"{length}",
        f"{length}m",
        f"{length // 60}:{length % 60:02d}",
        f"{length // 60}h{length % 60:02d}m",
        f"{length}分钟",
    ):
        assert words.parse_duration(text) == length


@given(dates, minutes, contexts)
def test_every_wall_clock_time_reads_back_or_names_both_readings(day, minute, ctx):
    local = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
    text = f"{day} {clock(minute)}"
    try:
        at = instant(local, ctx.zone)
    except LocalTimeError as fault:
        with pytest.raises(words.WordError) as refusal:
            words.parse_moment(text, ctx)
        assert str(refusal.value) == str(fault)  # noqa: PT017 - the sentence is the clock's own
    else:
        assert words.parse_moment(text, ctx) == (at, None)
        said = words.echo_moment(at, None, ctx.now, ctx.zone).rpartition(" (")[0]
        assert words.parse_moment(said, ctx) == (at, None)


@given(instants, zones)
def test_an_offset_chooses_the_instant(at, zone):
    text = datetime.fromtimestamp(at, zone).isoformat()
    for spelling in (
        text,
        text.replace("T", " "),
        datetime.fromtimestamp(at, ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ"),
    ):
        assert words.parse_moment(spelling, words.Context(0, ZoneInfo("Asia/Tokyo"))).at == at


@pytest.mark.parametrize(
    ("zone", "typed", "sentence"),
    [
        ("Europe/Berlin", "2026-03-29 02:30", "does not exist in Europe/Berlin"),
        ("Europe/Berlin", "2026-10-25 02:30", "happens twice in Europe/Berlin"),
        ("America/New_York", "8 mar 2026 2:15am", "does not exist in America/New_York"),
        ("America/New_York", "2026年11月1日 凌晨1点半", "happens twice in America/New_York"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "happens twice in Australia/Lord_Howe"),
        ("Europe/Berlin", "2026-10-25 01:00-02:30", "2026-10-25 02:30 happens twice"),
    ],
)
def test_a_time_that_does_not_exist_or_happens_twice_is_refused(zone, typed, sentence):
    ctx = words.Context(1_770_000_000, ZoneInfo(zone))
    with pytest.raises(words.WordError, match=sentence) as refusal:
        words.parse_moment(typed, ctx)
    first, second = str(refusal.value).partition("write ")[2].split(" or ")
    assert words.parse_moment(first, ctx).at < words.parse_moment(second, ctx).at


def test_a_stretch_over_a_change_of_clocks_lasts_what_elapses():
    ctx = words.Context(1_770_000_000, ZoneInfo("Europe/Berlin"))
    assert words.parse_moment("2026-03-29 01:00-04:00", ctx).minutes == 120
    assert words.parse_moment("2026-10-25 01:00-04:00", ctx).minutes == 240


@pytest.mark.parametrize(
    ("start", "length", "said"),
    [
        ("fri 14:00", 90, "Fri 27 Nov 2026, 14:00-15:30 (in 3 days)"),
        ("11:00", None, "Tue 24 Nov 2026, 11:00 (in 2 hours)"),
        ("09:20", None, "Tue 24 Nov 2026, 09:20 (in 20 minutes)"),
        ("08:00", None, "Tue 24 Nov 2026, 08:00 (1 hour ago)"),
        ("09:00", 60, "Tue 24 Nov 2026, 09:00-10:00 (now)"),
        ("tomorrow 23:00", 60, "Wed 25 Nov 2026, 23:00-24:00 (tomorrow)"),
        ("yesterday 22:00", 240, "Mon 23 Nov 2026, 22:00-02:00 (yesterday)"),
        ("fri 9:00", 2880, "Fri 27 Nov 2026, 09:00 to Sun 29 Nov 2026, 09:00 (in 3 days)"),
        ("20 nov 2026 10:00", None, "Fri 20 Nov 2026, 10:00 (4 days ago)"),
    ],
)
def test_what_was_understood_is_said_back(start, length, said):
    zone = ZONES[0]
    now = int(datetime(2026, 11, 24, 9, tzinfo=zone).timestamp())
    at = words.parse_moment(start, words.Context(now, zone)).at
    assert words.echo_moment(at, length, now, zone) == said


def test_a_time_that_happens_twice_is_said_back_with_its_offset():
    berlin = ZoneInfo("Europe/Berlin")
    at = words.parse_moment("2026-10-25T02:30+01:00", words.Context(0, berlin)).at
    assert (
        words.echo_moment(at, 60, at - 86_400 * 2, berlin) == "Sun 25 Oct 2026, 02:30+01:00-03:30 (in 2 days)"
    )


def test_a_day_without_a_time_takes_the_time_it_is_given():
    ctx = words.Context(1_770_000_000, ZoneInfo("America/Sao_Paulo"))
    assert f"{wall(words.parse_moment('2018-11-04', ctx, 0).at, ctx.zone)}" == "2018-11-04 01:00:00"
    assert words.parse_moment("2018-11-03", ctx, 1440) == words.parse_moment("2018-11-04", ctx, 0)


def test_a_week_starts_where_the_ledger_says():
    zone = ZONES[0]
    ctx = words.Context(int(datetime(2026, 11, 24, 9, tzinfo=zone).timestamp()), zone, 6)
    assert words.parse_range("week", ctx) == (date(2026, 11, 22), date(2026, 11, 29))
    assert words.parse_date("sun next week", ctx) == date(2026, 11, 29)


def test_on_a_sunday_the_weekend_is_the_one_that_holds_it():
    zone = ZONES[0]
    ctx = words.Context(int(datetime(2026, 11, 29, 9, tzinfo=zone).timestamp()), zone)
    assert words.parse_range("weekend", ctx) == (date(2026, 11, 28), date(2026, 11, 30))


def test_the_grammar_loads_nothing_heavy():
    import subprocess

    code = (
        "import sys; from bookctl.words import *; "
        "print(sorted({'rich','dateutil','sqlite3','msgspec','inspect','dataclasses','decimal','difflib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
