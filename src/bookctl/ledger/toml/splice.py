"""Edits of single records in a TOML text; every other character stays as it is.

What belongs to a record: the comment lines directly above its header, its keys and sub-tables, and a comment
directly below its last key that a blank line or the end of the text follows. A comment block at the top with a
blank line after it is the file's and stays. A comment behind a value stays when the value changes and goes when
the key goes; comment lines between keys stay. What is put in has the line ending of the text's first line.

Each edit is proven before it is returned: the new text must read as the old data with just that edit; anything
else is a SpliceError. LookupError for a record, table or key that is not there, or whose table is written inline.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from bookctl.ledger.toml.lists import appended
from bookctl.ledger.toml.proof import SpliceError, proven, value
from bookctl.ledger.toml.read import parse
from bookctl.ledger.toml.spans import Document, Table, scan
from bookctl.ledger.toml.words import BOM, line_start, next_line
from bookctl.ledger.toml.write import array as array_text
from bookctl.ledger.toml.write import key as key_text
from bookctl.ledger.toml.write import literal as literal_text

__all__ = [
    "Ref",
    "SpliceError",
    "append_item",
    "append_table",
    "insert_record",
    "record_text",
    "remove_key",
    "remove_record",
    "set_key",
]

Ref = tuple[()] | tuple[str] | tuple[str, int]
_WHITE = " \t\r\n"


class _Piece(NamedTuple):
    """Whole lines to take out; a block takes the blank lines behind it along."""

    start: int
    end: int
    block: bool


def set_key(text: str, ref: Ref, key: str, literal: str) -> str:
    """Changes just the value's characters; a new key gets a line behind the record's last key.

    A key written as dotted keys or sub-tables is taken out and written anew. `()` is the top level.
    """
    document, wanted = scan(text), value(literal)
    literal = _in_newlines(literal, text)
    found = _table(document, ref).keys.get((key,))
    if found is not None:
        made = text[: found.value_start] + literal + text[found.value_end :]
    else:
        line = f"{key_text(key)} = {literal}"
        made = _with_line(_without(text, _pieces(text, document, ref, key)), ref, line)
    return proven(text, made, lambda data: _record(data, ref).__setitem__(key, wanted))


def remove_key(text: str, ref: Ref, key: str) -> str:
    """Takes out the key's lines, however it is written."""
    pieces = _pieces(text, scan(text), ref, key)
    if not pieces:
        raise LookupError(f"{ref} has no key {key}")
    return proven(text, _without(text, pieces), lambda data: _record(data, ref).pop(key))


def append_item(text: str, ref: Ref, key: str, literal: str) -> str:
    """One more element for a list, in the list's own style; a missing list begins over several lines."""
    document, wanted = scan(text), value(literal)
    found = _table(document, ref).keys.get((key,))
    tables = [table for table in document.tables if table.array and table.where[:-1] == (*ref, key)]
    if found is not None:
        literal = _in_newlines(literal, text)
        made = appended(text, found.value_start, found.value_end, literal, _newline(text))
    elif tables:
        header = text[tables[-1].header : tables[-1].body].strip()
        pairs = "".join(f"{key_text(name)} = {literal_text(part)}\n" for name, part in wanted.items())
        made = _put(text, _extent(document, tables[-1].where)[-1].end, f"{header}\n{pairs}")
    else:
        made = _with_line(text, ref, _in_newlines(f"{key_text(key)} = {array_text([literal])}", text))
    return proven(text, made, lambda data: _record(data, ref).setdefault(key, []).append(wanted))


def append_table(text: str, array: str, body: str) -> str:
    """One more `[[array]]` at the end, from the lines of its keys; one more element where it is written inline."""
    if (array,) in scan(text).tables[0].keys:
        return append_item(text, (), array, literal_text(parse(body.encode())))
    return insert_record(text, array, f"[[{key_text(array)}]]\n{body}", None)


def insert_record(text: str, array: str, block: str, before: tuple[str, int] | None) -> str:
    """The whole `[[array]]` block in front of another record or at the end, a blank line on either side."""
    at = _extent(scan(text), before)[0].start if before else len(text)
    wanted = parse(block.encode())[array][0]

    def edit(data: dict[str, Any]) -> None:
        rows = data.setdefault(array, [])
        rows.insert(before[1] if before and before[0] == array else _rows_before(text, array, at), wanted)

    return proven(text, _put(text, at, block), edit)


