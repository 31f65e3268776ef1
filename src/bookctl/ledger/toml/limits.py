"""What no person writes, and no compiled parser should be handed.

The compiled parser recurses for every bracket and equals sign and takes the whole process with it when the
stack ends; it also reads on behind an error, so a text need not be valid to do harm, and how it reads on
nobody has specified. A ledger may have come from somebody else. So it is handed only texts with too few
such signs to do harm, and texts whose whole grammar is plain; `tomllib` reads the others.
"""

import re
from functools import lru_cache

DEEPEST = 64
LONGEST = 4300  # digits of a number: the interpreter's own limit
FEW = 2000  # 6,000 opening brackets end a stack of 8 MiB
_ALL = frozenset(range(256))
_SKELETON = bytes(_ALL - set(b"[]{}\"'#\\\n."))
_BRACKETS = bytes(_ALL - set(b"[]{}"))
_DOTS = bytes(_ALL - set(b".\n"))
_REMARK = re.compile(rb"#[^\n]*+")
_WORDS = re.compile(
    rb'"""(?:[^"\\]|\\.|""?(?!"))*+"{0,5}'
    rb"|'''(?:[^']|''?(?!'))*+'{0,5}"
    rb'|"(?:[^"\\\n]|\\[^\n])*+"?'
    rb"|'[^'\n]*+'?"
    rb"|#[^\n]*+",
    re.DOTALL,
)
_PARTS = re.compile(rb"(?:\.[ \t]*+[A-Za-z0-9_-]*+[ \t]*+){%d}" % DEEPEST)
_SAMPLED = re.compile(rb"[0-9_]{%d}" % (LONGEST // 64))
_DIGITS = re.compile(rb"[0-9_]{%d}" % LONGEST)


class Excessive(ValueError):
    """Nested deeper than any reader of the values should have to follow."""


def harmless(data: bytes) -> bool:
    """Whether the compiled parser ends on the text, well or with an error, soon and within its stack. Excessive."""
    opened = data.count(b"[") + data.count(b"{")
    few = opened + data.count(b"=") <= FEW
    if not few and _plain().fullmatch(data):
        return long_number(data) is None
    if opened > DEEPEST or data.count(b".") >= DEEPEST:
        _refuse_excess(data)
    return few and long_number(data) is None


def _refuse_excess(data: bytes) -> None:
    skeleton = data.translate(None, _SKELETON)
    if _too_deep(_brackets(data, skeleton)):
        raise Excessive(f"values are nested more than {DEEPEST} deep")
    if b"." * DEEPEST in skeleton.translate(None, _DOTS) and _PARTS.search(_WORDS.sub(b"", data)):
        raise Excessive(f"a key has more than {DEEPEST} parts")


def long_number(data: bytes) -> int | None:
    """Where a run of LONGEST digits begins: to read it as a number may take minutes."""
    if _SAMPLED.search(data[::64]) is None:  # such a run shows in every 64th byte
        return None
    found = _DIGITS.search(data)
    return found.start() if found else None


def _brackets(data: bytes, skeleton: bytes) -> bytes:
    """The brackets outside strings and remarks; strings that hold no bracket need no second look."""
    if b"\\" not in skeleton and b'"""' not in data and b"'''" not in data:
        plain = skeleton.translate(None, b".").replace(b'""', b"").replace(b"''", b"")
        plain = _REMARK.sub(b"", plain) if b"#" in plain else plain
        if b'"' not in plain and b"'" not in plain:
            return plain.replace(b"\n", b"")
    return _WORDS.sub(b"", data).translate(None, _BRACKETS)


def _too_deep(brackets: bytes) -> bool:
    """Takes pairs away layer by layer. What never pairs up is an error, for a parser to word."""
    brackets = brackets.replace(b"{", b"[").replace(b"}", b"]")  # one kind, so that a pass takes one layer
    for _ in range(DEEPEST):
        left = brackets.replace(b"[]", b"")
        if left == brackets:
            return False
        brackets = left
    return b"[]" in brackets


@lru_cache(maxsize=1)
def _plain() -> re.Pattern[bytes]:
    """Whole texts of one-line strings, other scalars, lists and inline tables, nested at most three deep."""
    scalar = (
        r'"(?!"")(?:[^"\\\r\n]++|\\[^\r\n])*+"'
        r"|'(?!'')[^'\r\n]*+'"
        r"|[0-9A-Za-z_+:.-]++(?: [0-9][0-9:.Z+-]*+)?+"
    )
    space, gap = r"[ \t]*+", r"[ \t\n]*+(?:(?:\r\n|#[^\n]*+)[ \t\n]*+)*+"
    key = r"[A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++){0,8}+"
    value = scalar
    for _ in range(3):
        items = rf"\[{gap}(?:(?:{value}){gap}(?:,{gap}|(?=\])))*+\]"
        pairs = rf"\{{{space}(?:{key}{space}={space}(?:{value}){space}(?:,{space}|(?=\}})))*+\}}"
        value = f"{scalar}|{items}|{pairs}"
    line = rf"{space}(?:{key}{space}={space}(?:{value})|\[{key}\]|\[\[{key}\]\])?+{space}(?:#[^\n]*+)?+\r?+"
    return re.compile(rf"(?:{line}\n)*+{line}".encode())
