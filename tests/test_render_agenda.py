import subprocess
import sys
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.model.time import day_start, instant
from bookctl.render.agenda import HEADER, agenda, rows
from bookctl.render.cells import width
from bookctl.render.style import ASCII, COLOURED, UNICODE, Look
from bookctl.render.views import Agenda, Entry

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = date(2026, 11, 24)


def days_of(first, count):
    return [first + timedelta(days=step) for step in range(count)]


def at(day, hour, minute=0):
    return instant(datetime.combine(date(2026, 11, day), time(hour, minute)), ZONE)


ENTRIES = (
    Entry(at(24, 8, 30), at(24, 9, 15), "p4x9m2", "completed", "李娜", "肩颈按摩", ("王静", "2号房")),
    Entry(at(24, 9), at(24, 10), "c2hj8w", "arrived", "Tan Wei Ling", "Massage 60", ("王静", "Room 1")),
    Entry(
        at(24, 10, 45),
        at(24, 12, 30),
        "k7f3qd",
        "confirmed",
        "Weber",
        "Massage 90",
        ("王静", "Room 1"),
        remark="first visit",
    ),
    Entry(at(24, 12, 30), at(24, 13, 30), service="lunch", kind="away", resources=("王静",)),
    Entry(at(24, 14), at(24, 16), "v9t2d3", "confirmed", "", "瑜伽小班", ("Room 1",), "session", (5, 8)),
    Entry(at(24, 14), at(24, 15), "b3n4m5", "requested", "김민수", "Consultation", ("李医生",)),
    Entry(
        at(24, 14, 30), at(24, 15), "b3n4m6", "confirmed", "Zoë", "Consultation", ("李医生",), conflict=True
    ),
    Entry(at(24, 16), at(24, 17), "b3n4m7", "no-show", "张伟", "Consultation", ("李医生",)),
    Entry(at(24, 16), at(24, 17), "b3n4m8", "cancelled", "欧阳娜娜", "Consultation", ("李医生",)),
    Entry(at(24, 22), at(26, 2), "r2t2r2", "held", "Night Retreat", "Studio hire", ("Studio",)),
)
BOOK = Agenda(days_of(TUESDAY, 4), ENTRIES, at(24, 9, 20), ZONE, free={date(2026, 11, 27): 480})


def shown(view, columns, glyphs=UNICODE, **options):
    return "\n".join(["", *agenda(view, Look(glyphs=glyphs, width=columns), **options), ""])


EXPECT = {
    60: """
Today, Tue 24 Nov
  08:30-09:15  ✓ 李娜           肩颈按摩    王静, 2…  p4x9m2
> 09:00-10:00  ▸ Tan Wei Ling   Massage 60  王静, R…  c2hj8w
  10:45-12:30  ● Weber          Massage 90  王静, R…  k7f3qd
  12:30-13:30  ▒ lunch                      王静
  14:00-16:00  ● 瑜伽小班       (5/8) sea…  Room 1    v9t2d3
  14:00-15:00  ○ 김민수         Consultat…  李医生    b3n4m5
  14:30-15:00  ‼ Zoë            Consultat…  李医生    b3n4m6
  16:00-17:00  ! 张伟           Consultat…  李医生    b3n4m7
  22:00-…      ○ Night Retreat  Studio hi…  Studio    r2t2r2
Tomorrow, Wed 25 Nov
  all day      ○ Night Retreat  Studio hi…  Studio    r2t2r2
Thu 26 Nov
  …-02:00      ○ Night Retreat  Studio hi…  Studio    r2t2r2
Fri 27 Nov
  no bookings, 8.0 h free
""",
    80: """
Today, Tue 24 Nov
  08:30-09:15  ✓ 李娜           肩颈按摩      王静, 2号房   p4x9m2
> 09:00-10:00  ▸ Tan Wei Ling   Massage 60    王静, Room 1  c2hj8w
  10:45-12:30  ● Weber          Massage 90    王静, Room 1  k7f3qd  first visit
  12:30-13:30  ▒ lunch                        王静
  14:00-16:00  ● 瑜伽小班       (5/8) seats   Room 1        v9t2d3
  14:00-15:00  ○ 김민수         Consultation  李医生        b3n4m5
  14:30-15:00  ‼ Zoë            Consultation  李医生        b3n4m6
  16:00-17:00  ! 张伟           Consultation  李医生        b3n4m7
  22:00-…      ○ Night Retreat  Studio hire   Studio        r2t2r2
Tomorrow, Wed 25 Nov
  all day      ○ Night Retreat  Studio hire   Studio        r2t2r2
Thu 26 Nov
  …-02:00      ○ Night Retreat  Studio hire   Studio        r2t2r2
Fri 27 Nov
  no bookings, 8.0 h free
""",
}
IN_ASCII = """
Today, Tue 24 Nov
  08:30-09:15  +  李娜           肩颈按摩      王静, 2号房   p4x9m2
> 09:00-10:00  >  Tan Wei Ling   Massage 60    王静, Room 1  c2hj8w
  10:45-12:30  *  Weber          Massage 90    王静, Room 1  k7f3qd  first visit
  12:30-13:30  #  lunch                        王静
  14:00-16:00  *  瑜伽小班       (5/8) seats   Room 1        v9t2d3
  14:00-15:00  ?  김민수         Consultation  李医生        b3n4m5
  14:30-15:00  !! Zoë            Consultation  李医生        b3n4m6
  16:00-17:00  !  张伟           Consultation  李医生        b3n4m7
  16:00-17:00  x  欧阳娜娜       Consultation  李医生        b3n4m8
  22:00-..     ?  Night Retreat  Studio hire   Studio        r2t2r2
Tomorrow, Wed 25 Nov
  all day      ?  Night Retreat  Studio hire   Studio        r2t2r2
Thu 26 Nov
  ..-02:00     ?  Night Retreat  Studio hire   Studio        r2t2r2
Fri 27 Nov
  no bookings, 8.0 h free
"""