def remove_record(text: str, ref: tuple[str, int]) -> str:
    """The text without the record and what belongs to it."""

    def edit(data: dict[str, Any]) -> None:
        del data[ref[0]][ref[1]]
        if not data[ref[0]]:
            del data[ref[0]]

    return proven(text, _without(text, _extent(scan(text), ref)), edit)


def record_text(text: str, ref: tuple[str, int]) -> str:
    """The record with the comments that belong to it, as it stands, ending in a line break."""
    own = "".join(text[piece.start : piece.end] for piece in _extent(scan(text), ref))
    return own if own.endswith("\n") else own + _newline(text)


def _rows_before(text: str, array: str, at: int) -> int:
    return sum(table.where[:-1] == (array,) and table.start < at for table in scan(text).tables)


def _record(data: dict[str, Any], ref: Ref) -> dict[str, Any]:
    found: Any = data
    for part in ref:
        found = found[part]
    return found  # type: ignore[no-any-return]  # what a ref leads to is a table


def _table(document: Document, ref: Ref) -> Table:
    for table in document.tables:
        if table.where == ref:
            return table
    raise LookupError(f"there is no table {ref}")


def _extent(document: Document, ref: tuple[str | int, ...]) -> list[_Piece]:
    """The record's tables and sub-tables; those that follow each other are one piece."""
    pieces: list[_Piece] = []
    previous = None
    for number, table in enumerate(document.tables):
        if table.where[: len(ref)] == ref:
            start = pieces.pop().start if previous == number - 1 else table.start
            pieces.append(_Piece(start, table.end, block=True))
            previous = number
    if not pieces:
        raise LookupError(f"there is no record {ref}")
    return pieces


def _pieces(text: str, document: Document, ref: Ref, key: str) -> list[_Piece]:
    """The lines of a key of a record, its dotted keys and its sub-tables."""
    lines = [
        _Piece(line_start(text, span.start), next_line(text, span.value_end), block=False)
        for path, span in _table(document, ref).keys.items()
        if path[0] == key
    ]
    below = (*ref, key)
    if any(table.where[: len(below)] == below for table in document.tables):
        lines += _extent(document, below)
    return lines


def _without(text: str, pieces: Iterable[_Piece]) -> str:
    for start, end, block in sorted(pieces, reverse=True):
        head, rest = text[:start], text[end:]
        if block and not rest.strip(_WHITE):
            text = _trimmed(head)
        elif block and (_blanks(head) > 1 or not _filled(head)):
            text = head + rest[_blank_lines(rest) :]
        else:
            text = head + rest
    return text


def _with_line(text: str, ref: Ref, line: str) -> str:
    """A line more behind the last key, with its indent; at the top level also in front of the first table."""
    table = _table(scan(text), ref)
    newline, gap = _newline(text), ""
    if table.keys:
        last = max(table.keys.values())
        line = text[line_start(text, last.start) : last.start] + line
        at = next_line(text, last.value_end)
    elif ref:
        at = table.body
    else:
        at = table.end
        gap = newline if text[at:] and not _blank_lines(text[at:]) else ""
    lead = newline if _filled(text[:at]) and text[at - 1] != "\n" else ""
    return text[:at] + lead + line + newline + gap + text[at:]


def _put(text: str, at: int, block: str) -> str:
    """The block between the lines before and after it, a blank line on either side."""
    newline, head, rest = _newline(text), text[:at], text[at:]
    ended = head.removeprefix(BOM)[-1:] in {"", "\n"}
    lead = newline * max(2 - _blanks(head) if _filled(head) else 0, not ended)
    block = _in_newlines(block if block.endswith("\n") else block + "\n", text)
    return head + lead + block + (newline if rest and not _blank_lines(rest) else "") + rest


def _filled(text: str) -> bool:
    return bool(text.strip(BOM + _WHITE))


def _blanks(head: str) -> int:
    """How many line breaks it ends with."""
    return head.count("\n", len(head.rstrip(_WHITE)))


def _trimmed(head: str) -> str:
    """Without the blank lines it ends with."""
    return head[: next_line(head, len(head.rstrip(_WHITE)))] if _filled(head) else head


def _blank_lines(rest: str) -> int:
    """Where the first line that is not blank begins."""
    filled = len(rest) - len(rest.lstrip(_WHITE))
    return rest.rfind("\n", 0, filled) + 1


def _newline(text: str) -> str:
    first = text.find("\n")
    return "\r\n" if text[first - 1 : first] == "\r" else "\n"


def _in_newlines(made: str, text: str) -> str:
    return made.replace("\r\n", "\n").replace("\n", _newline(text))
