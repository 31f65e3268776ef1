"""Files that are no plain text of a sensible size: links, pipes, folders, other encodings, far too much."""

import os
import shutil

import pytest

from ledger_watch import PAGE, SECONDS, commit, edit, put, refused, sound, unchanged

BOOK = ("book", "张伟", "deep-tissue-60", "fri 14:45")
CUSTOMER = "customers/c4f7qx.toml"
READERS = (("agenda", "week"), ("board", "week"), ("find", "x"), ("customer", "list"), ("resource", "list"),
           ("service", "list"), ("session", "list"), ("free", "tuina-45", "next week", "--limit", "1"),
           ("log",), ("doctor",))  # fmt: skip


def told(book, path, text):
    """`check` names the file, writers refuse, readers go on."""
    done = sound(book.run("check", "--format", "concise"), codes={1})
    lines = [line for line in done.out.splitlines() if line.startswith(f"{path}:")]
    assert lines
    assert text in "\n".join(lines)
    refused(book, *BOOK, codes=1)
    with unchanged(book):
        for words in READERS[::3]:
            sound(book.run(*words), codes={0, 1})


def a_link_out(path):
    outside = path.with_name("elsewhere.txt")
    shutil.copy(path, outside)
    path.unlink()
    path.symlink_to(outside)


def a_loop(path):
    path.unlink()
    path.symlink_to(path.name)


def a_pipe(path):
    path.unlink()
    os.mkfifo(path)


def a_folder(path):
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("path", [PAGE, CUSTOMER, "services/deep-tissue-60.toml", "resources/wang.toml"])
@pytest.mark.parametrize("made", [a_link_out, a_loop, a_pipe])
def test_what_is_no_regular_file_is_not_followed_and_hangs_nothing(book, path, made):
    made(book.root / path)
    told(book, path, "[file]")


@pytest.mark.parametrize("made", [a_link_out, a_loop, a_pipe, a_folder])
def test_settings_that_are_no_file(book, made):
    made(book.root / "bookctl.toml")
    for words in (("agenda",), BOOK):
        refused(book, *words)
    assert sound(book.run("check")).code in {1, 2}


@pytest.mark.parametrize("path", [PAGE, CUSTOMER, "resources/wang.toml"])
def test_a_folder_in_the_place_of_a_file(book, path):
    a_folder(book.root / path)
    (book.root / path / "inside").write_text("x")
    refused(book, *BOOK)
    done = sound(book.run("check", "--format", "concise"), codes={1})
    assert done.out
    for words in READERS:
        sound(book.run(*words))


@pytest.mark.parametrize("folder", ["bookings/2026", "customers", "services", "resources", "bookings"])
def test_a_linked_folder_is_not_followed(book, folder):
    target = book.root / folder
    moved = book.root.parent / "outside"
    target.rename(moved)
    target.symlink_to(moved)
    before = {path: path.read_bytes() for path in moved.rglob("*.toml")}
    for words in (("check",), ("agenda", "week"), ("customer", "list")):
        sound(book.run(*words))
    assert book.run("check").code == 1
    refused(book, *BOOK)
    assert {path: path.read_bytes() for path in moved.rglob("*.toml")} == before


@pytest.mark.parametrize(
    ("path", "size"), [(CUSTOMER, 2 << 20), (PAGE, 9 << 20), ("resources/wang.toml", 2 << 20)]
)
def test_a_huge_file_is_refused_unread(book, path, size):
    with (book.root / path).open("ab") as file:
        file.write(b"# " + b"x" * size + b"\n")
    told(book, path, "larger than")


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 20_000,
        "x = " + "[" * 20_000 + "]" * 20_000,
        "x = " + "{a = " * 20_000,
        "[" + "a." * 20_000 + "a]",
        "a." * 20_000 + "a = 1",
        "x = 1" + "0" * 100_000,
        "x = 1_" + "0_" * 100_000 + "0",
        "x = 1e" + "9" * 5000,
        "x = 0x" + "f" * 100_000,
        'x = "' + "a" * 900_000 + '"',
    ],
    ids=lambda text: text[:12].replace("\n", " "),
)  # fmt: skip
def test_nesting_and_numbers_without_end_are_refused_soon(book, text):
    for path in (CUSTOMER, PAGE):
        put(book, path, text + "\n")
        refused(book, *BOOK, codes=1)
        done = sound(book.run("check", "--format", "concise"), codes={1})
        assert f"{path}:1:" in done.out
        assert len(done.out) < 4_000_000
        sound(book.run("agenda"))
        book.git("checkout", "-q", ".")


def test_a_file_of_nothing_but_mistakes_is_refused_soon(book):
    put(book, CUSTOMER, "".join(f"k{n} = 1\n" for n in range(20_000)))
    done = sound(book.spawn("check", timeout=4 * SECONDS), codes={1})
    assert f"{CUSTOMER}:1:" in done.out


def test_a_chinese_file_that_is_not_utf_8_gets_its_hint(book):
    put(book, CUSTOMER, (book.root / CUSTOMER).read_text().encode("gb18030"))
    told(book, CUSTOMER, "it looks like GB18030")


def test_latin_1_and_utf_16_are_told(book):
    for data in ('name = "Jürgen"\n'.encode("latin-1"), 'name = "J"\n'.encode("utf-16")):
        put(book, CUSTOMER, data)
        told(book, CUSTOMER, "[parse]")


