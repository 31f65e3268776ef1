import re
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.model.time import day_span, instant
from bookctl.render.board import board
from bookctl.render.cells import width
from bookctl.render.lane import cells_of, lane_line, share, stacked
from bookctl.render.scale import Scale, ruler, scale_of
from bookctl.render.style import ASCII, COLOURED, UNICODE, Look
from bookctl.render.views import Block, Board, Lane

ZONE = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = date(2026, 11, 24)


def at(day, hour, minute=0, zone=ZONE):
    return instant(datetime.combine(day, time(hour, minute)), zone)


def block(day, clock, minutes, label, status="confirmed", id_="", **more):
    hour, minute = divmod(clock, 100)
    start = at(day, hour, minute)
    return Block(start, start + minutes * 60, label, status, id_, **more)


def hours(day, *pairs):
    return [(at(day, first), at(day, last)) for first, last in pairs]


def lanes(day):
    return [
        Lane(
            "wang",
            "王静",
            hours(day, (8, 12), (13, 18)),
            [
                block(day, 830, 45, "李娜", "completed", "p4x9m2"),
                block(day, 915, 10, "", "completed", "p4x9m2", kind="padding"),
                block(day, 930, 60, "Tan", "arrived", "c2hj8w"),
                block(day, 1045, 75, "Weber", "confirmed", "k7f3qd"),
                block(day, 1300, 50, "김민수", "requested", "b3n4m5"),
                block(day, 1350, 50, "张伟", "confirmed", "b3n4m6"),
                block(day, 1600, 90, "Smith-Jones", "no-show", "b3n4m7"),
                block(day, 1500, 60, "gone", "cancelled", "b3n4m8"),
            ],
        ),
        Lane(
            "li",
            "李医生",
            hours(day, (9, 17)),
            [
                block(day, 1000, 60, "欧阳娜娜", "confirmed", "x3n4m5"),
                block(day, 1030, 60, "Kaya", "confirmed", "x3n4m6", conflict=True),
            ],
        ),
        Lane(
            "room-1",
            "Treatment Room",
            hours(day, (8, 18)),
            [
                block(day, 830, 45, "李娜", "completed", "p4x9m2"),
                block(day, 915, 15, "", "completed", "p4x9m2", kind="padding"),
                block(day, 1400, 120, "瑜伽小班 5/8", "confirmed", "v9t2d3", kind="class"),
            ],
        ),
    ]


def closed(day):
    return [Lane(lane.resource, lane.name, [], []) for lane in lanes(day)]


DAY = Board([(TUESDAY, lanes(TUESDAY))], at(TUESDAY, 9, 20), ZONE)
MONDAY = TUESDAY - timedelta(days=1)
WEEK = Board(
    [
        (day, (lanes if day.weekday() < 3 else closed)(day))
        for day in (MONDAY + timedelta(days=n) for n in range(7))
    ],
    at(TUESDAY, 9, 20),
    ZONE,
)


def shown(view, columns, glyphs=UNICODE):
    return "\n".join(["", *board(view, Look(glyphs=glyphs, width=columns)), ""])


