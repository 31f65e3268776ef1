"""What is written reads as the value it was made from."""

import tomllib
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.ledger.toml.write import array, key, literal, money, record, string

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
OFFSETS = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
WHOLE = st.datetimes(timezones=st.one_of(st.none(), OFFSETS)).map(
    lambda at: at.replace(microsecond=0, fold=0)
)
SCALARS = st.one_of(
    TEXT,
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    WHOLE,
    st.times().map(lambda at: at.replace(fold=0)),
)
VALUES = st.recursive(
    SCALARS,
    lambda parts: st.one_of(st.lists(parts, max_size=3), st.dictionaries(TEXT, parts, max_size=3)),
    max_leaves=6,
)


@given(VALUES)
def test_a_literal_reads_as_its_value_and_stands_on_one_line(value):
    written = literal(value)
    assert repr(tomllib.loads(f"v = {written}")["v"]) == repr(value)
    assert "\n" not in written


@given(TEXT, TEXT)
def test_names_and_strings_of_any_kind_survive(name, text):
    assert tomllib.loads(f"{key(name)} = {string(text)}") == {name: text}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("王小姐", '"王小姐"'),
        ('a"b\\c', '"a\\"b\\\\c"'),
        ("a\nb\tc\x1b\x7f", '"a\\nb\\tc\\u001b\\u007f"'),
        (True, "true"),
        (75, "75"),
        (date(2026, 11, 24), "2026-11-24"),
        (datetime(2026, 11, 24, 10, tzinfo=timezone(timedelta(hours=8))), "2026-11-24T10:00:00+08:00"),
        (datetime(2026, 11, 24, 10, tzinfo=UTC), "2026-11-24T10:00:00+00:00"),
        (datetime(2026, 11, 24, 10), "2026-11-24T10:00:00"),  # noqa: DTZ001  # a local time has no zone
        (time(9, 30), "09:30:00"),
        (["wang", {"resource": "room-2", "to": 75}], '["wang", { resource = "room-2", to = 75 }]'),
        ({"shoe size": 38}, '{ "shoe size" = 38 }'),
        ({}, "{}"),
        ([], "[]"),
    ],
)
def test_the_canonical_spelling(value, written):
    assert literal(value) == written


@pytest.mark.parametrize("value", [None, b"x", {1, 2}, [None], object()])
def test_what_toml_cannot_say_is_a_type_error(value):
    with pytest.raises(TypeError):
        literal(value)


@pytest.mark.parametrize(
    ("minor", "exponent", "written"),
    [(68000, 2, "680.00"), (680, 0, "680"), (5, 2, "0.05"), (-5, 2, "-0.05"), (0, 2, "0.00"), (1234, 3, "1.234"),
     (99999999999999999, 2, "999999999999999.99")],
)  # fmt: skip
def test_money_is_written_from_the_smallest_units(minor, exponent, written):
    assert money(minor, exponent) == written


def test_a_record_is_a_block_of_lines():
    text = record("booking", [("id", '"a"'), ("history", array(["{ at = 1 }", "{ at = 2 }"]))])
    assert text == '[[booking]]\nid = "a"\nhistory = [\n  { at = 1 },\n  { at = 2 },\n]\n'
    assert tomllib.loads(text) == {"booking": [{"id": "a", "history": [{"at": 1}, {"at": 2}]}]}
