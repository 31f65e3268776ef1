"""Edits by example: the text before, the edit, the text after."""

import pytest

from bookctl.ledger.toml.splice import (
    SpliceError,
    append_item,
    append_table,
    insert_record,
    record_text,
    remove_key,
    remove_record,
    set_key,
)

ONE, TWO = ("b", 0), ("b", 1)


@pytest.mark.parametrize(
    ("text", "ref", "key", "literal", "after"),
    [
        ("a = 1 # why\n", (), "a", "22", "a = 22 # why\n"),
        ("a =1", (), "a", "2", "a =2"),
        ("\ufeffa = 1\n", (), "a", "2", "\ufeffa = 2\n"),
        ("a = '''\nx\n''' # y\n", (), "a", "2", "a = 2 # y\n"),
        ("a = [\n 1, # x\n]\n", (), "a", "[]", "a = []\n"),
        ('"a" . b = 1\na.c = 2\n', (), "a", "3", "a = 3\n"),
        ("x = 1\n[a]\nb = 1\n\n[y]\n", (), "a", "3", "x = 1\na = 3\n\n[y]\n"),
        ("x = 1\n\n[a]\nb = 1\n\n[y]\n", (), "a", "3", "x = 1\na = 3\n\n[y]\n"),
        ("[[b]]\nx = 1\n[b.f]\ny = 1\n", ONE, "f", "{}", "[[b]]\nx = 1\nf = {}\n"),
        ("", (), "a", "1", "a = 1\n"),
        ("x = 1", (), "a", "1", "x = 1\na = 1\n"),
        ("[t]\n", (), "a", "1", "a = 1\n\n[t]\n"),
        ("\ufeff[t]\n", (), "a", "1", "\ufeffa = 1\n\n[t]\n"),
        ("# of t\n[t]\n", (), "a", "1", "a = 1\n\n# of t\n[t]\n"),
        ("# my file\n\n# of t\n[t]\n", (), "a", "1", "# my file\na = 1\n\n# of t\n[t]\n"),
        ("# my file", (), "a", "1", "# my file\na = 1\n"),
        ("x = 1 # c\n# below\n\n[t]\n", (), "a", "1", "x = 1 # c\na = 1\n# below\n\n[t]\n"),
        ("[t]\nx = 1\n", ("t",), "a b", "1", '[t]\nx = 1\n"a b" = 1\n'),
        ("[t]", ("t",), "a", "1", "[t]\na = 1\n"),
        ("[[b]]\n[[b]]\n  x = 1\n\n  [b.f]\n", TWO, "a", "1", "[[b]]\n[[b]]\n  x = 1\n  a = 1\n\n  [b.f]\n"),
        ("x = 1\r\n", (), "a", "[\n  1,\n]", "x = 1\r\na = [\r\n  1,\r\n]\r\n"),
        ("x = 1\r\ny = 2\nz = 3\r\n", (), "y", "[\n1]", "x = 1\r\ny = [\r\n1]\nz = 3\r\n"),
    ],
)  # fmt: skip
def test_a_key_is_set(text, ref, key, literal, after):
    assert set_key(text, ref, key, literal) == after


@pytest.mark.parametrize(
    ("text", "ref", "key", "after"),
    [
        ("a = 1 # gone\nb = 2\n", (), "a", "b = 2\n"),
        ("\ufeffa = 1\nb = 2\n", (), "a", "\ufeffb = 2\n"),
        ("# stays\na = [\n1,\n]\n", (), "a", "# stays\n"),
        ("b = 2\na = 1", (), "a", "b = 2\n"),
        ("a.x = 1\nb = 2\na.y = 1\n", (), "a", "b = 2\n"),
        ("[[b]]\nx = 1\n\n[b.f]\ny = 1\n\n[[b]]\n", ONE, "f", "[[b]]\nx = 1\n\n[[b]]\n"),
        ("[[b]]\nx = 1\n\n[[b.n]]\ny = 1\n[[b.n]]\n", ONE, "n", "[[b]]\nx = 1\n"),
    ],
)  # fmt: skip
def test_a_key_is_removed(text, ref, key, after):
    assert remove_key(text, ref, key) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("", "k = [\n  9,\n]\n"),
        ("k = [\n  1,\n]\n", "k = [\n  1,\n  9,\n]\n"),
        ("k = [\n  1\n]\n", "k = [\n  1,\n  9,\n]\n"),
        ("k = [\n  1 # one\n]\n", "k = [\n  1, # one\n  9,\n]\n"),
        (
            "k = [\n  1, # one, and only\n  # the end\n]\n",
            "k = [\n  1, # one, and only\n  # the end\n  9,\n]\n",
        ),
        ("k = [\n  1 # one\n  , # two\n]\n", "k = [\n  1 # one\n  , # two\n  9,\n]\n"),
        ("k = [\n  1\n , ]\n", "k = [\n  1\n ,\n  9, ]\n"),
        ("k = [\n    1,\n    2]\n", "k = [\n    1,\n    2,\n    9]\n"),
        ("k = [1,\n     2]\n", "k = [1,\n     2,\n     9]\n"),
        ("k = [1,\n]\n", "k = [1,\n  9,\n]\n"),
        ("k = [1, 2] # c\n", "k = [1, 2, 9] # c\n"),
        ("k = [1, 2,]\n", "k = [1, 2, 9,]\n"),
        ("k = [ 1 ]\n", "k = [ 1, 9 ]\n"),
        ("k = ['''\n''']\n", "k = ['''\n''', 9]\n"),
        ("k = []\n", "k = [\n  9,\n]\n"),
        ("k = [ # none yet\n]\n", "k = [ # none yet\n  9,\n]\n"),
        ("k = [\r\n  1,\r\n]\r\n", "k = [\r\n  1,\r\n  9,\r\n]\r\n"),
    ],
)
def test_an_element_is_added_in_the_style_of_the_list(text, after):
    assert append_item(text, (), "k", "9") == after


