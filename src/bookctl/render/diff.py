"""What a change would do to the files, as a unified diff that `git apply` takes."""

from collections.abc import Iterable, Iterator, Sequence

from bookctl.model.text import shown, shown_lines
from bookctl.render.style import Look

_CONTEXT = 3
Text = str | bytes | None


def diff_text(files: Iterable[tuple[object, Text, Text]], look: Look) -> str:
    """The diff of (path, old, new), None where there is no such file; empty where nothing changes."""
    return "".join(f"{line}\n" for path, old, new in files for line in _file(str(path), old, new, look))


def _file(path: str, old: Text, new: Text, look: Look) -> Iterator[str]:
    before, after = _lines(old), _lines(new)
    if before == after and (old is None) == (new is None):
        return
    name = shown(path)
    yield look.style.paint("heading", f"--- {'/dev/null' if old is None else f'a/{name}'}")
    yield look.style.paint("heading", f"+++ {'/dev/null' if new is None else f'b/{name}'}")
    yield from _hunks(before, after, look)


def _lines(text: Text) -> list[str]:
    """Lines with their ends: only a line feed ends one."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    parts = (text or "").split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _hunks(before: Sequence[str], after: Sequence[str], look: Look) -> Iterator[str]:
    """Compares only what lies between the common beginning and end: pages are long and changes small."""
    from difflib import SequenceMatcher

    shared = _common(before, after)
    skip = max(0, shared - _CONTEXT)
    rest = min(len(before), len(after)) - shared
    ending = max(0, min(rest, _common(before[::-1], after[::-1])) - _CONTEXT)
    old, new = before[skip : len(before) - ending], after[skip : len(after) - ending]
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_CONTEXT):
        spans = (
            _range(group[0][1] + skip, group[-1][2] + skip),
            _range(group[0][3] + skip, group[-1][4] + skip),
        )
        yield look.style.paint("session", f"@@ -{spans[0]} +{spans[1]} @@")
        for kind, first, last, new_first, new_last in group:
            gone, come = old[first:last], new[new_first:new_last]
            if kind == "equal":
                yield from _painted(" ", "", gone, look)
            else:
                yield from _painted("-", "removed", gone, look)
                yield from _painted("+", "added", come, look)


def _common(before: Sequence[str], after: Sequence[str]) -> int:
    for number, (old, new) in enumerate(zip(before, after, strict=False)):
        if old != new:
            return number
    return min(len(before), len(after))


def _range(first: int, last: int) -> str:
    """Lines as a hunk's heading counts them: an empty stretch is named by the line before it."""
    length = last - first
    start = first + 1 if length else first
    return f"{start}" if length == 1 else f"{start},{length}"


def _painted(sign: str, style: str, lines: Iterable[str], look: Look) -> Iterator[str]:
    """A carriage return at a line's end stays, so that the diff still applies."""
    for line in lines:
        text = line.removesuffix("\n")
        end = "\r" if text.endswith("\r") else ""
        yield look.style.paint(style, sign + shown_lines(text.removesuffix("\r"))) + end
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"
