"""Files that a slip, a crash or a stranger left wrong: told at once, in one place, and nothing is changed."""

import shutil
import time

import pytest

from conftest import Book, environment
from ledger_watch import PAGE, SECONDS, put, sound, unchanged

BOOK = ("book", "张伟", "deep-tissue-60", "fri 14:45")
FIRST = '[[booking]]\nid = "e2n7qy"\n'
CUSTOMER = "customers/c4f7qx.toml"


def change(book, path, old, new):
    text = (book.root / path).read_text()
    assert old in text
    put(book, path, text.replace(old, new, 1))


@pytest.fixture(scope="module")
def wrong(practice, tmp_path_factory):
    """One copy of the practice for many slips; each test puts right what it made wrong."""
    base = tmp_path_factory.mktemp("wrong")
    shutil.copytree(practice, base / "ledger")
    (base / "home").mkdir()
    return Book(base / "ledger", environment(base / "home", base / "ledger"))


@pytest.fixture
def slip(wrong):
    before = {path: path.read_bytes() for path in wrong.root.rglob("*.toml")}
    yield wrong
    for path in wrong.root.rglob("*.toml"):
        if path.is_symlink() or path not in before:
            path.unlink()
    for path, data in before.items():
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)


def told(book, path, *words):
    """What `check` says of a file that is wrong; and no command falls over it or changes it."""
    began = time.monotonic()
    with unchanged(book):
        done = sound(book.run("check", "--format", "concise"), codes={1})
        sound(book.run("agenda", "week"))
        assert sound(book.run(*BOOK), codes={1}).err.startswith(path)
    assert time.monotonic() - began < 3 * SECONDS
    lines = [line for line in done.out.splitlines() if line.startswith(f"{path}:")]
    assert lines, done.out
    for word in words:
        assert any(word in line for line in lines), lines
    return lines