EXPECT = {
    60: """
Tue 24 Nov 2026, week 48                       Asia/Shanghai
             8   9   10  11  12  13  14  15  16  17     used
王静         ··[✓]~[▸T]·[Web]▒▒▒▒[○][张]·····[!Smi]··   69 %
李医生       ▒▒▒▒····[欧]························▒▒▒▒   19 %
             ▒▒▒▒······[‼K]······················▒▒▒▒
Treatment …  ··[✓]~··················[瑜伽小]········   28 %
                  ^ now 09:20
next: 09:30 Tan, 王静 (c2hj8w)
· free  ▒ closed  ~ padding  a cell is 15 min
""",
    80: """
Tue 24 Nov 2026, week 48                                           Asia/Shanghai
             8     9     10    11    12    13    14    15    16    17       used
王静         ···[✓李]~[▸Tan]··[Weber]▒▒▒▒▒▒[○김][张 ]········[!Smith-]···   69 %
李医生       ▒▒▒▒▒▒······[欧阳]····································▒▒▒▒▒▒   19 %
             ▒▒▒▒▒▒·········[‼Kay]·································▒▒▒▒▒▒
Treatment …  ···[✓李]~···························[瑜伽小班 5]············   28 %
                     ^ now 09:20
next: 09:30 Tan, 王静 (c2hj8w)
· free  ▒ closed  ~ padding  a cell is 10 min
""",
    120: """
Tue 24 Nov 2026, week 48                                              Asia/Shanghai
                8     9     10    11    12    13    14    15    16    17       used
王静            ···[✓李]~[▸Tan]··[Weber]▒▒▒▒▒▒[○김][张 ]········[!Smith-]···   69 %
李医生          ▒▒▒▒▒▒······[欧阳]····································▒▒▒▒▒▒   19 %
                ▒▒▒▒▒▒·········[‼Kay]·································▒▒▒▒▒▒
Treatment Room  ···[✓李]~···························[瑜伽小班 5]············   28 %
                        ^ now 09:20
next: 09:30 Tan, 王静 (c2hj8w)
· free  ▒ closed  ~ padding  a cell is 10 min
""",
}
IN_ASCII = """
Tue 24 Nov 2026, week 48                                           Asia/Shanghai
             8     9     10    11    12    13    14    15    16    17       used
王静         ...[+李]~[>Tan]..[Weber]######[?김][张 ]........[!Smith-]...   69 %
李医生       ######......[欧阳]....................................######   19 %
             ######.........[!!Ka].................................######
Treatment..  ...[+李]~...........................[瑜伽小班 5]............   28 %
                     ^ now 09:20
next: 09:30 Tan, 王静 (c2hj8w)
. free  # closed  ~ padding  a cell is 10 min
"""
WEEKLY = """
Mon 23 - Sun 29 Nov 2026, week 48                           Asia/Shanghai
                          8   9   10  11  12  13  14  15  16  17     used
  Mon 23  王静            ··[✓]~[▸T]·[Web]▒▒▒▒[○][张]·····[!Smi]··   69 %
          李医生          ▒▒▒▒····[欧]························▒▒▒▒   19 %
                          ▒▒▒▒······[‼K]······················▒▒▒▒
          Treatment Room  ··[✓]~··················[瑜伽小]········   28 %
> Tue 24  王静            ··[✓]~[▸T]·[Web]▒▒▒▒[○][张]·····[!Smi]··   69 %
          李医生          ▒▒▒▒····[欧]························▒▒▒▒   19 %
                          ▒▒▒▒······[‼K]······················▒▒▒▒
          Treatment Room  ··[✓]~··················[瑜伽小]········   28 %
                               ^ now 09:20
  Wed 25  王静            ··[✓]~[▸T]·[Web]▒▒▒▒[○][张]·····[!Smi]··   69 %
          李医生          ▒▒▒▒····[欧]························▒▒▒▒   19 %
                          ▒▒▒▒······[‼K]······················▒▒▒▒
          Treatment Room  ··[✓]~··················[瑜伽小]········   28 %
  Thu 26  closed
  Fri 27  closed
  Sat 28  closed
  Sun 29  closed
· free  ▒ closed  ~ padding  a cell is 15 min
"""
NARROW = """
Today, Tue 24 Nov
  08:30-09:15  ✓ 李娜          王静, Treatment Room  p4x9m2
> 09:30-10:30  ▸ Tan           王静                  c2hj8w
  10:00-11:00  ● 欧阳娜娜      李医生                x3n4m5
  10:30-11:30  ‼ Kaya          李医生                x3n4m6
  10:45-12:00  ● Weber         王静                  k7f3qd
  13:00-13:50  ○ 김민수        王静                  b3n4m5
  13:50-14:40  ● 张伟          王静                  b3n4m6
  14:00-16:00  ● 瑜伽小班 5/8  Treatment Room        v9t2d3
  16:00-17:30  ! Smith-Jones   王静                  b3n4m7
"""


@pytest.mark.parametrize(("columns", "text"), EXPECT.items())
def test_the_day_board_looks_like_this(columns, text):
    assert shown(DAY, columns) == text


def test_the_day_board_in_ascii_looks_like_this():
    assert shown(DAY, 80, ASCII) == IN_ASCII
    assert set(IN_ASCII) - set("王静李医生김张瑜伽小班欧阳") <= set(map(chr, range(128)))


def test_the_week_board_looks_like_this():
    assert shown(WEEK, 80) == WEEKLY


def test_below_60_cells_the_board_is_an_agenda():
    assert shown(DAY, 59) == NARROW
    assert board(DAY, Look(width=60))[0].startswith("Tue 24 Nov 2026")