@pytest.mark.parametrize(("columns", "text"), EXPECT.items())
def test_the_agenda_looks_like_this(columns, text):
    assert shown(BOOK, columns) == text


def test_the_agenda_in_ascii_with_the_cancelled_ones_looks_like_this():
    assert shown(BOOK, 80, ASCII, cancelled=True) == IN_ASCII


def test_a_wide_terminal_does_not_stretch_the_agenda():
    assert shown(BOOK, 200) == shown(BOOK, 80)


def test_colour_is_only_laid_over_the_same_text():
    import re

    coloured = agenda(BOOK, Look(COLOURED, width=80))
    assert [re.sub("\x1b\\[[0-9;]*m", "", line) for line in coloured] == agenda(BOOK, Look(width=80))
    assert coloured[0] == "\x1b[1mToday, Tue 24 Nov\x1b[0m"
    assert "\x1b[32m●\x1b[0m Weber" in coloured[3]


def marked(now, entries=ENTRIES):
    lines = agenda(Agenda(days_of(TUESDAY, 1), entries, now, ZONE), Look())
    return [line.split()[1] for line in lines if line.startswith(">")]


@pytest.mark.parametrize(
    ("hour", "minute", "starts"),
    [
        (8, 0, ["09:00-10:00"]),
        (9, 59, ["09:00-10:00"]),
        (10, 0, ["10:45-12:30"]),
        (13, 0, ["14:00-16:00", "14:00-15:00"]),
        (14, 45, ["14:00-16:00", "14:00-15:00", "14:30-15:00"]),
        (16, 30, ["22:00-…"]),
    ],
)
def test_the_mark_is_at_what_goes_on_or_else_at_all_that_comes_next(hour, minute, starts):
    assert marked(at(24, hour, minute)) == starts


def test_nothing_is_marked_when_the_day_is_over():
    assert marked(at(24, 18), ENTRIES[:-1]) == []


def test_days_are_named_by_their_distance_and_their_year_where_it_differs():
    days = [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)]
    now = instant(datetime.combine(date(2026, 12, 31), time(12)), ZONE)
    lines = agenda(Agenda(days, (), now, ZONE, closed={days[2]: "元旦", days[3]: ""}), Look())
    assert lines == [
        "Yesterday, Wed 30 Dec",
        "  no bookings",
        "Today, Thu 31 Dec",
        "  no bookings",
        "Tomorrow, Fri 1 Jan 2027",
        "  closed: 元旦",
        "Sat 2 Jan 2027",
        "  closed",
    ]


