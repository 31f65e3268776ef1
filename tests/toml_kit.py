"""Documents as people write them and as they might: every kind of string, comments and spaces in odd places."""

import tomllib

from hypothesis import strategies as st

EXAMPLES = 15  # a document takes some 20 ms to make up
GAP = st.sampled_from(["", " ", "  ", "\t"])
PROSE = st.text(
    st.sampled_from("ab1 王é[]{}#=.,'\"\\-🦀\u2028\x85"), max_size=6
)  # no control character but one that only Python takes for a line break
COMMENT = PROSE.map(lambda text: f"# {text}")
BREAK = st.one_of(st.just("\n"), COMMENT.map(lambda text: f" {text}\n"), st.just("\n\n  "))
DOCUMENT_KEYS = st.lists(st.text(st.sampled_from("abc-_1é. '\"\\"), max_size=4), unique=True, max_size=5)
NUMBERS = [
    "0",
    "-17",
    "+9",
    "1_000",
    "0xdead_BEEF",
    "0o17",
    "0b1",
    "9223372036854775808",
    "6.5",
    "-0.0",
    "1e5",
    "2_0.5e-3",
    "inf",
    "-inf",
    "nan",
    "true",
    "false",
    "2026-11-24",
    "2026-11-24T10:00:00+08:00",
    "2026-11-24T10:00:00Z",
    "2026-11-24t10:00:00.125",
    "2026-11-24|10:00:00",
    "10:00:00",
    "10:00:00.5",
]


def basic(text: str) -> str:
    out = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(f"\\u{ord(c):04x}" if c < " " or c == "\x7f" else c for c in out) + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "") + "'"


def _long_basic(text: str) -> str:
    return f'"""{text.replace(chr(92), chr(92) * 2).replace(chr(34) * 3, chr(34))}"""'


def _long_literal(text: str) -> str:
    return "'''" + text.replace("'''", "'").rstrip("'") + "'''"


LONG = st.text(st.sampled_from("ab\"'\n[]{}#=\\ "), max_size=8)
STRINGS = st.one_of(
    PROSE.map(basic),
    PROSE.map(_literal),
    LONG.map(lambda text: text.rstrip('"')).map(_long_basic),
    LONG.map(_long_literal),
    st.sampled_from(
        [
            '"""a""""',
            '"""a"""""',
            '""""""',
            "''''''",
            "'''a''''",
            "'''''a'''",
            '"""a\\\n   b"""',
            '"""\\""""',
            r'"\\"',
        ]
    ),
)
SCALARS = st.one_of(st.sampled_from(NUMBERS).map(lambda text: text.replace("|", " ")), STRINGS)


@st.composite
def key(draw, name):
    bare = name and all(c in "abcdefghijklmnopqrstuvwxyz-_1" for c in name)
    styles = [basic] + [str] * bool(bare) + [_literal] * ("'" not in name)
    return draw(st.sampled_from(styles))(name)


@st.composite
def array(draw, values):
    gap = st.one_of(GAP, BREAK)
    parts = draw(st.lists(values, max_size=3))
    if not parts:
        return "[" + draw(gap) + "]"
    body = ",".join(draw(gap) + part + draw(gap) for part in parts)
    return "[" + body + draw(st.sampled_from(["", ","])) + draw(gap) + "]"


@st.composite
def inline(draw, values):
    names = draw(st.lists(st.sampled_from(["a", "b", "é ", "c.d"]), unique=True, max_size=3))
    pairs = [
        f"{draw(GAP)}{draw(key(name))}{draw(st.sampled_from(['', ' . x', '.y']))}{draw(GAP)}={draw(GAP)}{draw(values)}{draw(GAP)}"
        for name in names
    ]
    return "{" + ",".join(pairs) + "}" if pairs else "{ }"


VALUES = st.recursive(SCALARS, lambda values: st.one_of(array(values), inline(values)), max_leaves=5)


@st.composite
def pairs(draw):
    """Lines of keys, with blank lines and comments between them."""
    lines, indent = [], draw(GAP)
    for name in draw(DOCUMENT_KEYS):
        lines += draw(st.lists(st.one_of(COMMENT, st.just(""), st.just("  ")), max_size=1))
        tail = draw(st.one_of(GAP, COMMENT.map(lambda text: " " + text)))
        dots = draw(st.sampled_from(["", "", "", ".x", " . 'y'.z"]))
        lines.append(f"{indent}{draw(key(name))}{dots}{draw(GAP)}={draw(GAP)}{draw(VALUES)}{tail}")
    return lines


HEADERS = (
    ("[[booking]]", "[ booking . fields ] # of this one", "[[booking.note]]", "[booking.note.'x']"),
    ('[[ "session" ]]  # a class', "[session.x]"),
    ("[[booking]]",),
)


@st.composite
def documents(draw):
    """A text that reads; with a mark, CRLF or mixed line endings, or no final line break, now and then."""
    loose = st.lists(st.one_of(COMMENT, st.just(""), st.just("\t")), max_size=3)
    lines = draw(loose) + draw(pairs())
    if draw(st.booleans()):
        lines += [*draw(loose), "[policy]", *draw(pairs())]
    for headers in draw(st.lists(st.sampled_from(HEADERS), max_size=3)):
        for header in headers[: draw(st.integers(1, len(headers)))]:
            lines += [*draw(loose), draw(GAP) + header, *draw(pairs())]
    lines += draw(loose)
    text = "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n"]))
    ending = draw(st.sampled_from(["lf", "lf", "crlf", "mixed"]))
    if ending == "crlf":
        text = text.replace("\n", "\r\n")
    elif ending == "mixed":
        text = "".join(piece + ("\r\n" if n % 2 else "\n") for n, piece in enumerate(text.split("\n")))
    return draw(st.sampled_from(["", "", "\ufeff"])) + text


def read(text: str):
    """What the standard library makes of it."""
    return tomllib.loads(text.removeprefix("\ufeff"))


def reads(text: str) -> bool:
    try:
        read(text)
    except tomllib.TOMLDecodeError:
        return False
    return True
