"""What `forget` does to git: names move, what nobody named goes, what others made stays."""

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.ledger.erase.pack import delta
from conftest import PROJECT, Book, environment
from forget_kit import ID, NAME, WORDS, nothing_is_left

FILE = f"customers/{ID}.toml"


def _by_hand(book, path, old, new):
    place = book.root / path
    place.write_text(place.read_text("utf-8").replace(old, new), "utf-8")


def _commit(book, *words):
    book.git("-c", "user.name=Wang", "-c", "user.email=w@example.com", "commit", "-q", *words)


def test_authors_dates_and_messages_stay_and_so_do_the_ids_of_older_commits(book):
    book.ok("customer", "add", "--name", "周小雨", "--phone", "+86 139 0000 0001")
    added = book.git("rev-parse", "HEAD").strip()
    book.ok("book", "周小雨", "tuina-45", "thu 3 dec 14:45")
    before = book.git("log", "--format=%an %ae %at %cn %ct %B").split("customer add")[0]
    first = book.git("rev-list", "--max-parents=0", "HEAD")
    book.ok("forget", "周小雨", "--yes")
    assert book.git("rev-list", "--max-parents=0", "HEAD") == first
    assert added not in book.git("rev-list", "--all")
    after = book.git("log", "--format=%an %ae %at %cn %ct %B", "HEAD~1").split("customer add")[0]
    assert after == before
    assert added in (book.root / "bookctl.toml").read_text("utf-8")
    nothing_is_left(book, ("周小雨", "+86 139 0000 0001"))


def test_branches_tags_stashes_and_what_is_staged_stay(book):
    book.ok("book", "罗敏", "tuina-45", "thu 3 dec 14:45")
    book.git("-c", "user.name=W", "-c", "user.email=w@e", "tag", "-am", "For 张伟", "v1")
    book.git("branch", "trial", "HEAD~1")
    for number in (1, 2):
        _by_hand(book, "services/tuina-45.toml", "name", f"# note {number}\nname")
        book.git("-c", "user.name=W", "-c", "user.email=w@e", "stash", "push", "-qm", f"about 张伟 {number}")
    (book.root / "plans.txt").write_text("staged")
    book.git("add", "plans.txt")
    book.ok("forget", ID, "--yes")
    nothing_is_left(book)
    assert book.git("stash", "list").splitlines() == [
        "stash@{0}: On main: about (forgotten) 2", "stash@{1}: On main: about (forgotten) 1",
    ]  # fmt: skip
    assert "plans.txt" in book.git("diff", "--cached", "--name-only")
    assert book.git("show", "-s", "--format=%s", "v1^{}").startswith("book ")
    assert "epoch = 2" in book.git("show", "trial:bookctl.toml")
    book.git("rm", "-q", "--cached", "plans.txt")
    book.git("stash", "pop", "-q")
    assert "# note 2" in (book.root / "services/tuina-45.toml").read_text("utf-8")


def test_a_branch_that_never_had_the_person_is_left_alone_and_can_be_worked_on(book):
    book.git("branch", "early")
    book.ok("customer", "add", "--name", "周小雨", "--phone", "+86 139 0000 0001")
    early = book.git("rev-parse", "early")
    book.ok("forget", "周小雨", "--yes")
    assert book.git("rev-parse", "early") == early
    book.git("switch", "-q", "early")
    book.ok("book", "罗敏", "tuina-45", "thu 3 dec 14:45")


def test_an_index_in_use_holds_it_up_until_it_is_free(book):
    lock = book.root / ".git/index.lock"
    lock.write_bytes(b"")
    with lock.open("rb"):  # somebody has it open
        done = book.run("forget", ID, "--yes")
        assert done.code == 7
        assert "in use by another program" in done.err
    lock.unlink()
    book.ok("agenda")
    nothing_is_left(book)


def test_a_record_that_was_deleted_long_ago_is_found_by_its_id(book):
    book.ok("customer", "add", "--name", "周小雨", "--phone", "+86 139 0000 0001")
    made = book.ok("customer", "list", "周小雨").split("\t")[0]
    book.git("rm", "-q", f"customers/{made}.toml")
    _commit(book, "-m", "Gone")
    book.ok("forget", made, "--yes")
    nothing_is_left(book, ("周小雨", "+86 139 0000 0001"))


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (lambda book: book.git("worktree", "add", "-q", "../side", "-b", "side"), "other work trees"),
        (
            lambda book: (book.root / ".git/objects/info/alternates").write_text("/nowhere\n"),
            "borrows objects",
        ),
        (
            lambda book: (book.root / ".git/MERGE_HEAD").write_text(book.git("rev-parse", "HEAD")),
            "merge is not finished",
        ),
    ],
)
def test_where_git_could_not_let_go_it_says_so_and_does_nothing(book, prepare, said):
    prepare(book)
    before = book.git("rev-parse", "HEAD")
    done = book.run("forget", ID, "--yes")
    assert done.code in {3, 5}
    assert said in done.err
    assert book.git("rev-parse", "HEAD") == before
    assert NAME in (book.root / FILE).read_text("utf-8")


@given(st.binary(max_size=400), st.binary(max_size=400), st.binary(max_size=400), st.binary(max_size=400))
def test_a_delta_makes_the_new_object_of_the_old_one(before, old, new, after):
    base, wanted = before + old + after, before + new + after
    changes = delta(base, wanted)
    made, at = b"", 0
    for _ in (base, wanted):
        while changes[at] & 0x80:
            at += 1
        at += 1
    while at < len(changes):
        if changes[at] == 0xBF:
            first = int.from_bytes(changes[at + 1 : at + 5], "little")
            made, at = made + base[first : first + int.from_bytes(changes[at + 5 : at + 7], "little")], at + 7
        else:
            made, at = made + changes[at + 1 : at + 1 + changes[at]], at + 1 + changes[at]
    assert made == wanted


def test_a_repository_of_sha256_names(tmp_path):
    root, home = tmp_path / "ledger", tmp_path / "home"
    home.mkdir()
    shutil.copytree(PROJECT / "ledger-example", root)
    book = Book(root, environment(home, root))
    book.git("init", "-q", "-b", "main", "--object-format=sha256")
    book.git("add", "-A")
    _commit(book, "-m", "The practice")
    book.ok("book", ID, "deep-tissue-60", "fri 14:45")
    book.ok("forget", ID, "--yes")
    nothing_is_left(book)
    book.ok("undo", book.git("log", "--format=%h", "--grep=^book ").strip())


def test_a_history_with_merges_keeps_its_shape(book):
    book.git("switch", "-qc", "side")
    book.ok("customer", "edit", ID, "--phone", "+86 100 0000 0777")
    book.ok("book", "罗敏", "tuina-45", "thu 3 dec 14:45")
    book.git("switch", "-q", "main")
    book.ok("note", ID, "from main")
    book.git("-c", "user.name=W", "-c", "user.email=w@example.com", "merge", "-q", "--no-edit", "side")
    book.ok("forget", ID, "--yes")
    nothing_is_left(book, (*WORDS, "0777", "from main"))
    assert book.git("rev-list", "--merges", "--count", "HEAD").strip() == "1"
    assert "罗敏" in book.ok("find", "on:2026-12-03")


def test_a_repository_around_the_ledger_is_named_as_what_is_left(book):
    shutil.rmtree(book.root / ".git")
    book.git("init", "-q", "..")
    done = book.run("forget", ID, "--yes")
    assert done.code == 0
    assert "its history is not touched" in done.err