def test_colour_is_only_laid_over_the_same_text():
    for view in (DAY, WEEK):
        coloured = board(view, Look(COLOURED, width=80))
        assert [re.sub("\x1b\\[[0-9;]*m", "", line) for line in coloured] == board(view, Look(width=80))
    assert "\x1b[31m[!Smith-]\x1b[0m" in board(DAY, Look(COLOURED, width=80))[2]


def test_two_resources_whose_cut_names_would_be_the_same_are_not_cut():
    lanes_ = [Lane(f"r{n}", f"Treatment Room {n}", hours(TUESDAY, (8, 18)), []) for n in (1, 2)]
    made = board(Board([(TUESDAY, lanes_)], 0, ZONE), Look(width=80))
    assert [line[:16] for line in made[2:4]] == ["Treatment Room 1", "Treatment Room 2"]


def test_the_marker_of_now_turns_to_the_left_at_the_end_of_the_day():
    late = DAY._replace(now=at(TUESDAY, 17, 50))
    assert board(late, Look(width=80))[6] == " " * 62 + "now 17:50 ^"


def test_there_is_no_marker_outside_the_hours_shown_and_no_next_on_another_day():
    text = shown(DAY._replace(now=at(MONDAY, 9)), 80)
    assert "now" not in text
    assert "next" not in text


def test_what_comes_next_on_a_later_day_is_told_with_its_weekday():
    wednesday = TUESDAY + timedelta(days=1)
    found = [block(wednesday, 830, 45, "李娜", id_="p4x9m2")]
    pair = [Lane("wang", "王静", (), found), Lane("room-1", "Room 1", (), found)]
    view = Board([(TUESDAY, closed(TUESDAY)), (wednesday, pair)], at(TUESDAY, 18), ZONE)
    assert "next: Wed 08:30 李娜, 王静, Room 1 (p4x9m2)" in board(view, Look(width=80))


def test_of_several_that_come_next_one_is_named_and_the_others_counted():
    found = [block(TUESDAY, 1000, 30, name, id_=name) for name in ("a", "b", "c")]
    view = Board([(TUESDAY, [Lane("r", "R", (), found)])], at(TUESDAY, 9), ZONE)
    assert "next: 10:00 a, R (a) and 2 more" in board(view, Look(width=80))


def test_hours_are_widened_by_bookings_outside_them():
    found = [block(TUESDAY, 630, 30, "early"), block(TUESDAY, 1940, 30, "late")]
    lane = Lane("wang", "Wang", hours(TUESDAY, (9, 17)), found)
    made = board(Board([(TUESDAY, [lane])], 0, ZONE), Look(width=120))
    assert made[1].split()[0] == "6"
    assert made[1].split()[-2] == "20"
    assert made[2].split()[1] == "▒▒▒[e]" + "▒" * 12 + "·" * 48 + "▒" * 16 + "[l]▒▒▒▒▒"


def test_a_resource_open_around_the_clock_does_not_stretch_the_hours_of_the_others():
    always = Lane("lamp", "Lamp", [day_span(TUESDAY, ZONE)], [])
    made = board(Board([(TUESDAY, [always, *lanes(TUESDAY)])], 0, ZONE), Look(width=80))
    assert made[1].split()[0] == "8"
    alone = board(Board([(TUESDAY, [always])], 0, ZONE), Look(width=80))
    assert alone[1:3] == [
        "      8     9     10    11    12    13    14    15    16    17       used",
        f"Lamp  {'·' * 60}    0 %",
    ]


def test_a_booking_that_goes_on_beyond_the_day_points_there():
    found = [
        Block(at(MONDAY, 22), at(TUESDAY, 2), "in"),
        Block(at(TUESDAY, 20), at(TUESDAY, 23) + 7200, "out"),
    ]
    lane = Lane("s", "S", [day_span(TUESDAY, ZONE)], found)
    assert board(Board([(TUESDAY, [lane])], 0, ZONE), Look(width=80))[2] == (
        "S  <in]" + "·" * 36 + "[out   >   25 %"
    )


def test_a_day_of_25_hours_has_an_hour_more_and_says_two_twice():
    autumn = date(2026, 10, 25)
    first, last = day_span(autumn, BERLIN)
    scale = scale_of((first, last), 1800)
    assert scale.cells == 50
    assert ruler(scale, BERLIN).split()[:5] == ["0", "2", "2", "4", "6"]
    line = lane_line(
        Lane("a", "A", [(first, last)], ()), [Block(first + 3 * 3600, first + 4 * 3600, "")], scale, UNICODE
    )
    assert line.index("[") == 6  # the second 02:00, three hours after midnight


