"""A forgotten person is nowhere: not in the book, its history, its stashes, caches and logs. The bookings stay."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.ledger.erase.pack import delta
from forget_kit import ID, MAIL, NAME, PHONE, WORDS, files_with, nothing_is_left, objects_with, snapshot

FILE = f"customers/{ID}.toml"


def _by_hand(book, path, old, new):
    place = book.root / path
    place.write_text(place.read_text("utf-8").replace(old, new), "utf-8")


def _commit(book, *words):
    book.git("-c", "user.name=Wang", "-c", "user.email=w@example.com", "commit", "-q", *words)


def test_nothing_is_left_of_a_person_after_years_of_changes(book):
    book.ok("book", ID, "deep-tissue-60", "fri 14:45")
    book.ok("customer", "edit", ID, "--phone", "+86 100 0000 0199")
    book.ok("customer", "alert", ID, "peanut oil", "--kind", "allergy")
    book.ok("note", ID, "Zhang Wei likes it quiet")
    _by_hand(book, FILE, PHONE, "+86 100 0000 0299")
    book.ok("note", ID, "张伟 moved")
    book.git("mv", FILE, "customers/zhang.toml")
    _commit(book, "-m", "Renamed 张伟 by hand")
    book.git("mv", "customers/zhang.toml", FILE)
    _commit(book, "-m", "And back")
    assert objects_with(book)
    assert book.ok("forget", ID, "--yes") == f"forgotten: {ID} (epoch 2)\n"
    nothing_is_left(book, (*WORDS, "0299", "0199", "peanut"))
    assert book.git("status", "--porcelain") == ""
    assert f'customer = "{ID}"' in (book.root / "bookings/2026/2026-11-27.toml").read_text("utf-8")
    assert "Renamed (forgotten) by hand" in book.git("log", "--format=%s")


def test_bookings_and_money_stay_and_every_reader_still_works(book):
    before = {
        key: data for key, data in snapshot(book.root).items() if key.startswith(("bookings/", "payments/"))
    }
    book.ok("forget", "张伟", "--yes")
    after = snapshot(book.root)
    assert {key: after[key] for key in before} == before
    for words in (
        ["agenda"], ["customer", "show", ID], ["customer"], ["find", f"customer:{ID}"], ["report", "customers"],
        ["show", "7k2m9q", "--at", "2026-11-24T08:00"], ["log"], ["customer", "export", ID], ["doctor", "-o", "x"],
    ):  # fmt: skip
        done = book.run(*words)
        assert done.code in {0, 1}, (words, done)
        assert NAME not in done.out


def test_authors_dates_and_messages_stay_and_so_do_the_ids_of_older_commits(book):
    book.ok("customer", "add", "--name", "周小雨", "--phone", "13900000001")
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
    nothing_is_left(book, ("周小雨", "13900000001"))


def test_a_dry_run_says_all_and_changes_nothing(book):
    _by_hand(
        book, "bookings/2026/2026-11-24.toml", 'id = "7k2m9q"', 'id = "7k2m9q"\nforced = "Zhang Wei insisted"'
    )
    book.ok("adopt")
    book.ok("find", "x")
    before = snapshot(book.root)
    said = book.ok("forget", ID, "--dry-run")
    assert f"would forget {ID}  {NAME}" in said
    assert "2 of 2 commits" in said
    assert "named in:  bookings/2026/2026-11-24.toml:" in said
    assert "1 becomes 2" in said
    assert snapshot(book.root) == before
    assert '"changed": 2' in book.ok("forget", ID, "--dry-run", "--format", "json")


def test_nobody_is_forgotten_by_accident(book):
    before = snapshot(book.root)
    assert book.run("forget", ID).code == 2
    assert book.run("forget").code == 2
    assert book.run("forget", "nobody", "--yes").code == 4
    assert {key: data for key, data in snapshot(book.root).items() if ".git/" not in key} == {
        key: data for key, data in before.items() if ".git/" not in key
    }


def test_nothing_brings_them_back(book):
    book.ok("customer", "edit", ID, "--email", "new@example.com")
    book.ok("book", ID, "deep-tissue-60", "fri 14:45")
    book.ok("forget", ID, "--yes")
    edit = book.git("log", "--format=%h", "--grep=customer edit").strip()
    for words in (
        ["undo"],
        ["undo", edit],
        ["redo"],
        ["customer", "edit", ID, "--name", NAME],
        ["note", ID, "again"],
    ):
        assert book.run(*words).code == 3, words
    nothing_is_left(book)
    book.ok("undo", book.git("log", "--format=%h", "--grep=^book ").strip())
    assert book.run("check").code == 0


def test_what_an_undo_names_is_still_the_change_it_took_back(book):
    book.ok("book", "罗敏", "tuina-45", "thu 3 dec 14:45")
    book.ok("undo")
    book.ok("forget", ID, "--yes")
    undone = book.git("log", "-1", "--skip=1", "--format=%(trailers:key=Bookctl-Undoes,valueonly)").strip()
    assert book.git("log", "-1", "--format=%s", undone).startswith("book ")
    book.ok("undo", book.git("log", "-1", "--skip=1", "--format=%h").strip())
    assert "罗敏" in book.ok("find", "on:2026-12-03")


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


def test_what_editors_caches_and_killed_commands_left_goes_too(book):
    book.ok("find", "张伟")
    for name in (f"{ID}.toml~", f".{ID}.toml.swp", f"{ID}.toml.orig"):
        (book.root / "customers" / name).write_text(f'name = "{NAME}"')
    private = book.root / ".git/bookctl"
    book.ok("book", "罗敏", "tuina-45", "thu 3 dec 14:45")
    (private / "conflicts/1/customers").mkdir(parents=True)
    (private / "conflicts/1/customers/x.toml").write_text(f'phone = "{PHONE}"')
    (private / "outbox").mkdir()
    (private / "outbox/0123456789abcdef").write_text(f'{{"about": "{ID}"}}\n')
    (private / "outbox/fedcba9876543210").write_text('{"about": "t6w3bk"}\n')
    assert files_with(book.env["XDG_CACHE_HOME"])
    book.ok("forget", ID, "--yes")
    nothing_is_left(book)
    assert [path.name for path in (private / "outbox").iterdir()] == ["fedcba9876543210"]
    assert not list((book.root / "customers").glob(f"*{ID}.toml?*"))


def test_feeds_are_built_anew_without_them(book):
    book.ok("feed", "build", "studio", "wang")
    feed = book.root / "public/studio.ics"
    assert "Zhang Wei" in feed.read_text("utf-8")
    book.ok("forget", ID, "--yes")
    assert "BEGIN:VEVENT" in feed.read_text("utf-8")
    assert not (book.root / "public/rooms.ics").exists()
    nothing_is_left(book)


def test_redact_blots_their_words_out_of_pages_and_says_what_it_leaves(book):
    _by_hand(
        book,
        "bookings/2026/2026-11-24.toml",
        'id = "7k2m9q"',
        f'id = "7k2m9q"\nforced = "张伟 insisted: {PHONE}"',
    )
    book.ok("adopt")
    _by_hand(book, "bookings/2026/2026-11-24.toml", f"张伟 insisted: {PHONE}", "they insisted")
    book.ok("adopt")
    assert "older versions" in book.ok("forget", ID, "--dry-run")
    book.ok("forget", ID, "--yes", "--redact")
    nothing_is_left(book)
    assert "(forgotten) insisted: (forgotten)" in book.git("show", "HEAD~2:bookings/2026/2026-11-24.toml")


def test_somebody_of_the_same_name_stays(book):
    book.ok("customer", "add", "--name", NAME, "--email", "other@example.com")
    other = book.ok("customer", "list", "other@").split("\t")[0]
    book.ok("forget", ID, "--yes")
    assert NAME in (book.root / f"customers/{other}.toml").read_text("utf-8")
    assert objects_with(book, (PHONE, MAIL)) == set()


def test_a_merged_record_goes_with_the_one_that_was_kept(book):
    book.ok("customer", "merge", ID, "罗敏", "--yes")
    book.ok("forget", "罗敏", "--yes")
    nothing_is_left(book, (*WORDS, "罗敏 Luo Min"))


def test_a_record_that_was_deleted_long_ago_is_found_by_its_id(book):
    book.ok("customer", "add", "--name", "周小雨", "--phone", "13900000001")
    made = book.ok("customer", "list", "周小雨").split("\t")[0]
    book.git("rm", "-q", f"customers/{made}.toml")
    _commit(book, "-m", "Gone")
    book.ok("forget", made, "--yes")
    nothing_is_left(book, ("周小雨", "13900000001"))


def test_hand_edits_of_other_files_are_committed_first(book):
    _by_hand(book, "services/tuina-45.toml", "name", "# by hand\nname")
    done = book.run("forget", ID, "--yes")
    assert done.code == 0
    assert "hand edit of services/tuina-45.toml was committed first" in done.err
    assert "Hand edit" in book.git("log", "--format=%s")
    nothing_is_left(book)


def test_an_invalid_hand_edit_stops_it(book):
    _by_hand(book, "services/tuina-45.toml", "name", "nname")
    before = book.git("rev-parse", "HEAD")
    assert book.run("forget", ID, "--yes").code == 1
    assert book.git("rev-parse", "HEAD") == before


def test_two_people_at_once_and_one_after_the_other(book):
    book.ok("forget", ID, "--yes")
    assert book.ok("forget", "罗敏", "宋佳怡", "--yes").endswith("(epoch 3)\n")
    nothing_is_left(book, (*WORDS, "罗敏", "宋佳怡"))
    assert len(book.git("log", "--format=%s", "--grep=^forget").splitlines()) == 2
    assert "epoch = 3" in (book.root / "bookctl.toml").read_text("utf-8")


def test_without_git_the_file_and_the_caches_go(book):
    subprocess.run(["rm", "-rf", str(book.root / ".git")], check=True)
    book.ok("find", "张伟")
    book.ok("forget", ID, "--yes")
    assert files_with(book.root, book.env["XDG_CACHE_HOME"]) == []
    assert book.run("check").code == 0
    assert "epoch" not in (book.root / "bookctl.toml").read_text("utf-8")


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
