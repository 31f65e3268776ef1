from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.render.cells import clusters, width
from bookctl.render.shapes import CELL, LINE, shape
from bookctl.render.style import COLOURED
from bookctl.render.svg import svg

SPACE = "{http://www.w3.org/2000/svg}"


def texts(lines):
    return [
        (element.text, float(element.get("x")), element.get("fill"), element.get("font-weight"))
        for element in ET.fromstring(svg(lines)).iter(f"{SPACE}text")  # noqa: S314 - our own text
    ]


def test_every_wide_character_stands_in_the_middle_of_its_two_cells():
    assert texts(["ab 王静c"]) == [
        ("ab", 0, "#1f2328", None),
        ("王", 4 * CELL, "#1f2328", None),
        ("静", 6 * CELL, "#1f2328", None),
        ("c", 7 * CELL, "#1f2328", None),
    ]


def test_colours_and_weights_are_those_of_the_terminal():
    paint = COLOURED.paint
    line = paint("heading", "a") + paint("dim", "b") + paint("confirmed", "c") + paint("error", "d") + "e"
    assert texts([line]) == [
        ("a", 0, "#1f2328", "bold"),
        ("b", 8, "#6e7781", None),
        ("c", 16, "#1a7f37", None),
        ("d", 24, "#b42318", "bold"),
        ("e", 32, "#1f2328", None),
    ]


def test_reversed_text_has_a_ground_under_its_spaces_too():
    made = svg([COLOURED.paint("now", " a ")])
    assert f'<rect x="0" y="0" width="{3 * CELL}" height="{LINE}" fill="#1f2328"/>' in made
    assert 'fill="#ffffff" xml:space="preserve"> a </text>' in made


def test_the_picture_is_as_large_as_its_text_and_says_its_title():
    root = ET.fromstring(svg(["王静", "abc", ""], "Board & <more>"))  # noqa: S314 - our own text
    assert (root.get("width"), root.get("height")) == (str(4 * CELL + 32), str(3 * LINE + 32))
    assert root.find(f"{SPACE}title").text == "Board & <more>"


def test_an_empty_picture_is_still_one():
    assert ET.fromstring(svg([])).tag == f"{SPACE}svg"  # noqa: S314 - our own text


@pytest.mark.parametrize("sign", "●○·░▒▓─✓×▸…█▌▏▄")
def test_signs_are_drawn_and_need_no_font(sign):
    assert texts([sign]) == []
    assert shape(sign, 0, 0, "#000000").startswith("<")


def test_what_xml_does_not_know_is_replaced():
    assert texts(["a\ufffeb"])[1][0] == "\ufffd"


def test_the_same_lines_are_the_same_bytes():
    assert svg(["王静 ●"], "t") == svg(["王静 ●"], "t")


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Mn", "Me", "Mc"]), max_size=20),
        max_size=4,
    )
)
def test_any_text_makes_a_sound_picture_with_every_word_in_its_cell(lines):
    root = ET.fromstring(svg(lines))  # noqa: S314 - our own text
    assert int(root.get("width")) <= max(map(width, lines), default=0) * CELL + 32
    drawn = sum(len(element.text) for element in root.iter(f"{SPACE}text"))
    kept = [
        piece
        for line in lines
        for piece, _ in clusters(line)
        if piece.strip() and shape(piece, 0, 0, "") is None
    ]
    assert drawn == len("".join(kept))
