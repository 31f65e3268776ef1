"""What bookctl promises whatever happens: durable, private, repeatable, quiet."""

import json
import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

from conftest import Book, environment
from ledger_watch import FRIDAY, PAGE, sound, tree, unchanged

BOOK = ("book", "张伟", "deep-tissue-60", "fri 14:45")
READERS = [
    ("agenda", "week"), ("board", "week"), ("board", "week", "--format", "svg"), ("find", "massage"), ("show", "7k2m9q"),
    ("show", "7k2m9q", "--at", "2026-11-23"), ("customer", "list"), ("customer", "show", "张伟"), ("resource", "list"),
    ("resource", "show", "wang"), ("service", "list"), ("service", "show", "tuina-45"), ("session", "list"), ("session", "show", "2yn2pg"),
    ("free", "tuina-45", "next week"), ("why", "tuina-45", "fri 12:00"), ("check",), ("check", "--strict"), ("log",), ("log", "7k2m9q"),
    ("doctor",), ("help",), ("help", "book"), ("find", "status:no-show", "--format", "csv"), ("agenda", "nov", "--format", "json"),
]  # fmt: skip
WRITERS = [
    BOOK, ("move", "7k2m9q", "2026-12-02 10:00"), ("cancel", "gznfsk", "--reason", "ill"), ("mark", "e2n7qy", "done"),
    ("note", "张伟", "secret-remark"), ("customer", "add", "--name", "Secret Name", "--phone", "+86 555 0199", "--email", "secret@example.com"),
    ("customer", "edit", "张伟", "--phone", "+86 555 0198"), ("resource", "add", "room-9", "--name", "Nine", "--kind", "room"),
    ("resource", "retire", "room-9"), ("service", "add", "cup-tea", "--name", "Tea", "--minutes", "15", "--need", "kind:room"),
    ("session", "add", "morning-yoga", "2026-12-02 15:00"), ("session", "join", "2yn2pg", "张伟"), ("undo",), ("redo",),
]  # fmt: skip


def test_each_write_is_one_commit_with_its_trailers_and_leaves_nothing_behind(book):
    for words in WRITERS:
        before = book.git("rev-parse", "HEAD").strip()
        book.ok(*words)
        assert book.git("rev-list", "--count", f"{before}..HEAD").strip() == "1", words
        assert book.git("status", "--porcelain") == "", words
        said = book.git("log", "-1", "--format=%B")
        assert re.search(r"^Bookctl-Op: \S", said, re.MULTILINE), words
        assert len(re.findall(r"^Bookctl-Tx: [0-9a-f]{16}$", said, re.MULTILINE)) == 1, words
    assert len(set(re.findall(r"Bookctl-Tx: (\w+)", book.git("log", "--format=%B")))) == len(WRITERS)
    book.git("fsck", "--strict")
    assert book.run("check").code == 0


def test_nothing_personal_is_told_outside_the_customers_files(book):
    for words in WRITERS:
        book.ok(*words)
    told = book.git(
        "log",
        "--format=%an %ae %cn %B%n%N",
        "HEAD",
        "--not",
        book.git("rev-list", "--max-parents=0", "HEAD").strip(),
    )
    told += "".join(book.ok("log", *shape) for shape in ((), ("--format", "json"), ("--format", "csv")))
    told += "".join(path.read_text() for path in (book.root / "bookings").rglob("*.toml"))
    told += book.git("log", "--name-only", "--format=")
    for secret in ("secret", "Secret", "0198", "0199", "张伟", "Zhang", "example.com"):
        assert secret not in told, secret


def test_what_bookctl_writes_is_for_its_owner_only(empty, tmp_path):
    old = os.umask(0o022)
    try:
        empty.ok("resource", "add", "wang", "--name", "Wang", "--hours", "daily 08:00-20:00")
        empty.ok("service", "add", "talk", "--name", "Talk", "--minutes", "30", "--need", "resource:wang")
        empty.ok("customer", "add", "--name", "Ben")
        empty.ok("book", "Ben", "talk", "fri 10:00")
        empty.ok("note", "Ben", "x")
        empty.ok("customer", "edit", "Ben", "--phone", "+49 171 5550101")
        empty.ok("undo")
        empty.ok("agenda", "fri", "--output", str(tmp_path / "agenda.txt"))
    finally:
        os.umask(old)
    for top in (empty.root, tmp_path / "home/cache/bookctl"):
        for folder, _, names in os.walk(top):
            inside = str(folder).removeprefix(str(empty.root))
            if inside.startswith("/.git") and not inside.startswith("/.git/bookctl"):
                continue
            assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o700, folder
            for name in names:
                mode = stat.S_IMODE((Path(folder) / name).stat().st_mode)
                assert mode == 0o600, (folder, name, oct(mode))
    assert (
        stat.S_IMODE((empty.root / ".git").stat().st_mode) & 0o077 == 0
        or stat.S_IMODE(empty.root.stat().st_mode) == 0o700
    )


def test_reading_changes_no_file_and_no_time(book):
    book.ok(*BOOK)
    kept = [path for path in book.root.rglob("*") if ".git" not in path.parts]
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in kept}
    with unchanged(book):
        for words in READERS:
            sound(book.run(*words), codes={0, 1})
        for words in WRITERS[:6]:
            book.run(*words, "--dry-run")
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in before} == before


def outputs(book):
    return [(words, *vars(book.run(*words)).values()) for words in READERS if words[0] != "doctor"]


