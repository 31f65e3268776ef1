"""Files damaged at random: whatever a byte or a line becomes, no command falls over it or changes anything."""

import random
import shutil

import pytest

from conftest import Book, environment
from ledger_watch import sound, state_of

MUTATIONS = 150
BOOK = ("book", "张伟", "deep-tissue-60", "fri 14:45", "--dry-run")
BYTES = [b"\x00", b"\x1b", b"\x9b", b"\xff", b"\xe2\x80\xae", b"\n", b"\r", b'"', b"'", b'"""', b"[", b"]", b"[[", b"{", b"}", b"=",
         b".", b",", b"#", b"-", b"+", b"_", b"0", b"9" * 30, b"nan", b"1e999", b"T", b":", b"/", b"\\", b"\\u0000", b"\xef\xbb\xbf", b" "]  # fmt: skip
FILES = ["bookctl.toml", "resources/wang.toml", "resources/room-2.toml", "services/deep-tissue-60.toml", "services/morning-yoga.toml",
         "services/signature-facial.toml", "customers/c4f7qx.toml", "customers/c2rk9d.toml", "bookings/2026/2026-11-24.toml",
         "bookings/2026/2026-11-27.toml", "bookings/2026/2026-11-27.toml", "bookings/2026/2026-11-16.toml"]  # fmt: skip


def mutated(data, dice):
    """One byte replaced, put in or taken out; or one line doubled, dropped, swapped, cut or put elsewhere."""
    at, kind = dice.randrange(len(data)), dice.randrange(8)
    if kind < 3:
        return data[:at] + dice.choice(BYTES) + data[at + (0 if kind == 0 else 1) :]
    if kind == 3:
        return data[:at] + data[at + 1 :]
    lines = data.splitlines(keepends=True)
    one, two = dice.randrange(len(lines)), dice.randrange(len(lines))
    if kind == 4:
        lines.insert(two, lines[one])
    elif kind == 5:
        del lines[one]
    elif kind == 6:
        lines[one], lines[two] = lines[two], lines[one]
    else:
        return b"".join(lines[:one]) + lines[one][: dice.randrange(len(lines[one]) + 1)]
    return b"".join(lines)


@pytest.fixture(scope="module")
def target(practice, tmp_path_factory):
    base = tmp_path_factory.mktemp("fuzz")
    shutil.copytree(practice, base / "ledger")
    (base / "home").mkdir()
    return Book(base / "ledger", environment(base / "home", base / "ledger"))


@pytest.mark.parametrize("seed", range(6))
def test_no_damage_makes_a_command_fall_over(target, seed):
    dice = random.Random(seed)
    for number in range(MUTATIONS // 6):
        file = target.root / dice.choice(FILES)
        before = file.read_bytes()
        file.write_bytes(mutated(before, dice))
        try:
            for words in (
                ("check", "--format", "full"),
                ("agenda", "week"),
                BOOK,
                ("find", "x"),
                ("free", "tuina-45", "fri"),
            )[: 3 if number % 3 else 5]:
                done = target.run(*words)
                assert done.code in {0, 1, 2, 3, 4}, (seed, number, file.name, words, done)
                sound(done)
        finally:
            file.write_bytes(before)
    assert state_of(target)[1][0] == ""
