import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.render.cells import width
from bookctl.render.style import ASCII, COLOURED, Look
from bookctl.render.table import Column, csv_text, fit, json_text, plain, table

COLUMNS = (
    Column("id", style="dim"),
    Column("name", shrink=True),
    Column("status", style="status"),
    Column("price", "right"),
)
ROWS = (("c4f7qx", "王静 Wang Jing, Shanghai", "confirmed", "12.00"), ("b", "Tan", "held", "1200.00"))


def test_a_table_is_aligned_text_with_a_ruled_heading():
    assert table(COLUMNS, ROWS, Look()) == [
        "id      name                      status       price",
        "─" * 52,
        "c4f7qx  王静 Wang Jing, Shanghai  confirmed    12.00",
        "b       Tan                       held       1200.00",
    ]


def test_only_what_may_shrink_is_cut():
    assert table(COLUMNS, ROWS, Look(width=40, glyphs=ASCII)) == [
        "id      name          status       price",
        "-" * 40,
        "c4f7qx  王静 Wang ..  confirmed    12.00",
        "b       Tan           held       1200.00",
    ]


def test_a_table_without_rows_is_its_heading():
    assert table(COLUMNS[:2], [], Look()) == ["id  name", "────────"]


def test_lines_do_not_end_in_spaces():
    made = table([Column("a"), Column("b"), Column("c")], [("1", "", ""), ("", "2", "")], Look())
    assert made[2:] == ["1", "   2"]


def test_colour_is_laid_around_the_words_only():
    assert table(COLUMNS, ROWS, Look(COLOURED))[3] == (
        "\x1b[2mb\x1b[0m       Tan                       \x1b[33mheld\x1b[0m       1200.00"
    )


def test_what_would_steer_the_terminal_is_written_out_and_measured_so():
    made = table([Column("name"), Column("id")], [("\x1b[2J", "x")], Look())
    assert made[2] == r"\x1b[2J  x"


@given(
    st.lists(st.tuples(st.text("aé王김 ", max_size=30), st.text("ab王", max_size=20)), max_size=6),
    st.integers(20, 60),
)
def test_a_table_that_may_shrink_fits_the_width(rows, limit):
    lines = table([Column("first", shrink=True), Column("second", "right", shrink=True)], rows, Look(), limit)
    assert all(width(line) <= limit for line in lines)


def test_the_widest_column_gives_way_first_and_none_below_its_least():
    assert fit([30, 10, 6], [4, 4, None], 30) == [10, 10, 6]
    assert fit([30, 10, 6], [4, 4, None], 5) == [4, 4, 6]


def test_plain_rows_are_tab_separated_whole_and_one_to_a_line():
    long = "王" * 700
    assert plain([("a", "b c"), (long, "1\t2\n3")]) == ["a\tb c", f"{long}\t1\\x092\\x0a3"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", " ＋a", "－a", "＠a", "\n=1"]
)
def test_what_a_spreadsheet_would_run_is_guarded_unless_raw(text):
    assert next(csv.reader(io.StringIO(csv_text(["x"], [[text]]).partition("\n")[2])))[0].startswith("'")
    assert not next(csv.reader(io.StringIO(csv_text(["x"], [[text]], raw=True).partition("\n")[2])))[
        0
    ].startswith("'")


@pytest.mark.parametrize(
    "text", ["-12.50", "+3", "-1,200.00", "1e5", "-5 %", "a=b", "王静", "", "12:00", "2026-11-24"]
)
def test_a_plain_number_and_plain_text_stay_as_they_are(text):
    assert csv_text(["x"], [[text, "y"]]).splitlines()[1] in {f"{text},y", f'"{text}",y'}


def test_a_phone_number_with_spaces_is_guarded_because_it_is_not_a_plain_number():
    assert csv_text(["phone"], [["+86 138 0000 0000"]]) == "phone\n'+86 138 0000 0000\n"


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])), min_size=2, max_size=4
    )
)
def test_raw_csv_gives_back_what_went_in(row):
    assert list(csv.reader(io.StringIO(csv_text(["x"], [row], raw=True))))[1] == row


def test_csv_keeps_line_breaks_in_quotes_and_nothing_is_clipped():
    note = "first\n" + "x" * 1000
    assert list(csv.reader(io.StringIO(csv_text(["note"], [[note]]))))[1] == [note]


def test_json_names_its_schema_first_and_keeps_order_and_script():
    assert json_text({"b": "王静", "a": None}) == '{\n  "schema": 1,\n  "b": "王静",\n  "a": null\n}\n'
    assert json_text({"schema": 1, "x": []}) == '{\n  "schema": 1,\n  "x": []\n}\n'


@given(st.text())
def test_json_loses_nothing_and_steers_no_terminal(text):
    made = json_text({"text": text})
    assert json.loads(made)["text"] == text
    assert not set(made) & {"\x1b", "\x9b", "\u202e", "\x7f", "\ud800"}


def test_json_escapes_what_steers_terminals_and_half_characters():
    made = json_text({"text": "\x9b\u202e\U000e0041\ud800"})
    assert '"\\u009b\\u202e\\udb40\\udc41\\ud800"' in made
