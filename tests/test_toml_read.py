"""What the standard library reads is read to the same values; what it refuses is refused, with line and column."""

import subprocess
import sys
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookctl.ledger.toml import read
from bookctl.ledger.toml.limits import DEEPEST, FEW
from bookctl.ledger.toml.read import ConflictMarkers, TomlError, parse
from toml_kit import EXAMPLES, documents
from toml_snippets import SNIPPETS

MANY = settings(max_examples=EXAMPLES * 4, deadline=None)
PIECES = ["[", "]", "{", "}", '"', "'", '"""', "'''", "\\", "#", "=", ".", ",", "\n", "\r", "\r\n", "\t", " ", "0", "1",
          "a", "b", "_", "-", "+", ":", "e", "T", "Z", "inf", "true", "\\u00e9", "0x", "2026-11-24", "10:00:00", "é",
          "\x00", "\x7f", "\x85", "\ufeff", "\u2028", "[[a]]\n", "[a]\n", "a.b = 1\n", "a = "]  # fmt: skip


def outcome(parser, text):
    """What it reads, to the bit (nan, -0.0 and the zone included), or that it refuses."""
    try:
        return repr(parser(text))
    except ValueError:
        return "refused"


def ours(text):
    return parse(text.encode())


def library(text):
    return tomllib.loads(text.removeprefix("\ufeff"))


def refused(data):
    with pytest.raises(TomlError) as fault:
        parse(data)
    return fault.value.line, fault.value.column, fault.value.message


@pytest.mark.parametrize("text", SNIPPETS, ids=ascii)
def test_a_snippet_is_read_or_refused_as_the_library_does(text):
    assert outcome(ours, text) == outcome(library, text)


