"""What is refused on Tuesday 2026-11-24 at 09:00 in Shanghai, with the very sentence."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bookctl import words

ZONE = ZoneInfo("Asia/Shanghai")
CTX = words.Context(int(datetime(2026, 11, 24, 9, tzinfo=ZONE).timestamp()), ZONE)
READ = {
    "day": lambda text: words.parse_date(text, CTX),
    "moment": lambda text: words.parse_moment(text, CTX),
    "range": lambda text: words.parse_range(text, CTX),
    "time": words.parse_time,
    "duration": words.parse_duration,
    "days": words.parse_days,
    "hours": words.parse_hours,
}
REFUSED = [
    ("day", "03/04", "03/04 could be 3 April or 4 March: write 2027-04-03 or 2027-03-04"),
    ("day", "31/04", '"31/04" is not a date: April never has day 31'),
    ("day", "30 feb", '"30 feb" is not a date: February never has day 30'),
    ("day", "2026-02-30", '"2026-02-30" is not a date: February 2026 has 28 days'),
    ("day", "2026-13-01", '"2026-13-01" is not a date: there is no month 13'),
    ("day", "1999-01-01", '"1999-01-01" is outside the years 2000 to 2100'),
    ("day", "2101-01-01", '"2101-01-01" is outside the years 2000 to 2100'),
    ("day", "20261124", '"20261124" is not understood: write 2026-11-24'),
    ("day", "26.11.26", '"26.11.26" is not understood: write the year with four digits'),
    ("day", "+3m", '"+3m" is not understood: m is minutes, mo is months'),
    ("day", "fri fri", '"fri fri" names more than one day'),
    ("day", "next week", '"next week" is more than one day: name one'),
    ("day", "nov", '"nov" is more than one day: name one'),
    ("day", "下周", '"下周" is more than one day: name one'),
    ("day", "fri, ", '"," is not understood'),
    ("day", ", fri", '"," is not understood'),
    ("day", "26.11", '"26.11" is not understood: write 26.11. for a day, 9:30 for a time'),
    ("day", "9.05", '"9.05" is not understood: write 9:05 for a time, 9.05. for a day'),
    ("day", "two weeks", '"two" is not understood'),
    ("day", "2026-11-24-25", '"-25" is not understood'),
    ("day", "2026-00-10", '"2026-00-10" is not a date: there is no month 0'),
    ("day", "0/5", '"0/5" is not a date: May never has day 0'),
    ("day", "32号", '"32号" is not a date: no month has day 32'),
    ("day", "十三月1日", '"十三月1日" is not a date: there is no month 13'),
    ("day", "+99999d", '"+99999d" is outside the years 2000 to 2100'),
    ("day", "2199年1月1日", '"2199年1月1日" is outside the years 2000 to 2100'),
    ("day", "wensday", '"wensday" is not understood: did you mean wednesday?'),
    ("day", "二十一世纪", '"二十一世纪" is not understood'),
    ("moment", "fri", '"fri" has no time: add one, as in fri 10:00'),
    (
        "moment",
        "2026-11-24T14:00-15:30",
        '"2026-11-24T14:00-15:30" has no such offset: for a stretch of time write a blank, not T',
    ),
    ("moment", "Thu 27 Nov 2026, 14:00", "27 Nov 2026 is a Friday, not a Thursday"),
    ("moment", "fri 9-5", '"5" could be 05:00 or 17:00: write 5am or 5pm'),
    ("moment", "fri 15-14", '"15-14" ends before it starts'),
    ("moment", "fri 24:00", "24:00 ends a day and cannot start anything: write 00:00 of the next day"),
    ("moment", "fri midnight", '"midnight" could be the start of the day or its end: write 00:00 or 24:00'),
    ("moment", "tomorow 10", '"tomorow" is not understood: did you mean tomorrow?'),
    ("moment", "11-24", '"11-24" could be a date or a stretch of time: write today 11-24'),
    ("moment", "fri 3", '"3" could be 03:00 or 15:00: write 3am or 3pm'),
    ("moment", "明天3点", '"3点" could be 03:00 or 15:00: write 凌晨3点 or 下午3点'),
    ("moment", "fri mon 10", '"fri mon 10" names more than one day'),
    ("moment", "fri 10 11", '"fri 10 11" says the time twice'),
    ("moment", "now 10:00", '"now 10:00" says the time twice'),
    (
        "moment",
        "2026-11-24T10:00:60",
        '"2026-11-24T10:00:60" is not a time: leap seconds are not kept, write :59',
    ),
    (
        "moment",
        "2026-11-24T24:00",
        '"2026-11-24T24:00" is not a time: 24:00 ends a day and cannot start anything, write 00:00 of the next day',
    ),
    ("moment", "３pm", '"３" is not one of the digits 0 to 9: write 3'),
    ("moment", "٣pm", '"٣" is not one of the digits 0 to 9: write 3'),
    ("moment", "fri 1430", '"1430" is not understood: write 14:30 for a time'),
    ("moment", "fri 9.30", '"9.30" is not understood: write 9:30 for a time'),
    (
        "moment",
        "2026-W48-1 10:00",
        '"2026-W48-1" is not understood: write the date, or 2026-W48 for the week',
    ),
    ("moment", "fri 3_0", '"3_0" is not understood'),
    ("moment", "3点", '"3点" could be 03:00 or 15:00: write 凌晨3点 or 下午3点'),
    ("moment", "晚上12点", '"晚上12点" is not a time: write it on the 24-hour clock, as 00:00 or 15:30'),
    ("moment", "fri 14pm", '"14pm" is not a time: write it on the 24-hour clock, as 00:00 or 15:30'),
    ("moment", "fri 25:00", '"25:00" is not a time: the last is 24:00'),
    ("moment", "fri 10:75", '"10:75" is not a time: minutes go up to 59'),
    ("moment", "fri 10:00 foo", '"foo" is not understood'),
    ("moment", "fri 10 for 3mo", '"3mo" is not understood: m is minutes, mo is months'),
    ("moment", "fri 10pm-2", '"2" could be 02:00 or 14:00: write 2am or 2pm'),
    ("moment", "周五（27日）10点", '"(" is not understood'),
    ("moment", "fri 9 10", '"fri 9 10" says the time twice'),
    ("moment", "fri 14:00-14:00", '"14:00-14:00" is no stretch of time'),
    ("moment", "in 3", '"in" does not fit here'),
    ("moment", "明天", '"明天" has no time: add one, as in 明天 10:00'),
    ("moment", "foo", '"foo" is not understood'),
    ("moment", "11月24日", '"11月24日" has no time: add one, as in 11月24日 10:00'),
    ("moment", "明天下午3点到", '"到" is not understood'),
    ("moment", "fri 10:00-", '"-" is not understood'),
    ("range", "2026-W54", '"2026-W54" is not a week: 2026 has no week 54'),
    (
        "range",
        "2026-11-26..2026-11-24",
        '"2026-11-26..2026-11-24" runs backwards, from 26 Nov 2026 to 24 Nov 2026: turn it round or write the years',
    ),
    ("range", "fri..", '"fri.." has only one end: write both, as in 24 nov..26 nov'),
    ("range", "..fri", '"..fri" has only one end: write both, as in 24 nov..26 nov'),
    ("range", "30 nov..20 nov", '"30 nov..20 nov" runs backwards or over most of a year: write the years'),
    ("range", "fri 10:00", '"10:00" is not understood: only days belong here, no time'),
    ("range", "next 3 m", '"next" does not fit here'),
    ("range", "周六周日", '"周六周日" names more than one day'),
    ("range", "from fri", '"from fri" has only one end: write both, as in 24 nov..26 nov'),
    ("range", "to fri", '"to fri" has only one end: write both, as in 24 nov..26 nov'),
    ("range", "0 days", '"0 days" holds no day'),
    ("range", "2026-W00", '"2026-W00" is not a week: 2026 has no week 0'),
    ("range", "2026-13", '"2026-13" is not a date: there is no month 13'),
    ("range", "28-26 nov", '"28-26 nov" runs backwards'),
    ("range", "fri to", '"fri to" has only one end: write both, as in 24 nov..26 nov'),
    ("range", "第四季度", '"第四季度" is not understood'),
    ("range", "13月", '"13月" is not a date: there is no month 13'),
    ("time", "3", '"3" could be 03:00 or 15:00: write 3am or 3pm'),
    ("time", "三点一刻", '"三点一刻" could be 03:15 or 15:15: write 凌晨三点一刻 or 下午三点一刻'),
    ("time", "24:01", '"24:01" is not a time: the last is 24:00'),
    ("time", "3 o'clock", '"3 o\'clock" could be 03:00 or 15:00: write 3am or 3pm'),
    ("time", "24:30", '"24:30" is not a time: the last is 24:00'),
    ("time", "13pm", '"13pm" is not a time: write it on the 24-hour clock, as 00:00 or 15:30'),
    ("time", "0am", '"0am" is not a time: write it on the 24-hour clock, as 00:00 or 15:30'),
    ("time", "9:5", '"9:5" is not understood'),
    ("time", "midnight", '"midnight" could be the start of the day or its end: write 00:00 or 24:00'),
    ("time", "晚上2点", '"晚上2点" is not a time: write it on the 24-hour clock, as 00:00 or 15:30'),
    ("time", "10:00:00", '"10:00:00" is not understood'),
    ("time", "fri", '"fri" does not fit here'),
    ("duration", "3mo", '"3mo" is months, which have no fixed length: m is minutes, as in 90m'),
    ("duration", "0", '"0" is no time at all: a duration is at least 1 minute'),
    ("duration", "-5", '"-5" has a sign: a duration is more than nothing and has none'),
    ("duration", "31d", '"31d" is longer than 30 days'),
    ("duration", "1.01h", '"1.01h" is not a whole number of minutes'),
    ("duration", "30m 1h", '"30m 1h" is out of order: the larger unit comes first, as in 1h30m'),
    ("duration", "5s", '"5s" is not understood'),
    ("duration", "9999999999", '"9999999999" is longer than 30 days'),
    ("duration", "3个月", '"3个月" is months, which have no fixed length: m is minutes, as in 90m'),
    ("duration", "1h90", '"90" is not understood'),
    ("duration", "0h", '"0h" is no time at all: a duration is at least 1 minute'),
    ("days", "3mo", '"3mo" is months, which have no fixed length: m is minutes, as in 90m'),
    ("days", "0", '"0" is out of bounds: 1 to 3660 days'),
    ("days", "4000d", '"4000d" is out of bounds: 1 to 3660 days'),
    ("hours", "mon 9-12 11-13", "mon 09:00-12:00 and mon 11:00-13:00 overlap: write each hour once"),
    ("hours", "mon", '"mon" has no hours: add them, as in 9:00-18:00'),
    ("hours", "mon 9", '"9" has no end: write a stretch, as in 9:00-18:00'),
    ("hours", "9-12", '"9-12" has no day before it: write it like mon-fri 9-18'),
    ("hours", "mon 24:00-25:00", '"25:00" is not a time: the last is 24:00'),
    ("hours", "mon 9-9", '"9-9" is no stretch of time'),
    ("hours", "mon,mon 9-12", '"mon,mon" names a day twice'),
    ("hours", "mon 9:00-9:00", '"9:00-9:00" is no stretch of time'),
    ("hours", "fri 25-26", '"25" is not a time: the last is 24:00'),
    ("hours", "mon-tue-wed 9-12", '"-" is not understood'),
    ("hours", "sun 22-6; mon 5-9", '"6" could be 06:00 or 18:00: write 6am or 6pm'),
    (
        "CNY",
        "1.280,50",
        '"1.280,50" is not an amount: the comma parts thousands and the point decimals, as in 1,280.50',
    ),
    ("CNY", "-5", '"-5" has a sign: write the amount without + or -'),
    ("CNY", "680.123", '"680.123" has too many decimals for CNY: 2 at most'),
    ("CNY", "$5", '"$5" is not in CNY: "$" is not its sign'),
    ("CNY", "¥5元", '"¥5元" names its currency twice'),
    (
        "CNY",
        "1,28",
        '"1,28" is not an amount: the comma parts thousands and the point decimals, as in 1,280.50',
    ),
    ("CNY", "abc", '"abc" is not an amount: write it like 680 or 1,280.50'),
    ("CNY", "1e5", '"1e5" is not an amount: write it like 680 or 1,280.50'),
    ("CNY", "１００", '"１" is not one of the digits 0 to 9: write 1'),
    ("CNY", "99999999999999999", '"99999999999999999" is too large an amount'),
    ("JPY", "680.5", '"680.5" has too many decimals for JPY: it has none'),
    ("KWD", "1.2345", '"1.2345" has too many decimals for KWD: 3 at most'),
]


@pytest.mark.parametrize(("kind", "text", "sentence"), REFUSED)
def test_a_phrase_is_refused_with_its_sentence(kind, text, sentence):
    read = READ.get(kind, lambda amount: words.parse_money(amount, kind))
    with pytest.raises(words.WordError) as refusal:
        read(text)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("day", "a date is missing"),
        ("moment", "a date and time is missing"),
        ("range", "a range of days is missing"),
        ("time", "a time is missing"),
        ("duration", "a duration is missing"),
        ("days", "a number of days is missing"),
        ("hours", "a line of weekly hours is missing"),
        ("CNY", "an amount is missing"),
    ],
)
def test_nothing_typed_says_what_is_missing(kind, sentence):
    read = READ.get(kind, lambda amount: words.parse_money(amount, kind))
    with pytest.raises(words.WordError) as refusal:
        read(" \t　")
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("read", READ.values(), ids=READ)
def test_a_message_echoes_little_and_no_control_characters(read):
    with pytest.raises(words.WordError) as refusal:
        read("x" * 39 + "\x1b[31m" + "y" * 300)
    assert "\x1b" not in str(refusal.value)
    assert len(str(refusal.value)) < 200
    with pytest.raises(words.WordError, match=r"is too long to be|x1b") as long:
        read("\x1b" + "z" * 5000)
    assert "\x1b" not in str(long.value)
    assert str(long.value).count("z") <= 60


def test_the_error_names_the_part_it_is_about():
    with pytest.raises(words.WordError) as refusal:
        words.parse_moment("fri 10:00 pleese", CTX)
    assert refusal.value.text == "pleese"
