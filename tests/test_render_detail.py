import os
import subprocess
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookctl.render.booking import booking
from bookctl.render.cells import width
from bookctl.render.diff import diff_text
from bookctl.render.style import ASCII, COLOURED, Look
from bookctl.render.views import Detail, Happening

ZONE = ZoneInfo("Asia/Shanghai")


def at(day, hour, minute):
    return int(datetime(2026, 11, day, hour, minute, tzinfo=UTC).timestamp())


DETAIL = Detail(
    "7k2m9q",
    "confirmed",
    [
        ("customer", "李娜 (c4f7qx)"),
        ("when", "Tue 24 Nov 2026, 10:00-11:00"),
        ("price", ""),
        ("resources", "王静, Room 2 (to 11:15)"),
        ("note", "Allergic to lavender; 对薰衣草过敏，请使用无香精油。Please ring twice.\nSecond line"),
    ],
    [
        Happening(at(20, 1, 12), "requested", "portal"),
        Happening(at(21, 1, 14), "moved from 2026-11-23 10:00", "wang", "她的火车晚点了"),
    ],
    ZONE,
)


def test_a_booking_in_full_looks_like_this():
    assert booking(DETAIL, Look(width=60)) == [
        "7k2m9q  ● confirmed",
        "customer:   李娜 (c4f7qx)",
        "when:       Tue 24 Nov 2026, 10:00-11:00",
        "resources:  王静, Room 2 (to 11:15)",
        "note:       Allergic to lavender; 对薰衣草过敏，请使用无香精",
        "            油。Please ring twice.",
        "            Second line",
        "",
        "history",
        "  2026-11-20 09:12  requested                    portal",
        "  2026-11-21 09:14  moved from 2026-11-23 10:00  wang    她…",
    ]


def test_a_booking_without_facts_or_history_is_its_status():
    assert booking(Detail("7k2m9q", "no-show", [], [], ZONE), Look(glyphs=ASCII)) == ["7k2m9q  ! no-show"]


def test_a_bookings_text_cannot_steer_the_terminal():
    view = Detail("x", "held", [("note", "a\x1b[2Jb")], [Happening(0, "moved", "\x9b1m", "\u202e")], ZONE)
    made = booking(view, Look())
    assert made[1] == r"note:  a\x1b[2Jb"
    assert made[-1] == r"  1970-01-01 08:00  moved  \x9b1m  \u202e"


def test_colour_leaves_the_words_of_a_booking_as_they_are():
    made = booking(DETAIL, Look(COLOURED, width=60))
    assert made[0] == "\x1b[1m7k2m9q\x1b[0m  \x1b[32m● confirmed\x1b[0m"
    assert made[1] == "\x1b[2mcustomer:\x1b[0m   李娜 (c4f7qx)"


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_a_booking_fits_the_width(columns):
    assert all(width(line) <= columns for line in booking(DETAIL, Look(width=columns)))


OLD = "".join(f"line {number}\n" for number in range(1, 31))


def test_a_change_is_shown_as_a_unified_diff():
    new = OLD.replace("line 20\n", 'line 20 "王静"\nline 20a\x1b[2J\n')
    assert diff_text([("bookings/2026/2026-11-24.toml", OLD, new)], Look()) == (
        "--- a/bookings/2026/2026-11-24.toml\n"
        "+++ b/bookings/2026/2026-11-24.toml\n"
        "@@ -17,7 +17,8 @@\n"
        " line 17\n line 18\n line 19\n"
        "-line 20\n"
        '+line 20 "王静"\n+line 20a\\x1b[2J\n'
        " line 21\n line 22\n line 23\n"
    )


def test_new_and_removed_files_stand_against_dev_null():
    assert diff_text([("a.toml", None, b"x\ny"), ("b.toml", "z\n", None), ("c.toml", "", "")], Look()) == (
        "--- /dev/null\n+++ b/a.toml\n@@ -0,0 +1,2 @@\n+x\n+y\n\\ No newline at end of file\n"
        "--- a/b.toml\n+++ /dev/null\n@@ -1 +0,0 @@\n-z\n"
    )


def test_a_diff_is_coloured_by_line():
    made = diff_text([("a", "x\n", "y\n")], Look(COLOURED)).splitlines()
    assert made[3:] == ["\x1b[31m-x\x1b[0m", "\x1b[32m+y\x1b[0m"]


LINES = st.lists(st.sampled_from(["a", "b", "c", "", "王静", "x\r"]), max_size=14)


@settings(max_examples=25, deadline=None)
@given(LINES, LINES, st.booleans(), st.booleans())
def test_git_applies_every_diff(tmp_path_factory, before, after, ended, ended_after):
    old = "\n".join(before) + ("\n" if ended else "")
    new = "\n".join(after) + ("\n" if ended_after else "")
    diff = diff_text([("page.toml", old, new)], Look())
    folder = tmp_path_factory.mktemp("diff")
    (folder / "page.toml").write_bytes(old.encode())
    if old == new:
        assert diff == ""
        return
    command = ["git", "-c", "core.autocrlf=false", "apply", "--unidiff-zero", "--whitespace=nowarn", "-"]
    subprocess.run(
        command,
        cwd=folder,
        input=diff.encode(),
        check=True,
        env=os.environ | {"GIT_CEILING_DIRECTORIES": str(folder.parent)},
    )
    assert (folder / "page.toml").read_bytes() == new.encode()