def test_the_cache_can_be_deleted_at_any_time(book):
    book.ok(*BOOK)
    first = outputs(book)
    shutil.rmtree(book.env["XDG_CACHE_HOME"])
    assert outputs(book) == first
    for file in (path for path in os.scandir(book.env["XDG_CACHE_HOME"] + "/bookctl") if path.is_file()):
        with open(file, "r+b") as spoilt:  # noqa: PTH123 - scandir's entry
            spoilt.write(b"rubbish" * 100)
    assert outputs(book) == first


def test_a_cache_that_cannot_be_written_is_done_without(book, tmp_path):
    first = outputs(book)
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    book.env["XDG_CACHE_HOME"] = str(blocked)
    assert outputs(book) == first
    book.ok(*BOOK)
    blocked.unlink()
    blocked.mkdir(mode=0o500)
    outputs(book)
    book.ok("undo")
    book.env["XDG_CACHE_HOME"] = "/proc/nowhere"
    book.ok("redo")
    assert book.run("check").code == 0


def test_two_runs_say_the_same(book, practice, tmp_path):
    again = Book(
        tmp_path / "again/ledger",
        book.env
        | {"BOOKCTL_LEDGER": str(tmp_path / "again/ledger"), "XDG_CACHE_HOME": str(tmp_path / "again/cache")},
    )
    shutil.copytree(practice, again.root)
    for words in [*WRITERS, *READERS]:
        if words[0] != "doctor":
            one, two = book.run(*words), again.run(*words)
            # A commit's name depends on who sits at git, not on the book.
            assert (one.code, one.out, one.err) == (two.code, two.out, two.err), words
    assert tree(book.root) == tree(again.root)


def test_colour_is_only_for_those_who_see_it(book):
    for words in READERS:
        assert "\x1b" not in book.run(*words).out
        assert "\x1b" not in book.run(*words, NO_COLOR="1", TERM="xterm-256color").out
    assert "\x1b[" in book.run("agenda", "week", "--format", "table", "--color", "always").out
    assert "\x1b[" not in book.run("agenda", "week", "--format", "table", NO_COLOR="1").out


def test_a_relative_ledger_in_the_environment_is_refused(book):
    for value in ("ledger", "./ledger", "../ledger", "~/ledger", "."):
        done = sound(book.run("agenda", BOOKCTL_LEDGER=value), codes={2})
        assert "BOOKCTL_LEDGER" in done.err
    sound(book.run("agenda", BOOKCTL_LEDGER="/nonexistent"), codes={2})


def test_a_ledger_without_git_does_everything_but_history(tmp_path):
    root, home = tmp_path / "ledger", tmp_path / "home"
    home.mkdir()
    book = Book(tmp_path, environment(home, root))
    book.ok(
        "init", str(root), "--no-git", "--timezone", "Asia/Shanghai", "--currency", "CNY", "--name", "Plain"
    )
    book.root = root
    book.ok("resource", "add", "wang", "--name", "Wang", "--hours", "daily 08:00-20:00")
    book.ok("service", "add", "talk", "--name", "Talk", "--minutes", "30", "--need", "resource:wang")
    book.ok("customer", "add", "--name", "Ben")
    id_ = json.loads(book.ok("book", "Ben", "talk", "fri 10:00", "--format", "json"))["result"]["id"]
    assert book.run("book", "Ben", "talk", "fri 10:00").code == 3
    book.ok("move", id_, "2026-11-30 11:00")
    page = root / "bookings/2026/2026-11-30.toml"
    page.write_text(page.read_text().replace("11:00:00", "11:05:00", 1) + "# mine\n")
    book.ok("cancel", id_)
    assert page.read_text().endswith("# mine\n")
    assert not (root / ".git").exists()
    for words in (("undo",), ("redo",), ("log",), ("show", id_, "--at", "2026-11-24")):
        done = sound(book.run(*words), codes={2, 3, 4})
        assert "git" in done.err, words
    for words in (
        ("check",),
        ("agenda", "week"),
        ("find", "talk"),
        ("show", id_),
        ("board", "fri"),
        ("free", "talk", "fri"),
    ):
        book.ok(*words)
    assert "git" in book.run("doctor").out
    sound(book.run("adopt"))
    assert [path for path in root.rglob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_a_ledger_in_a_folder_of_a_repository_is_read_without_a_trace(book, tmp_path):
    outer = tmp_path / "outer"
    shutil.copytree(book.root, outer / "books", ignore=shutil.ignore_patterns(".git"))
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=W", "-c", "user.email=w@x", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *words], cwd=outer, env=book.env, check=True)
    inner = Book(outer / "books", book.env | {"BOOKCTL_LEDGER": str(outer / "books")})
    before = tree(outer), sorted(str(path) for path in (outer / ".git").rglob("*"))
    for words in READERS:
        sound(inner.run(*words))
    assert (tree(outer), sorted(str(path) for path in (outer / ".git").rglob("*"))) == before
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=outer, env=book.env, check=True, capture_output=True
    ).stdout
    inner.ok(*BOOK)
    inner.ok("cancel", "7k2m9q")
    assert (
        subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=outer, env=book.env, check=True, capture_output=True
        ).stdout
        == head
    )
    sound(inner.run("undo"), codes={2, 3})
    assert inner.run("check").code == 0
    status = subprocess.run(
        ["git", "status", "--porcelain", "-uall"],
        cwd=outer,
        env=book.env,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert sorted(line[3:] for line in status.splitlines()) == [f"books/{PAGE}", f"books/{FRIDAY}"], status
