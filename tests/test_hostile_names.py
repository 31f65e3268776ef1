"""Names that would steer a terminal, from a ledger somebody else wrote: no command ever prints them raw."""

import json

import pytest

from ledger_watch import STEERING, commit, put

ESC, C1, BIDI, LINE = "\\u001b[2J\\u001b]0;owned\\u0007", "\\u009b31m", "\\u202eevil\\u2066", "a\\nb"
NAMES = {
    "esc": ESC,
    "c1": C1,
    "bidi": BIDI,
    "line": LINE,
    "tag": "\\U000e0041x",
    "del": "\\u007f",
    "raw": "\u202eevil",
    "raw-c1": "\u009b31m",
}
COMMANDS = [
    ("agenda", "week"), ("board", "week"), ("board", "week", "--format", "svg"), ("find", "massage"),
    ("find", "customer:c4f7qx"), ("customer", "list"), ("customer", "list", "c4f7qx"), ("customer", "show", "c4f7qx"),
    ("resource", "list"), ("resource", "show", "wang"), ("service", "list"), ("service", "show", "deep-tissue-60"),
    ("session", "list"), ("show", "7k2m9q"), ("log",), ("log", "7k2m9q"), ("check",), ("check", "--strict"), ("doctor",),
    ("why", "deep-tissue-60", "fri 14:45"), ("free", "deep-tissue-60", "next week"), ("undo", "--dry-run"),
    ("book", "c4f7qx", "deep-tissue-60", "fri 14:45"), ("book", "Zhang", "deep-tissue-60", "fri 14:45"),
    ("book", "c4f7qx", "deep-tissue-60", "fri 14:45", "--dry-run"), ("move", "7k2m9q", "fri 14:45", "--dry-run"),
    ("cancel", "7k2m9q", "--dry-run"), ("note", "c4f7qx", "x", "--dry-run"), ("adopt",),
]  # fmt: skip


def nothing_steers(book, *words):
    for shape in (
        (),
        ("--format", "json"),
        ("--format", "table"),
        ("--format", "csv"),
        ("--format", "full"),
        ("--color", "always", "--format", "table"),
    ):
        done = book.run(*words, *shape)
        assert done.code != 70, (words, shape, done)
        said = done.out + done.err
        if "always" in shape:
            import re

            said = re.sub("\x1b\\[[0-9;]*m", "", said)
        if "csv" in shape or "svg" in words:
            said = said.replace("\r\n", "\n")
        found = STEERING.search(said)
        assert not found, (words, shape, ascii(said[max(0, found.start() - 60) : found.end() + 40]))
        if "json" in shape and done.out:
            json.loads(done.out)


PLACES = [
    ("customers/c4f7qx.toml", "张伟 Zhang Wei"),
    ("resources/wang.toml", "王芳 Wang Fang"),
    ("services/deep-tissue-60.toml", "Deep tissue massage 深层按摩, 60 min"),
    ("bookings/2026/2026-11-24.toml", "wechat"),
    ("bookctl.toml", "Still Water 静水"),
]


@pytest.mark.parametrize(
    ("path", "old", "name"),
    [(*place, "esc") for place in PLACES] + [(*PLACES[0], name) for name in NAMES if name != "esc"],
)
def test_no_command_prints_a_hostile_value_raw(book, path, old, name):
    text = (book.root / path).read_text()
    assert f'"{old}"' in text
    put(book, path, text.replace(f'"{old}"', f'"{NAMES[name]}"', 1))
    commit(book, "A stranger's change")
    commands = COMMANDS if name == "esc" else COMMANDS[:16:3] + COMMANDS[16:18] + COMMANDS[22:24]
    for words in commands:
        for shape in ((), ("--format", "json")) if name != "esc" else ((),):
            done = book.run(*words, *shape)
            assert done.code != 70, (words, done)
            found = STEERING.search((done.out + done.err).replace("\r\n", "\n"))
            assert not found, (
                words,
                shape,
                ascii((done.out + done.err)[max(0, found.start() - 60) : found.end() + 40]),
            )


def test_not_in_any_format(book):
    put(book, "customers/c4f7qx.toml", f'name = "{ESC}{C1}{BIDI}"\n')
    put(book, "customers/c\x9b\u202e.toml", 'name = "x"\n')
    for words in COMMANDS:
        nothing_steers(book, *words)


@pytest.mark.parametrize("text", ["a\x1b[2Jb", "a\x9bb", "a\u202eb", "a\nb\x07"])
def test_nor_what_stands_in_the_history_of_git(book, text):
    put(book, "customers/c4f7qx.toml", 'name = "Zhang"\n# x\n')
    book.git("add", "-A")
    book.git(
        "-c",
        f"user.name=E{text.replace(chr(10), '')}",
        "-c",
        "user.email=e@example.com",
        "commit",
        "-qm",
        f"{text}\n\nBookctl-Op: {text}",
    )
    for words in (
        ("log",),
        ("log", "--format", "json"),
        ("log", "--format", "csv"),
        ("undo", "--dry-run"),
        ("undo",),
        ("doctor",),
    ):
        done = book.run(*words)
        assert done.code != 70
        said = (done.out + done.err).replace("\r\n", "\n")
        assert not STEERING.search(said), ascii(said)


def test_nor_what_a_comment_or_a_note_says(book):
    """A comment may hold no control characters by TOML's own rules; bidi overrides it may."""
    put(
        book,
        "customers/c4f7qx.toml",
        'name = "Zhang" # \u202eevil\u2066\n# \u202e\n\n[[note]]\nat = 2026-10-12T11:05:00+08:00\ntext = "a"\n',
    )
    commit(book)
    for words in (
        ("customer", "show", "c4f7qx"),
        ("note", "c4f7qx", "x", "--dry-run"),
        ("customer", "edit", "c4f7qx", "--name", "Q", "--dry-run"),
    ):
        nothing_steers(book, *words)
