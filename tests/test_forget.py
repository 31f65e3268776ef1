"""A forgotten person is nowhere: not in the book, its history, its stashes, caches and logs. The bookings stay."""

import subprocess

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


def test_a_dry_run_says_all_and_changes_nothing(book):
    _by_hand(
        book, "bookings/2026/2026-11-24.toml", 'id = "7k2m9q"', 'id = "7k2m9q"\nforced = "Zhang Wei insisted"'
    )
    book.ok("adopt")
    book.ok("find", "x")
    before = snapshot(book.root)
    said = book.ok("forget", ID, "--dry-run")
    assert f"would forget {ID}  {NAME}" in said
    assert "another id: 2 of 2" in said
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