def one(start, end, day, zone):
    entry = Entry(start, end, "k7f3qd", customer="Weber")
    return agenda(Agenda([day], [entry], start - 90_000, zone), Look())[1].split()[0]


def test_a_booking_until_midnight_ends_at_24_and_is_not_on_the_next_day():
    assert one(at(24, 22), at(25, 0), TUESDAY, ZONE) == "22:00-24:00"
    assert agenda(Agenda([date(2026, 11, 25)], [Entry(at(24, 22), at(25, 0))], 0, ZONE), Look())[1:] == [
        "  no bookings"
    ]


def test_a_time_that_happens_twice_says_which():
    berlin, autumn = ZoneInfo("Europe/Berlin"), date(2026, 10, 25)
    midnight = day_start(autumn, berlin)
    assert one(midnight + 9000, midnight + 9900, autumn, berlin) == "02:30+02-02:45+02"
    assert one(midnight + 9000, midnight + 11_700, autumn, berlin) == "02:30+02-02:15+01"
    assert one(midnight + 5400, midnight + 14_400, autumn, berlin) == "01:30-03:00"


def test_a_time_beside_the_missing_hour_is_told_as_usual():
    berlin, spring = ZoneInfo("Europe/Berlin"), date(2026, 3, 29)
    midnight = day_start(spring, berlin)
    assert one(midnight + 5400, midnight + 9000, spring, berlin) == "01:30-03:30"


def test_text_that_would_steer_the_terminal_is_written_out():
    entry = Entry(at(24, 9), at(24, 10), "k7f3qd", customer="\x1b[2JWeber\u202e", service="a\nb")
    line = agenda(Agenda([TUESDAY], [entry], at(24, 8), ZONE), Look())[1]
    assert line == "> 09:00-10:00  ● \\x1b[2JWeber\\u202e  a\\x0ab  k7f3qd"


def test_rows_for_programs_tell_each_booking_once_and_whole():
    made = rows(BOOK)
    assert len(made) == len(ENTRIES) - 1
    assert all(len(row) == len(HEADER) for row in made)
    assert made[4] == (
        "2026-11-24T14:00:00+08:00",
        "2026-11-24T16:00:00+08:00",
        "v9t2d3",
        "confirmed",
        "",
        "瑜伽小班",
        "Room 1",
        "5/8",
        "",
    )
    assert made[3][3] == "away"
    assert [row[3] for row in rows(BOOK, cancelled=True)].count("cancelled") == 1


NAMES = st.text("abc 王静김é", max_size=40)
ANY = st.builds(
    lambda start, length, customer, service, resources, remark, status: Entry(
        at(24, 0) + start * 60,
        at(24, 0) + (start + length) * 60,
        "k7f3qd",
        status,
        customer,
        service,
        tuple(resources),
        remark=remark,
    ),
    st.integers(-1440, 4000),
    st.integers(1, 3000),
    NAMES,
    NAMES,
    st.lists(NAMES, max_size=3),
    NAMES,
    st.sampled_from(["confirmed", "held", "no-show", "cancelled"]),
)


@given(
    st.lists(ANY, max_size=8), st.integers(20, 200), st.sampled_from([UNICODE, ASCII]), st.integers(0, 3000)
)
def test_every_line_fits_and_every_booking_stands_on_each_of_its_days(entries, columns, glyphs, now):
    view = Agenda(days_of(TUESDAY, 3), entries, at(24, 0) + now * 60, ZONE)
    lines = agenda(view, Look(glyphs=glyphs, width=columns), cancelled=True)
    assert all(width(line) <= columns for line in lines)
    touched = sum(
        entry.start < day_start(day, ZONE) + 86_400 and entry.end > day_start(day, ZONE)
        for entry in entries
        for day in view.days
    )
    assert len([line for line in lines if line[0] in " >" and "no bookings" not in line]) == touched


def test_the_agenda_loads_nothing_heavy():
    code = "import sys, bookctl.render.agenda, bookctl.render.table; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {
        "rich",
        "msgspec",
        "dataclasses",
        "inspect",
        "sqlite3",
        "subprocess",
        "difflib",
        "json",
        "csv",
    } & set(loaded)