@pytest.mark.parametrize(
    ("path", "old", "new", "line", "words"),
    [
        (PAGE, '"e2n7qy"', '"e2n7qy', 2, ["parse"]),
        (PAGE, FIRST, "[[booking]\n", 1, ["parse"]),
        (PAGE, FIRST, FIRST + "x = [\n" * 3, 4, ["parse"]),
        (PAGE, FIRST, FIRST + FIRST.splitlines()[1] + "\n", 3, ["parse"]),
        (PAGE, FIRST, FIRST + "\x00", 3, ["parse"]),
        (PAGE, FIRST, FIRST + "a\x1b = 1\n", 3, ["parse"]),
        (PAGE, FIRST, FIRST + 'statsu = "x"\n', 3, ["no key statsu"]),
        (PAGE, "price = 320.00", 'price = "320"', 9, ["price", "schema"]),
        (PAGE, "price = 320.00", "price = nan", 9, ["price", "nan"]),
        (PAGE, "price = 320.00", "price = inf", 9, ["price", "inf"]),
        (PAGE, "price = 320.00", "price = -1", 9, ["price"]),
        (PAGE, "price = 320.00", "price = 320.001", 9, ["price"]),
        (PAGE, "price = 320.00", "price = 1" + "0" * 300, 9, ["price"]),
        (PAGE, "price = 320.00", "price = true", 9, ["price", "true"]),
        (PAGE, "end = 2026-11-24T09:30:00+08:00", "end = 2026-11-24T08:30:00+08:00", 6, ["end"]),
        (PAGE, "end = 2026-11-24T09:30:00+08:00", "end = 2026-11-24T09:00:00+08:00", 6, ["end"]),
        (PAGE, "end = 2026-11-24T09:30:00+08:00", "end = 2026-11-24T09:30:00", 6, ["offset"]),
        (PAGE, "end = 2026-11-24T09:30:00+08:00", "end = 2026-11-24T25:30:00+08:00", 6, ["parse"]),
        (PAGE, "end = 2026-11-24T09:30:00+08:00", "end = 9999-11-24T09:30:00+08:00", 6, ["2100"]),
        (PAGE, "end = 2026-11-24T09:30:00+08:00", "end = 2026-02-30T09:30:00+08:00", 6, ["parse"]),
        (PAGE, '"e2n7qy"', '"E2N7QY"', 2, ["E2N7QY"]),
        (PAGE, '"e2n7qy"', '"7k2m9q"', 35, ["7k2m9q"]),
        (PAGE, '"e2n7qy"', '"../../etc/x"', 2, ["../../etc/x"]),
        (PAGE, '"e2n7qy"', '"a\\nb"', 2, ["a"]),
        (PAGE, '"e2n7qy"', '"e2\\u001b[2Jqy"', 2, ["U+001B"]),
        (PAGE, '"e2n7qy"', '""', 2, ["id"]),
        (PAGE, '"e2n7qy"', f'"{"a" * 10_000}"', 2, ["id"]),
        (PAGE, '"cb4t6m"', '"../cb4t6m"', 4, ["customer"]),
        (PAGE, '"cb4t6m"', '"czzzzz"', 4, ["czzzzz", "reference"]),
        (PAGE, '"express-facial"', '"express-facail"', 3, ["express-facail", "reference"]),
        (PAGE, '"express-facial"', '"../express-facial"', 3, ["service"]),
        (PAGE, 'uses = ["anna"', 'uses = ["anne"', 7, ["anne", "reference"]),
        (PAGE, 'uses = ["anna"', 'uses = ["-rf"', 7, ["-rf"]),
        (PAGE, "to = 45 }", "to = -45 }", 7, ["to"]),
        (PAGE, "to = 45 }", "to = 99999999999999999999 }", 7, []),
        (PAGE, 'status = "arrived"', 'status = ""', 8, ["status"]),
        (PAGE, 'status = "arrived"', 'status = "arived"', 8, ["status"]),
        (PAGE, 'source = "portal"', 'source = "a\\u009bb"', 10, ["U+009B"]),
        (CUSTOMER, "张伟 Zhang Wei", "", 1, ["name", "empty"]),
        (CUSTOMER, "张伟 Zhang Wei", "a" * 10_000, 1, ["name"]),
        (CUSTOMER, 'prefers = ["wang"]', 'prefers = ["wnag"]', 6, ["wnag"]),
        (CUSTOMER, "created = 2025-03-04", "created = 03/04", 7, ["parse"]),
        (CUSTOMER, "created = 2025-03-04", "created = 2025-03-04T00:00:00Z", 7, ["created"]),
        ("bookctl.toml", "format = 1", "format = 2", 2, ["format"]),
        ("bookctl.toml", "format = 1", "format = 99999999999999999999999", 2, []),
        ("bookctl.toml", "Asia/Shanghai", "../../etc/localtime", 4, ["zone"]),
        ("bookctl.toml", "Asia/Shanghai", "/etc/localtime", 4, ["zone"]),
        ("bookctl.toml", '"CNY"', '"C\\u0000Y"', 5, ["currency"]),
        ("bookctl.toml", "step = 15", "step = 0", 14, ["step"]),
        ("bookctl.toml", "step = 15", "step = -5", 14, ["step"]),
        ("bookctl.toml", "step = 15", "stepp = 15", 14, ["no key stepp"]),
        ("services/tuina-45.toml", "minutes = 45", "minutes = 0", None, ["minutes"]),
        ("services/tuina-45.toml", "minutes = 45", "minutes = -45", None, ["minutes"]),
        ("services/tuina-45.toml", "minutes = 45", "minutes = 1e999", None, ["minutes"]),
        ("resources/wang.toml", '"mon-fri 09:00-12:30 13:30-18:00"', '"mon-fri 9-12"', None, ["hours"]),
        ("resources/wang.toml", '"mon-fri 09:00-12:30 13:30-18:00"', '"fri-mox 09:00-12:30"', None, []),
        ("resources/wang.toml", '"mon-fri 09:00-12:30 13:30-18:00"', '"mon 12:30-12:30"', None, []),
        ("resources/wang.toml", 'kind = "staff"', 'kind = ""', None, ["kind"]),
    ],
)  # fmt: skip
def test_a_slip_in_a_file_is_told_at_its_line(slip, path, old, new, line, words):
    change(slip, path, old, new)
    lines = told(slip, path, *words)
    if line is not None:
        assert any(one.startswith(f"{path}:{line}:") for one in lines), lines
