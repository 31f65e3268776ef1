"""Text that every calendar program can take: on a NUL some lose the whole file."""

import re

# Form feeds and the line separators of Unicode are line breaks to some readers, to others they are letters.
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# What is no character, or not one of a text: controls, halves of a pair, the byte order mark, U+FFFE and U+FFFF.
_BAD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
# A continuation line of nothing but spaces is refused by iCloud; 23 of the widest leave room for a letter.
_LONG = " " * 24
_WIDE = re.compile(r"([^\S\n]{23})[^\S\n]+")


def paragraphs(text: str) -> str:
    r"""The text without control characters; its line breaks are all `\n`."""
    if text.isprintable() and _LONG not in text:
        return text.strip()
    whole = _BAD.sub("", _BREAKS.sub("\n", text)).replace("\t", " ")
    return _WIDE.sub(r"\1", whole).strip()


def one_line(text: str) -> str:
    """The same with single spaces where there were line breaks or several spaces."""
    return " ".join((text if text.isprintable() else paragraphs(text)).split())


def quotable(text: str) -> str:
    """The same for a parameter, which cannot hold a double quote (RFC 5545, section 3.1), and where `^`
    may be read as the start of an escape (RFC 6868).
    """
    return one_line(text).replace('"', "'").replace("^", "'")
