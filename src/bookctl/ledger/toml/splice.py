"""Edits of single records in a TOML text; every other character stays as it is.

What belongs to a record: the comment lines directly above its header, its keys and sub-tables, and a
comment directly below its last key that a blank line follows. A comment behind a value stays when the value
changes and goes when the key goes. Each edit is proven before it is returned: the new text must parse to
the old data with just that edit; anything else raises SpliceError, and nothing wrong is ever written.
"""

import re
from collections.abc import Callable
from typing import Any

from bookctl.ledger.toml.read import parse
from bookctl.ledger.toml.spans import Document, Table, items, scan
from bookctl.ledger.toml.write import key as key_text

Ref = tuple[()] | tuple[str] | tuple[str, int]


class SpliceError(AssertionError):
    """An edit that would not have done what it should: a fault of this module."""


def set_key(text: str, ref: Ref, key: str, literal: str) -> str:
    table = _table(scan(text), ref)
    found = table.keys.get((key,))
    if found is not None:
        made = text[: found.value_start] + literal + text[found.value_end :]
    else:
        made = _insert_line(text, _last_key_end(text, table), f"{key_text(key)} = {literal}")
    return _proven(
        text, _in_newlines(made, text, literal), ref, lambda record: record.__setitem__(key, _value(literal))
    )


def remove_key(text: str, ref: Ref, key: str) -> str:
    found = _table(scan(text), ref).keys[(key,)]
    start = text.rfind("\n", 0, found.start) + 1
    end = text.find("\n", found.value_end)
    made = text[:start] + (text[end + 1 :] if end >= 0 else "")
    return _proven(text, made, ref, lambda record: record.pop(key))


def append_item(text: str, ref: Ref, key: str, literal: str) -> str:
    found = _table(scan(text), ref).keys.get((key,))
    if found is None:
        return set_key(text, ref, key, f"[\n  {literal},\n]")
    inside = list(items(text, found.value_start))
    close = found.value_end - 1
    if not inside:
        made = text[: found.value_start] + f"[\n  {literal},\n]" + text[found.value_end :]
    elif "\n" in text[inside[-1][2] : close] or "\n" in text[found.value_start : inside[0][1]]:
        made = _append_lines(text, inside, close, literal)
    else:
        made = text[: inside[-1][2]] + f", {literal}" + text[inside[-1][2] :]
    made = _in_newlines(made, text, literal)
    return _proven(text, made, ref, lambda record: record[key].append(_value(literal)))


def _append_lines(text: str, inside: list[Any], close: int, literal: str) -> str:
    first, last = inside[0][1], inside[-1][2]
    indent = re.match(r"[ \t]*", text[text.rfind("\n", 0, first) + 1 : first]).group()
    tail = text[last:close]
    comma = "" if tail.lstrip(" \t").startswith(",") or _comma(tail) else ","
    line = text.rfind("\n", 0, close) + 1
    body = text[:last] + comma + tail
    shift = len(comma)
    if line <= last:  # the bracket closes on the last element's own line
        return body.rstrip() + f"\n{indent}{literal},\n" + text[close:]
    return body[: line + shift] + f"{indent}{literal},\n" + text[line:]


def _comma(tail: str) -> bool:
    return "," in re.sub(r"#[^\n]*", "", tail)


def record_text(text: str, ref: tuple[str, int]) -> str:
    start, end = extent(text, ref)
    return text[start:end]


def remove_record(text: str, ref: tuple[str, int]) -> str:
    start, end = extent(text, ref)
    rest = text[end:]
    if blank := re.match(r"(?:[ \t]*\r?\n)+", rest):
        rest = rest[blank.end() :]
    before = text[:start]
    if not rest:
        before = before.rstrip() + (_newline(text) if before.strip() else "")
    made = before + rest
    data = parse(text.encode())
    del data[ref[0]][ref[1]]
    if not data[ref[0]]:
        del data[ref[0]]
    return _same(made, data)


def append_table(text: str, array: str, body: str) -> str:
    newline = _newline(text)
    lead = "" if not text.strip() else newline if text.endswith("\n") else newline * 2
    made = text + lead + f"[[{array}]]\n{body}".replace("\n", newline)
    data = parse(text.encode())
    data.setdefault(array, []).append(parse(body.encode()))
    return _same(made, data)


def extent(text: str, ref: tuple[str, int]) -> tuple[int, int]:
    tables = scan(text).tables
    at = next(
        n
        for n, table in enumerate(tables)
        if table.array and table.path == (ref[0],) and table.index == ref[1]
    )
    end = tables[at].end
    for table in tables[at + 1 :]:
        if len(table.path) < 2 or table.path[0] != ref[0]:
            break
        end = table.end
    return tables[at].start, end


def _table(document: Document, ref: Ref) -> Table:
    for table in document.tables:
        if table.path == ref[:1] and (len(ref) < 2 or (table.array and table.index == ref[1])):
            return table
    raise KeyError(ref)


def _last_key_end(text: str, table: Table) -> int:
    """The end of the line of the table's last key, or of its header."""
    if not table.keys:
        return table.body
    stop = max(key.value_end for key in table.keys.values())
    end = text.find("\n", stop)
    return len(text) if end < 0 else end + 1


def _insert_line(text: str, at: int, line: str) -> str:
    newline = _newline(text)
    lead = newline if at and text[at - 1] != "\n" else ""
    gap = newline if at == 0 and text.strip() and text.lstrip()[0] == "[" else ""
    return text[:at] + lead + line + newline + gap + text[at:]


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _in_newlines(made: str, text: str, literal: str) -> str:
    """Inserted line breaks as the file's own."""
    return re.sub(r"(?<!\r)\n", "\r\n", made) if "\r\n" in text and "\n" in literal + "\n" else made


def _value(literal: str) -> Any:
    return parse(f"v = {literal}".encode())["v"]


def _proven(old: str, new: str, ref: Ref, edit: Callable[[dict[str, Any]], Any]) -> str:
    data = parse(old.encode())
    record = data
    for part in ref:
        record = record[part]
    edit(record)
    return _same(new, data)


def _same(new: str, data: dict[str, Any]) -> str:
    if repr(parse(new.encode())) != repr(data) and parse(new.encode()) != data:
        raise SpliceError(new)
    return new