@pytest.mark.parametrize("text", SNIPPETS, ids=ascii)
def test_a_snippet_in_a_long_page_is_read_or_refused_as_the_library_does(text):
    page = "[[p]]\nx = { y = [1] }\n" * (FEW // 6 + 1) + "[s]\n" + text.removeprefix("\ufeff")
    assert outcome(ours, page) == outcome(library, page)


@MANY
@given(documents())
def test_a_document_is_read_or_refused_as_the_library_does(text):
    assert outcome(ours, text) == outcome(library, text)


@MANY
@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
def test_a_heap_of_signs_is_read_or_refused_as_the_library_does(text):
    assert outcome(ours, text) == outcome(library, text)


@MANY
@given(documents(), st.integers(0, 10**6), st.integers(0, 3), st.sampled_from(["", *PIECES]))
def test_a_slip_of_the_hand_is_read_or_refused_as_the_library_does(text, at, lost, put):
    at %= len(text) + 1
    slipped = text[:at] + put + text[at + lost :]
    assert outcome(ours, slipped) == outcome(library, slipped)


def test_without_the_compiled_parser_the_library_does_the_work(monkeypatch):
    monkeypatch.setitem(sys.modules, "toml_rs", None)
    read._parser.cache_clear()
    try:
        assert read._parser() is tomllib.loads
        assert parse("\ufeffa = 1\r\n".encode()) == {"a": 1}
        assert refused(b"a = 1\nb = \n") == (2, 5, "invalid value")
    finally:
        read._parser.cache_clear()


@pytest.mark.parametrize(
    ("data", "line", "column", "message"),
    [
        (b"a = 1\nb = 'x\nc = 1\n", 2, 5, "a string is not closed"),
        (b"a = 1\nb = 'x\nc = 'y'\n", 2, 7, "a string is not closed"),
        (b"a = 1\nb = '''x\nc = 1\n", 2, 5, "a string is not closed"),
        (b'a = 1\nb = """x\nc = "y"\n', 2, 5, "a string is not closed"),
        (b'a = """"""\nb = "x', 2, 5, "a string is not closed"),
        ('王 = 1\na = "王'.encode(), 1, 1, "invalid statement"),
        (b"a = 1\na = 2\n", 2, 6, "this key has a value already"),
        (b"a = { b = 1, b = 2 }\n", 1, 19, "this key has a value already"),
        (b"[a]\n[a]\n", 2, 3, "this table stands further up already"),
        (b"a = [{}]\n[[a]]\n", 2, 4, "what stands further up is complete; nothing can be added to it here"),
        (b"a = 1\r\nb = \r\n", 2, 5, "invalid value"),
        (b"a = [1,\n2\n\nb = 1\n", 4, 1, "unclosed array"),
        ("名 = 1".encode(), 1, 1, "invalid statement"),
        ('k = "王" x'.encode(), 1, 9, "expected newline or end of document after a statement"),
        (b"\xef\xbb\xbf!", 1, 1, "invalid statement"),
        (b"a = 0\nb = " + b"1" * 5000, 2, 5, "a number has too many digits"),
        (b"a = 1\nb = '\xff'\n", 2, 6, "this is not UTF-8"),
        (
            "a = 1\nb = '王小姐'\n".encode("gb18030"),
            2,
            6,
            "this is not UTF-8; it looks like GB18030: save it as UTF-8",
        ),
        ("b = 'Zoë'\n".encode("latin-1"), 1, 8, "this is not UTF-8"),
        ("b = '王' # é".encode() + b"\xe9", 1, 12, "this is not UTF-8"),
        ("a = 1".encode("utf-16"), 1, 1, "this is not UTF-8"),
    ],
)
def test_a_fault_has_its_place_and_its_words(data, line, column, message):
    assert refused(data) == (line, column, message)


MERGE = "a = 1\n<<<<<<< HEAD\nb = 1\n{}=======\nb = 2\n>>>>>>> laptop\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("base", "lines"), [("", (2, 4, 6)), ("||||||| abc123\nb = 0\n", (2, 4, 6, 8))])
def test_an_unfinished_merge_is_told_by_its_sides_and_lines(newline, base, lines):
    with pytest.raises(ConflictMarkers) as fault:
        parse(MERGE.format(base).replace("\n", newline).encode())
    assert (fault.value.lines, fault.value.ours, fault.value.theirs) == (lines, "HEAD", "laptop")
    assert str(fault.value) == "2:1: an unfinished merge of HEAD and laptop"


def test_marks_inside_a_string_are_no_merge():
    text = MERGE.format("")
    assert parse(f"note = '''\n{text}'''\n".encode()) == {"note": text}


@pytest.mark.parametrize(("left", "right"), [("[", "]"), ("{x=", "}"), ("[{x=", "}]"), ('["]",[', "]]")])
def test_values_may_be_nested_so_deep_and_no_deeper(left, right):
    layers = DEEPEST // len(right)
    assert "a" in parse(f"a = {left * layers}1{right * layers}".encode())
    deep = f"a = {left * (layers + 1)}1{right * (layers + 1)}"
    assert refused(deep.encode()) == (1, 1, f"values are nested more than {DEEPEST} deep")


HOSTILE = """
from bookctl.ledger.toml.read import TomlError, parse
N = 40_000
for text in (
    "a=" + "[" * N + "]" * N, "a=" + "[" * N, "a=" + "{b=" * N + "1" + "}" * N, "a=" + "{b=" * N,
    "a=" + '["]",' * N + "]" * N, "a=" + "['}]'," * N + "]" * N, "a=" + "[#]\\n" * N + "]" * N,
    "a=" + '["\\\\"]",' * N + "]" * N, "a=" + '[\\"\\"\\"]\\"\\"\\",' * N + "]" * N, "a='\\n" + "b=[" * N,
    "[" + "a." * N + "a]", "a." * N + "a=1", "[" * N, "a=" + "=" * N, "a={" + "b=" * N, '"' * N, "a=" + "'" * N,
    "a=" + "9" * 10**6, "a=1" + "_1" * 10**6, "a=" + "[[1]," * N, "\\\\" * N, "#" + "[" * N + "\\na=" + "[" * N,
):
    try:
        parse(text.encode())
    except TomlError as fault:
        assert len(str(fault)) < 200, len(str(fault))
print("alive")
"""


def test_a_hostile_text_ends_in_words_and_never_in_a_crash():
    done = subprocess.run(
        [sys.executable, "-c", HOSTILE], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr[-500:]