def test_a_day_of_23_hours_has_an_hour_less():
    spring = date(2026, 3, 29)
    scale = scale_of(day_span(spring, BERLIN), 1800)
    assert scale.cells == 46
    assert ruler(scale, BERLIN).startswith("0     4   6")


def test_the_week_repeats_the_ruler_only_around_a_day_on_which_the_clock_changes():
    days = [date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26), date(2026, 10, 27)]
    nights = {day: [(at(day, 0, zone=BERLIN), at(day, 23, zone=BERLIN))] for day in days}
    view = Board([(day, [Lane("a", "A", nights[day], [])]) for day in days], 0, BERLIN)
    made = board(view, Look(width=80))
    assert [number for number, line in enumerate(made) if line.endswith("used")] == [1, 3, 5]
    assert len({width(line) for line in made if line.endswith((" 0 %", "used"))}) == 1


def test_share_is_booked_work_in_open_hours_without_padding_and_counted_once():
    lane = Lane(
        "a",
        "A",
        hours(TUESDAY, (8, 12), (13, 17)),
        [
            block(TUESDAY, 1100, 120, "half of it in the break"),
            block(TUESDAY, 1130, 30, "at the same time"),
            block(TUESDAY, 1300, 60, "", kind="padding"),
            block(TUESDAY, 1400, 60, "gone", "cancelled"),
            block(TUESDAY, 1500, 60, "class", kind="class"),
        ],
    )
    assert share(lane) == "25 %"
    assert share(lane._replace(open=[])) == "-"


def test_a_board_of_no_days_is_nothing():
    assert board(Board([], 0, ZONE), Look()) == []


DAY_SCALE = Scale(at(TUESDAY, 8), 900, 40)
BLOCKS = st.lists(
    st.builds(
        lambda start, length, label, kind: Block(
            DAY_SCALE.first + start * 60,
            DAY_SCALE.first + (start + length) * 60,
            label,
            "confirmed",
            "",
            kind,
        ),
        st.integers(-120, 700),
        st.integers(1, 300),
        st.text("abc王김é", max_size=12),
        st.sampled_from(["work", "class", "padding"]),
    ),
    max_size=10,
)


@given(BLOCKS)
def test_every_row_is_as_wide_as_the_scale_and_nothing_hides_anything(blocks):
    lane = Lane("a", "A", (), blocks)
    rows = stacked(lane, DAY_SCALE)
    placed = [cells_of(block, DAY_SCALE) for row in rows for block in row]
    assert len(placed) == sum(cells_of(block, DAY_SCALE) is not None for block in blocks)
    for row in rows:
        spans = sorted(cells_of(block, DAY_SCALE) for block in row)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
        assert width(lane_line(lane, row, DAY_SCALE, UNICODE)) == DAY_SCALE.cells


@given(BLOCKS, st.sampled_from([600, 900, 1200, 1800, 3600]))
def test_a_block_stands_where_its_time_is_to_half_a_cell(blocks, cell):
    scale = Scale(DAY_SCALE.first, cell, DAY_SCALE.cells * 900 // cell)
    inside = [one for one in blocks if scale.first <= one.start and one.end <= scale.last]
    for one in [one._replace(kind="work") for one in inside]:
        start, end = cells_of(one, scale)
        assert abs(scale.first + start * cell - one.start) <= cell / 2 or end == scale.cells
        assert abs(scale.first + end * cell - one.end) <= cell / 2 or end - start == 1
        line = lane_line(Lane("a", "A", [(scale.first, scale.last)], ()), [one], scale, UNICODE)
        free = len(line) - len(line.lstrip("·"))
        assert free == start


@given(BLOCKS, st.integers(60, 200), st.integers(-5, 30), st.sampled_from([UNICODE, ASCII]), st.booleans())
def test_every_line_of_a_board_fits_the_width(blocks, columns, now, glyphs, weekly):
    lane = Lane("a", "王静 of the long name", hours(TUESDAY, (9, 17)), blocks)
    days = [
        (TUESDAY + timedelta(days=n), [lane._replace(blocks=[]) if n else lane])
        for n in range(3 if weekly else 1)
    ]
    view = Board(days, at(TUESDAY, 0) + now * 3600, ZONE)
    assert all(width(line) <= columns for line in board(view, Look(glyphs=glyphs, width=columns)))