def test_an_element_is_added_to_a_list_written_as_tables():
    text = "[[b]]\n[[b.k]]\nx = 1 # c\n\n[[b]]\n"
    assert (
        append_item(text, ONE, "k", "{ x = 2 }") == "[[b]]\n[[b.k]]\nx = 1 # c\n\n[[b.k]]\nx = 2\n\n[[b]]\n"
    )


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("", "[[n]]\nx = 9\n"),
        ("a = 1", "a = 1\n\n[[n]]\nx = 9\n"),
        ("a = 1\n", "a = 1\n\n[[n]]\nx = 9\n"),
        ("a = 1\n\n", "a = 1\n\n[[n]]\nx = 9\n"),
        ("a = 1\n \t\n", "a = 1\n \t\n[[n]]\nx = 9\n"),
        ("a = 1\n\n\t", "a = 1\n\n\t\n[[n]]\nx = 9\n"),
        ("a = 1\n\t", "a = 1\n\t\n[[n]]\nx = 9\n"),
        ("\ufeff", "\ufeff[[n]]\nx = 9\n"),
        ("a = 1\r\n", "a = 1\r\n\r\n[[n]]\r\nx = 9\r\n"),
        ("\ufeff# c", "\ufeff# c\n\n[[n]]\nx = 9\n"),
        ("n = [{x=1}]\n", "n = [{x=1}, { x = 9 }]\n"),
    ],
)
def test_a_table_is_added_at_the_end(text, after):
    assert append_table(text, "n", "x = 9\n") == after


PAGE = "# the page\n\n# first\n[[b]]\nx = 1 # one\n# below\n\n[b.f]\ny = 1\n\n# loose\n\n[[b]]\nx = 2   \n"


def test_a_record_takes_its_comments_along_and_leaves_those_of_the_file():
    assert record_text(PAGE, ONE) == "# first\n[[b]]\nx = 1 # one\n# below\n\n[b.f]\ny = 1\n"
    assert remove_record(PAGE, ONE) == "# the page\n\n# loose\n\n[[b]]\nx = 2   \n"
    assert remove_record(PAGE, TWO) == PAGE[: PAGE.index("\n[[b]]\nx = 2")]
    assert record_text("[[b]]", ONE) == "[[b]]\n"


def test_the_last_record_of_a_page_leaves_only_what_is_not_its_own():
    assert remove_record("[[b]]\nx = 1\n", ONE) == ""
    assert remove_record("\ufeff# page\r\n\r\n[[b]]\r\nx = 1", ONE) == "\ufeff# page\r\n"


def test_parts_of_a_record_with_a_stranger_between_are_all_taken():
    text = "[[b]]\nx = 1\n\n[p]\nz = 1\n\n[b.f]\ny = 1\n"
    assert record_text(text, ONE) == "[[b]]\nx = 1\n[b.f]\ny = 1\n"
    assert remove_record(text, ONE) == "[p]\nz = 1\n"


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("", None, "[[b]]\nx = 9\n"),
        ("[[b]]\nx = 1", None, "[[b]]\nx = 1\n\n[[b]]\nx = 9\n"),
        ("# page\n\n# of one\n[[b]]\n", ONE, "# page\n\n[[b]]\nx = 9\n\n# of one\n[[b]]\n"),
        ("[[b]]\n[[b]]\n", TWO, "[[b]]\n\n[[b]]\nx = 9\n\n[[b]]\n"),
        ("[[b]]\r\n\r\n[[b]]\r\n", TWO, "[[b]]\r\n\r\n[[b]]\r\nx = 9\r\n\r\n[[b]]\r\n"),
        ("[[b]]\n\n[[s]]\n\n[[b]]\n", ("s", 0), "[[b]]\n\n[[b]]\nx = 9\n\n[[s]]\n\n[[b]]\n"),
    ],
)
def test_a_record_is_put_in_with_a_blank_line_on_either_side(text, before, after):
    assert insert_record(text, "b", "[[b]]\nx = 9\n", before) == after


@pytest.mark.parametrize("literal", ["", "1\nz = 2", "nonsense", "[1", '"a'])
def test_what_is_no_literal_is_never_written(literal):
    with pytest.raises(SpliceError):
        set_key("a = 1\n", (), "a", literal)


def test_what_is_not_there_is_not_found():
    with pytest.raises(LookupError):
        set_key("a = 1\n", ("b", 0), "x", "1")
    with pytest.raises(LookupError):
        remove_key("a = 1\n", (), "b")
    with pytest.raises(LookupError):
        record_text("a = 1\n", ("b", 0))