def test_an_unfinished_merge_is_named(book):
    edit(book, CUSTOMER, "tags = [", "<<<<<<< HEAD\ntags = [")
    edit(book, CUSTOMER, "source = ", "=======\nsource = ")
    edit(book, CUSTOMER, "prefers = ", ">>>>>>> laptop\nprefers = ")
    told(book, CUSTOMER, "an unfinished merge of HEAD and laptop")


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_crlf_and_a_byte_order_mark_are_kept(book, bom):
    page = "bookings/2026/2026-11-27.toml"
    data = bom + (book.root / page).read_bytes().replace(b"\n", b"\r\n")
    customer = bom + (book.root / CUSTOMER).read_bytes().replace(b"\n", b"\r\n")
    put(book, page, data)
    put(book, CUSTOMER, customer)
    book.ok("check")
    book.ok(*BOOK)
    book.ok("note", "张伟", "likes tea")
    book.ok("customer", "edit", "张伟", "--phone", "+86 100 0000 0999")
    for path, old in ((page, data), (CUSTOMER, customer)):
        new = (book.root / path).read_bytes()
        assert new.startswith(bom)
        assert new.count(b"\xef\xbb\xbf") == len(bom) // 3
        assert new.count(b"\r\n") == new.count(b"\n") > old.count(b"\n")
        gone = set(old.splitlines()) - set(new.splitlines())
        assert gone <= {b'phone = "+86 100 0000 0101"'}
    book.ok("undo")
    book.ok("undo")
    book.ok("undo")
    assert (book.root / page).read_bytes() == data
    assert (book.root / CUSTOMER).read_bytes() == customer


def test_a_file_without_a_last_line_end_is_kept_apart(book):
    page = "bookings/2026/2026-11-29.toml"
    data = (book.root / page).read_bytes().rstrip(b"\n")
    put(book, page, data)
    book.ok("book", "张伟", "express-facial", "sun 13:00", "--force", "test")
    assert (book.root / page).read_bytes().startswith(data + b"\n")
    assert book.run("check").code == 0


@pytest.mark.parametrize(
    "name",
    [".2026-11-24.toml.swp", "2026-11-24.toml~", ".#2026-11-24.toml", "4913", ".DS_Store", "#2026-11-24.toml#",
     "2026-11-24.toml.orig", "2026-11-24.toml.rej", "2026-11-24 (conflicted copy).toml", "2026-11-24.sync-conflict-20261124-090000.toml"],
)  # fmt: skip
def test_what_editors_leave_behind_is_not_read(book, name):
    before = book.ok("agenda", "week")
    put(book, f"bookings/2026/{name}", "this is = = no toml [[[")
    done = sound(book.run("check", "--format", "concise"), codes={0, 1})
    assert book.ok("agenda", "week") == before
    copy = name.startswith("2026") and not name.endswith("~")
    assert ("left behind" in done.out) == copy
    if not name.endswith(".toml") or name.startswith("."):
        book.ok(*BOOK)
        assert name not in book.git("ls-files", "bookings")


@pytest.mark.parametrize(
    "name",
    ["customers/-rf.toml", "customers/C4F7QX.toml", "customers/a b.toml", "customers/x\x1b[31my.toml", "customers/x\ny.toml",
     "customers/" + "a" * 200 + ".toml", "bookings/2026/2026-13-41.toml", "bookings/2025/2026-11-24.toml", "customers/é.toml",
     "bookings/2026/2026-11-24\u202e.toml", "customers/x\u009by.toml"],
)  # fmt: skip
def test_a_file_whose_name_is_no_id(book, name):
    put(book, name, 'name = "Mallory"\n')
    before = book.run("check", "--format", "concise")
    sound(before, codes={0, 1})
    assert "[stray]" in before.out
    for shape in ("full", "json"):
        sound(book.run("check", "--format", shape))
    for words in READERS[:5:2]:
        done = sound(book.run(*words), codes={0, 1})
        assert "Mallory" not in done.out


def test_a_file_name_that_is_not_utf_8(book):
    target = os.fsencode(book.root / "customers") + b"/c\xff\xfe.toml"
    with open(target, "wb") as file:  # noqa: PTH123 - a name that pathlib would have to decode
        file.write(b'name = "Mallory"\n')
    for words in (("check",), ("check", "--format", "json"), *READERS):
        sound(book.run(*words), codes={0, 1})
    sound(book.run(*BOOK))


def test_the_same_id_in_another_page_and_kind(book):
    edit(
        book,
        "bookings/2026/2026-11-28.toml",
        (book.root / "bookings/2026/2026-11-28.toml").read_text().split('id = "')[1][:6],
        "gznfsk",
    )
    commit(book)
    done = sound(book.run("check"), codes={1})
    assert "gznfsk" in done.out
    assert "[ids]" in done.out
    refused(book, "cancel", "gznfsk")


def test_a_newer_format_is_not_touched_and_not_read(book):
    edit(book, "bookctl.toml", "format = 1", "format = 2")
    for words in (BOOK, ("agenda",), ("customer", "list"), ("check",), ("undo",), ("adopt",), ("init", ".")):
        refused(book, *words) if words != ("check",) else sound(book.run("check"), codes={1})
