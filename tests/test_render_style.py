import pytest

from bookctl.render.style import ASCII, COLOURED, PLAIN, UNICODE, choose

STATUSES = ("requested", "held", "confirmed", "arrived", "completed", "declined", "cancelled", "no-show")


@pytest.mark.parametrize(
    ("tty", "env", "color", "coloured"),
    [
        (True, {}, "auto", True),
        (False, {}, "auto", False),
        (True, {"NO_COLOR": "1"}, "auto", False),
        (True, {"NO_COLOR": ""}, "auto", True),
        (True, {"TERM": "dumb"}, "auto", False),
        (False, {"FORCE_COLOR": "1"}, "auto", True),
        (False, {"FORCE_COLOR": ""}, "auto", False),
        (True, {"FORCE_COLOR": "0"}, "auto", False),
        (True, {"FORCE_COLOR": "1", "TERM": "dumb"}, "auto", True),
        (True, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, "auto", False),
        (False, {"NO_COLOR": "1"}, "always", True),
        (True, {"FORCE_COLOR": "1"}, "never", False),
    ],
)
def test_colour_follows_the_option_then_the_environment_then_the_terminal(tty, env, color, coloured):
    assert choose(tty, env, color).style is (COLOURED if coloured else PLAIN)


@pytest.mark.parametrize(
    ("env", "columns", "width"),
    [
        ({}, None, 80),
        ({}, 132, 132),
        ({"COLUMNS": "60"}, 132, 60),
        ({"COLUMNS": "x"}, 132, 132),
        ({"COLUMNS": ""}, None, 80),
        ({"COLUMNS": "0"}, None, 80),
        ({"COLUMNS": "3"}, None, 20),
        ({"COLUMNS": "99999"}, None, 1000),
        ({"COLUMNS": "٨٠"}, 100, 100),
    ],
)
def test_the_width_is_what_columns_says_then_the_terminal_then_80(env, columns, width):
    assert choose(True, env, columns=columns).width == width


@pytest.mark.parametrize(
    ("ascii_", "encoding", "glyphs"),
    [
        (False, "UTF-8", UNICODE),
        (False, "utf_8", UNICODE),
        (True, "utf-8", ASCII),
        (False, "ANSI_X3.4-1968", ASCII),
        (False, "gb18030", ASCII),
        (False, "latin-1", ASCII),
    ],
)
def test_the_signs_are_ascii_when_asked_for_and_where_the_locale_is_not_utf8(ascii_, encoding, glyphs):
    assert choose(True, {}, "auto", ascii_, encoding).glyphs is glyphs


def test_every_status_has_a_style_and_an_ascii_sign():
    for status in STATUSES:
        assert COLOURED.paint(status, "x") != "x"
        assert ASCII.status(status).isascii()
    assert all(sign.isascii() for sign in ASCII)


def test_the_plain_style_adds_nothing_and_the_coloured_one_nothing_around_emptiness():
    assert PLAIN.paint("heading", "x") == "x"
    assert COLOURED.paint("heading", "") == ""
    assert COLOURED.paint("", "x") == "x"
    assert COLOURED.paint("no-show", "x") == "\x1b[31mx\x1b[0m"


def test_only_the_basic_colours_without_black_and_white_are_used():
    codes = {code for style in COLOURED for code in style.split(";")}
    assert codes <= {"1", "2", "7", "31", "32", "33", "34", "35", "36"}
