import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bookctl.render.cells import clusters, cut, head, pad, width, wrap

CORPUS = (
    "",
    "Tan Wei Ling",
    "王静, 2号房",
    "予約 田中",
    "한국어",
    "e\u0301te\u0301 naïve Ĝi",
    "👨‍👩‍👧 family",
    "🇨🇳 flag",
    "👍🏽 thumb",
    "❤️ heart",
    "1️⃣ keycap",
    "café·●○×✓▸▒~‼…─",
    "ｆｕｌｌ　ｗｉｄｔｈ，。",
    "עברית عربي ไทย",
    "हिन्दी",
    "Ελληνικά Кириллица",
    "🫠 🥲 🪷",
    "ﾊﾝｶｸ",
    "☎ ☎️",
    "a\u200bb",
)
# Letters of many scripts and the signs that join them; not the code points Unicode has not given out.
TEXT = st.text(
    st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x24F, exclude_categories=["Cc"]),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
        st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3),
        st.sampled_from("\u0301\u0308\u200d\ufe0f❤☎👍🏽👨👩🇨🇳●…，。１"),
    ),
    max_size=40,
)


@pytest.mark.parametrize("text", CORPUS)
def test_a_text_is_as_wide_as_rich_says(text):
    assert width(text) == cell_len(text)


@given(TEXT)
def test_any_text_is_as_wide_as_rich_says(text):
    assert width(text) == cell_len(text)


@given(TEXT)
def test_clusters_put_together_are_the_text_and_its_width(text):
    pieces = list(clusters(text))
    assert "".join(piece for piece, _ in pieces) == text
    assert sum(cells for _, cells in pieces) == width(text)


@given(TEXT, st.integers(0, 50), st.sampled_from(["…", "..", ""]))
def test_a_cut_text_fits_and_begins_as_the_whole(text, cells, ellipsis):
    made = cut(text, cells, ellipsis)
    assert width(made) <= cells
    assert made == text or text.startswith(made.removesuffix(ellipsis))
    assert (made == text) or width(text) > cells


@given(TEXT, st.integers(0, 60), st.sampled_from(["left", "right", "center"]))
def test_a_padded_text_is_exactly_as_wide_as_asked_unless_it_was_wider(text, cells, align):
    assert width(pad(text, cells, align)) == max(cells, width(text))


@given(TEXT, st.integers(4, 40))
def test_wrapped_lines_fit_and_lose_nothing_but_spaces(text, cells):
    lines = wrap(text, cells)
    assert all(width(line) <= cells or len(list(clusters(line))) == 1 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "cells", "made"),
    [
        ("王静", 4, "王静"),
        ("王静静", 4, "王…"),
        ("王静静", 5, "王静…"),
        ("👨‍👩‍👧👨‍👩‍👧", 3, "👨‍👩‍👧…"),
        ("🇨🇳🇫🇷", 3, "🇨🇳…"),
        ("Weber", 1, "…"),
        ("Weber", 0, ""),
    ],
)
def test_no_character_is_ever_cut_in_half(text, cells, made):
    assert cut(text, cells) == made


def test_the_ascii_ellipsis_is_left_out_where_it_does_not_fit():
    assert cut("Weber", 1, "..") == "W"


def test_the_head_of_a_text_has_no_ellipsis():
    assert head("王静", 3) == "王"


def test_text_is_centred_with_the_odd_space_behind():
    assert pad("王", 5, "center") == " 王  "


def test_a_chinese_note_fills_its_lines_and_no_line_begins_with_a_full_stop():
    note = "备注 对薰衣草过敏，请使用无香精油。Please ring"
    assert wrap(note, 20) == ["备注 对薰衣草过敏，", "请使用无香精油。", "Please ring"]


def test_a_word_longer_than_the_line_is_broken():
    assert wrap("see https://example.org/a ok", 10) == ["see", "https://ex", "ample.org/", "a ok"]
