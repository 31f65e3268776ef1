"""Every table, key and element is found where it stands."""

import tomllib

import pytest
from hypothesis import given, settings

from bookctl.ledger.toml.spans import excerpt, line_column, locate, scan
from bookctl.ledger.toml.words import dotted, items
from toml_kit import EXAMPLES, documents, read, reads

RECORDS = """\
# the page of a day

# moved from Monday
[[booking]]
id = "a" # first
uses = ["wang", { resource = "room-2", to = 75 }]
# she is often late

# nobody's
  [booking.fields]
  "shoe size" = 38

[[booking]]
id = "b"
[policy]
notice.hours = 24
"""


def reached(data, path):
    for part in path:
        data = data[part]
    return data


def alone(text):
    """A value, read by itself; by repr, as nan is not equal to nan."""
    return repr(tomllib.loads(f"v = {text}")["v"])


def leaves(text):
    """Path, beginning and value span of every key and element that the scanner knows of."""
    for table in scan(text).tables:
        for name, span in table.keys.items():
            yield (*table.where, *name), span.start, span.value_start, span.value_end
            yield from inner(text, (*table.where, *name), span.value_start)


def inner(text, path, at):
    if text[at] in "[{":
        for item in items(text, at):
            yield (*path, *item.name), item.start, item.value_start, item.value_end
            yield from inner(text, (*path, *item.name), item.value_start)


def paths(value, above=()):
    """The way to every value that is no table or list, by the parser."""
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in rows:
        yield from paths(part, (*above, name))
    if not isinstance(value, (dict, list)):
        yield above


def offset(text, line, column):
    mark = text.startswith("\ufeff") and line == 1
    return len("".join(row + "\n" for row in text.split("\n")[: line - 1])) + column - 1 + mark


@settings(max_examples=EXAMPLES, deadline=None)
@given(documents().filter(reads))
def test_the_text_of_every_value_read_alone_is_the_value(text):
    data, seen = read(text), set()
    for path, _, start, end in leaves(text):
        assert alone(text[start:end]) == repr(reached(data, path)), path
        seen.add(path)
    assert set(paths(data)) <= seen


@settings(max_examples=EXAMPLES, deadline=None)
@given(documents().filter(reads))
def test_every_value_is_located_at_its_key_or_at_itself(text):
    starts = {path: start for path, start, _, _ in leaves(text)}
    for path, start in starts.items():
        assert locate(text, path) == line_column(text, start)
        assert offset(text, *locate(text, path)) == start
        if isinstance(path[-1], str):
            assert dotted(text, start)[0][-1] == path[-1]
        assert locate(text, (*path, "no such thing")) == locate(text, path)


@settings(max_examples=EXAMPLES, deadline=None)
@given(documents().filter(reads))
def test_tables_lie_behind_each_other_and_hold_their_keys(text):
    behind = 0
    for table in scan(text).tables:
        assert behind <= table.start <= table.header <= table.body <= table.end <= len(text)
        assert all(table.body <= key.start < key.value_end <= table.end for key in table.keys.values())
        above = text[table.start : table.header].split("\n")
        assert all(line.lstrip(" \t").startswith("#") for line in above[:-1])
        assert isinstance(reached(read(text), table.where), dict)
        behind = table.end


def test_a_record_begins_with_the_comment_above_it_and_ends_with_the_one_below():
    first, fields, second, policy = scan(RECORDS).tables[1:]
    assert RECORDS[first.start : first.end].startswith("# moved from Monday\n[[booking]]")
    assert RECORDS[first.start : first.end].endswith("# she is often late\n")
    assert RECORDS[fields.start : fields.header] == "# nobody's\n"
    assert (first.where, fields.where, second.where) == (
        ("booking", 0),
        ("booking", 0, "fields"),
        ("booking", 1),
    )
    assert (second.array, second.index, policy.array, policy.where) == (True, 1, False, ("policy",))


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("booking", 0, "id"), 5, 1),
        (("booking", 0, "uses", 0), 6, 9),
        (("booking", 0, "uses", 1), 6, 17),
        (("booking", 0, "uses", 1, "resource"), 6, 19),
        (("booking", 0, "uses", 1, "to"), 6, 40),
        (("booking", 0, "uses", 1, "from"), 6, 17),
        (("booking", 0, "uses", 7), 6, 1),
        (("booking", 0, "fields"), 10, 1),
        (("booking", 0, "fields", "shoe size"), 11, 3),
        (("booking", 0, "missing"), 4, 1),
        (("booking", 1, "id"), 14, 1),
        (("booking", 1, "fields", "shoe size"), 13, 1),
        (("booking",), 4, 1),
        (("booking", 9, "id"), 1, 1),
        (("policy", "notice"), 16, 1),
        (("policy", "notice", "hours"), 16, 1),
        ((), 1, 1),
    ],
)
def test_a_path_is_located_or_what_encloses_it(path, line, column):
    assert locate(RECORDS, path) == (line, column)


def test_elements_of_nested_arrays_are_counted_within_their_record():
    text = "[[b]]\n[[b.n]]\nx = 1\n[[b.n]]\nx = 2\n[[b]]\n[[b.n]]\nx = 3\n"
    assert [table.where for table in scan(text).tables[1:]] == [
        ("b", 0), ("b", 0, "n", 0), ("b", 0, "n", 1), ("b", 1), ("b", 1, "n", 0),
    ]  # fmt: skip
    assert locate(text, ("b", 1, "n", 0, "x")) == (8, 1)


def test_a_comment_apart_from_the_record_is_not_its_own():
    text = "[[b]]\nx = 1\n\n# loose\n\n# of the next\n[[b]]\n"
    first, second = scan(text).tables[1:]
    assert text[first.start : first.end] == "[[b]]\nx = 1\n"
    assert text[second.start : second.end] == "# of the next\n[[b]]\n"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        (r'"\u738b"', "王"),
        (r'"\U0001F980"', "🦀"),
        (r'"a\tb\"c\\"', 'a\tb"c\\'),
        (r"'a\u00e9'", r"a\u00e9"),
        ('""', ""),
    ],
)
def test_a_key_is_known_by_what_its_quotes_stand_for(written, key):
    assert list(scan(f"{written} = 1").tables[0].keys) == [(key,)] == [tuple(tomllib.loads(f"{written} = 1"))]


def test_a_byte_order_mark_takes_no_column():
    assert locate("\ufeffname = 1\n", ("name",)) == (1, 1)
    assert scan("\ufeff[[b]]\n").tables[1].start == 1


def test_only_line_feeds_end_a_line():
    text = 'a = "x\u2028y"\r\nb = 2\r\n'
    assert excerpt(text, 1) == 'a = "x\u2028y"'
    assert excerpt(text, 2) == "b = 2"
    assert locate(text, ("b",)) == (2, 1)
    assert excerpt(text, 9) == ""
    assert excerpt(text, 0) == ""
