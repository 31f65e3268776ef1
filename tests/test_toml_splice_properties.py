"""Any edit of any document: what lies outside stays, the data are as intended, and the way back leads back.

What is intended is worked out on the standard library's reading, not on the module's own proof.
"""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bookctl.ledger.toml.proof import same
from bookctl.ledger.toml.spans import scan
from bookctl.ledger.toml.splice import (
    append_item,
    append_table,
    insert_record,
    record_text,
    remove_key,
    remove_record,
    set_key,
)
from toml_kit import EXAMPLES, VALUES, documents, read, reads

TEXTS = documents().filter(reads)
LITERALS = st.one_of(VALUES, st.sampled_from(['"x"', "[\n  1,\n  { a = 2 },\n]", "{ a = 1 }"]))
FRESH = st.sampled_from(["fresh", "with space", "é", 'q"'])
MANY = settings(max_examples=EXAMPLES, deadline=None)


def value(literal):
    return read(f"v = {literal}")["v"]


def reached(data, ref):
    for part in ref:
        data = data[part]
    return data


def refs(text):
    """The top level, plain tables and records, as edits name them."""
    found = [table.where for table in scan(text).tables]
    return [ref for ref in found if len(ref) == table_depth(ref)]


def table_depth(ref):
    return 2 if len(ref) > 1 and isinstance(ref[1], int) else min(len(ref), 1)


def records(text):
    return [ref for ref in refs(text) if len(ref) == 2]


def filled(text):
    return [line for line in text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n") if line.strip()]


def around(old, new, ref):
    """Whether the new text has all that stood before and behind the table whose keys were changed."""
    table = next(table for table in scan(old).tables if table.where == ref)
    before, behind = old[: table.header], old[table.end :]
    return new.startswith(before) and new.endswith(behind)


@MANY
@given(TEXTS, st.data(), LITERALS)
def test_a_key_is_set_and_set_back(text, data, literal):
    ref = data.draw(st.sampled_from(refs(text)))
    table = next(table for table in scan(text).tables if table.where == ref)
    plain = {path[0]: span for path, span in table.keys.items() if len(path) == 1}
    assume(plain)
    key = data.draw(st.sampled_from(sorted(plain)))
    made = set_key(text, ref, key, literal)
    wanted = read(text)
    reached(wanted, ref)[key] = value(literal)
    assert same(read(made), wanted)
    span = plain[key]
    assert made.startswith(text[: span.value_start])
    assert made.endswith(text[span.value_end :])
    old = text[span.value_start : span.value_end]
    assert same(read(set_key(made, ref, key, old)), read(text))
    if text.count("\r\n") in {0, text.count("\n")}:
        assert set_key(made, ref, key, old) == text


@MANY
@given(TEXTS, st.data(), FRESH, LITERALS)
def test_a_key_is_added_and_removed(text, data, key, literal):
    ref = data.draw(st.sampled_from(refs(text)))
    assume(key not in reached(read(text), ref))
    made = set_key(text, ref, key, literal)
    wanted = read(text)
    reached(wanted, ref)[key] = value(literal)
    assert same(read(made), wanted)
    assert around(text, made, ref) or not text.endswith("\n") or not ref
    assert set(filled(text)) <= set(filled(made))
    assert filled(remove_key(made, ref, key)) == filled(text)


@MANY
@given(TEXTS, st.data())
def test_a_key_of_any_shape_is_removed(text, data):
    ref = data.draw(st.sampled_from(refs(text)))
    keys = sorted(key for key in reached(read(text), ref) if ref or key not in {"booking", "session"})
    assume(keys)
    key = data.draw(st.sampled_from(keys))
    wanted = read(text)
    del reached(wanted, ref)[key]
    made = remove_key(text, ref, key)
    assert same(read(made), wanted)
    assert all(line in filled(text) for line in filled(made))


@MANY
@given(TEXTS, st.data(), LITERALS)
def test_an_element_is_appended_and_all_before_it_stays(text, data, literal):
    ref = data.draw(st.sampled_from(refs(text)))
    record = reached(read(text), ref)
    lists = sorted(
        key for key in record if isinstance(record[key], list) and (ref or key not in {"booking", "session"})
    )
    key = data.draw(st.sampled_from([*lists, *["fresh"] * ("fresh" not in record)]))
    if any(table.array and table.where[:-1] == (*ref, key) for table in scan(text).tables):
        literal = "{ a = 1 }"
    made = append_item(text, ref, key, literal)
    wanted = read(text)
    reached(wanted, ref).setdefault(key, []).append(value(literal))
    assert same(read(made), wanted)
    assert made.replace(",", "").count("#") == text.replace(",", "").count("#") + literal.count("#")
    assert around(text, made, ref) or not text.endswith("\n") or not ref or literal == "{ a = 1 }"


@MANY
@given(TEXTS, st.data())
def test_a_record_is_taken_out_and_put_back_with_its_comments(text, data):
    found = records(text)
    assume(found)
    array, number = data.draw(st.sampled_from(found))
    own, made = record_text(text, (array, number)), remove_record(text, (array, number))
    assert sorted(filled(own) + filled(made)) == sorted(filled(text))
    behind = (array, number + 1)
    before = (array, number) if behind in found else None
    back = insert_record(made, array, own, before)
    assert same(read(back), read(text))
    assert sorted(filled(back)) == sorted(filled(text))
    assert set(filled(record_text(back, (array, number)))) == set(filled(own))


@MANY
@given(TEXTS, st.lists(LITERALS, min_size=1, max_size=3))
def test_a_table_is_appended_and_all_before_it_stays(text, literals):
    body = "".join(f"k{number} = {literal}\n" for number, literal in enumerate(literals))
    wanted = read(text)
    wanted.setdefault("note", []).append(read(body))
    made = append_table(text, "note", body)
    assert same(read(made), wanted)
    assert made.startswith(text)
    assert same(read(remove_record(made, ("note", 0))), read(text))
