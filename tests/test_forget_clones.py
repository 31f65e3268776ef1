"""Other clones: they notice, write nothing, are told how to follow, and lose nothing of what was booked there."""

import shlex
import subprocess

import pytest

from conftest import Book, environment
from forget_kit import ID, NAME, PHONE, WORDS, files_with, nothing_is_left, objects_with

SLOT = ("tuina-45", "thu 3 dec 14:45")


class Shop:
    """Two people's clones of the same practice, and the bare repository between them."""

    def __init__(self, book, tmp_path):
        self.bare = tmp_path / "bare.git"
        self.a = book
        self.tmp = tmp_path
        book.git("config", "user.name", "Wang")
        book.git("config", "user.email", "w@example.com")
        book.ok(
            "customer", "add", "--name", "周小雨", "--phone", "+86 139 0000 0001"
        )  # a commit that keeps its id
        book.git("init", "-q", "--bare", "-b", "main", str(self.bare))
        book.git("remote", "add", "origin", str(self.bare))
        book.git("push", "-q", "-u", "origin", "main")
        self.b = self.clone("b")

    def clone(self, name):
        home = self.tmp / f"home-{name}"
        home.mkdir()
        root = self.tmp / name
        made = Book(root, environment(home, root))
        subprocess.run(
            ["git", "clone", "-q", "--no-local", str(self.bare), str(root)], env=made.env, check=True
        )
        made.git("config", "user.name", "Li")
        made.git("config", "user.email", "li@example.com")
        return made


@pytest.fixture
def shop(book, tmp_path):
    return Shop(book, tmp_path)


@pytest.fixture
def later(shop):
    """Somebody who came later than the first commit, so that a merge of both histories is possible."""
    shop.a.ok("customer", "add", "--name", "孔令仪 Kong Lingyi", "--phone", "+86 139 1111 2222")
    shop.a.git("push", "-q")
    shop.b.git("pull", "-q")
    return "孔令仪", ("孔令仪", "Lingyi", "+86 139 1111 2222")


def _try(book, *words):
    return subprocess.run(
        ["git", *words], cwd=book.root, env=book.env, capture_output=True, text=True, check=False
    )


def _steps(book):
    """What a refused command tells to run; the way there is what is tested."""
    done = book.run("book", "罗敏", *SLOT)
    assert done.code == 5, done
    return [line.strip() for line in done.err.splitlines() if line.startswith("  ")]


def _follow(book):
    for step in _steps(book):
        words = shlex.split(step)
        if words[0] == "git":
            book.git(*words[1:])
        else:
            book.ok(*words[1:])


def test_a_clone_that_fetched_reads_with_a_warning_and_writes_nothing(shop):
    shop.a.ok("forget", ID, "--yes", "--push")
    assert shop.b.run("agenda").err == ""
    shop.b.git("fetch", "-q")
    warned = shop.b.run("agenda")
    assert warned.code == 0
    assert "people were forgotten (epoch 2)" in warned.err
    before = shop.b.git("rev-parse", "HEAD")
    for words in (["book", "罗敏", *SLOT], ["undo"], ["customer", "edit", "罗敏", "--tag", "vip"]):
        refused = shop.b.run(*words)
        assert refused.code == 5
        assert "git reset --hard origin/main" in refused.err
    assert shop.b.git("rev-parse", "HEAD") == before
    assert shop.b.git("status", "--porcelain") == ""
    assert shop.b.run("check").code == 1
    assert "is this the ledger's own history" in shop.b.run("doctor").out


def test_what_was_booked_there_survives_by_the_commands_it_is_told(shop):
    shop.b.ok("book", "罗敏", *SLOT)
    shop.b.ok("customer", "edit", "罗敏", "--tag", "vip")
    shop.a.ok("book", ID, "deep-tissue-60", "fri 14:45")
    shop.a.ok("forget", ID, "--yes", "--push")
    shop.b.git("fetch", "-q")
    assert objects_with(shop.b)
    _follow(shop.b)
    nothing_is_left(shop.b)
    assert "罗敏" in shop.b.ok("find", "on:2026-12-03")
    assert "vip" in shop.b.ok("customer", "list", "罗敏")
    shop.b.ok("book", "罗敏", "tuina-45", "fri 4 dec 14:45")
    shop.b.git("push", "-q")
    shop.a.git("pull", "-q", "--rebase")
    assert "罗敏" in shop.a.ok("find", "on:2026-12-03")
    nothing_is_left(shop.a)


def test_a_merge_of_both_histories_is_noticed_and_taken_back(shop, later):
    who, words = later
    shop.b.ok("book", "罗敏", *SLOT)
    shop.a.ok("forget", who, "--yes", "--push")
    merged = _try(shop.b, "pull", "--no-rebase", "--no-edit", "-s", "recursive", "-X", "theirs")
    assert merged.returncode == 0, merged
    assert "merged the history of before" in shop.b.run("agenda").err
    assert "forget --clean" in _steps(shop.b)[-1]
    _follow(shop.b)
    nothing_is_left(shop.b, words)
    assert "罗敏" in shop.b.ok("find", "on:2026-12-03")
    assert shop.b.git("rev-list", "--merges", "HEAD") == ""


def test_a_rebase_takes_only_what_is_new_and_leaves_the_rest_to_be_cleaned(shop):
    shop.b.ok("book", "罗敏", *SLOT)
    shop.a.ok("forget", ID, "--yes", "--push")
    shop.b.git("pull", "-q", "--rebase")
    shop.b.ok("book", "罗敏", "tuina-45", "fri 4 dec 14:45")
    assert "罗敏" in shop.b.ok("find", "on:2026-12-03")
    assert objects_with(shop.b)
    assert "bookctl forget --clean" in shop.b.run("doctor").out
    shop.b.ok("forget", "--clean")
    nothing_is_left(shop.b)
    assert "forget --clean" not in shop.b.run("doctor").out


def test_a_rebase_that_brings_the_record_back_is_noticed(shop, later):
    who, words = later
    shop.b.ok("customer", "edit", who, "--tag", "vip")
    made = shop.b.ok("customer", "list", who).split("\t")[0]
    shop.a.ok("forget", who, "--yes", "--push")
    _try(shop.b, "pull", "--rebase", "-X", "theirs")
    assert objects_with(shop.b, words)
    refused = shop.b.run("book", "罗敏", *SLOT)
    assert refused.code == 5
    assert "came back" in refused.err
    assert f"bookctl forget {made}" in refused.err
    shop.b.ok("forget", made, "--yes", "--push")
    nothing_is_left(shop.b, words)


def test_a_reset_is_enough(shop):
    shop.a.ok("forget", ID, "--yes", "--push")
    shop.b.git("fetch", "-q")
    shop.b.git("reset", "-q", "--hard", "origin/main")
    shop.b.ok("book", "罗敏", *SLOT)
    shop.b.ok("forget", "--clean")
    nothing_is_left(shop.b)


def test_a_clone_made_afterwards_never_hears_of_it(shop):
    shop.a.ok("forget", ID, "--yes", "--push")
    late = shop.clone("c")
    assert late.run("book", "罗敏", *SLOT).code == 0
    assert late.run("agenda").err == ""
    nothing_is_left(late)


def test_hand_edits_there_are_to_be_committed_first(shop):
    place = shop.b.root / "services/tuina-45.toml"
    place.write_text("# by hand\n" + place.read_text("utf-8"), "utf-8")
    shop.a.ok("forget", ID, "--yes", "--push")
    shop.b.git("fetch", "-q")
    assert "git commit -am" in _steps(shop.b)[-1]
    shop.b.git("commit", "-qam", "Hand edits")
    _follow(shop.b)
    assert place.read_text("utf-8").startswith("# by hand\n")
    nothing_is_left(shop.b)


def test_nothing_is_pushed_over_what_somebody_else_pushed(shop):
    shop.b.ok("book", "罗敏", *SLOT)
    shop.b.git("push", "-q")
    newest = shop.b.git("rev-parse", "HEAD")
    refused = shop.a.run("forget", ID, "--yes", "--push")
    assert refused.code == 5
    assert "git pull origin main" in refused.err
    assert NAME in (shop.a.root / f"customers/{ID}.toml").read_text("utf-8")
    shop.a.ok("forget", ID, "--yes")
    refused = shop.a.run("forget", "--push")
    assert refused.code == 5
    assert subprocess.check_output(["git", "-C", shop.bare, "rev-parse", "main"], text=True) == newest
    assert "git fetch origin" in refused.err
    shop.a.git("fetch", "-q", "origin")
    refused = shop.a.run("forget", "--push")
    pick, push, clean = [line.strip() for line in refused.err.splitlines() if line.startswith("  ")]
    shop.a.git(*shlex.split(pick)[1:])
    shop.a.ok(*shlex.split(push)[1:])
    shop.a.ok(*shlex.split(clean)[1:])
    nothing_is_left(shop.a)
    assert "罗敏" in shop.a.ok("find", "on:2026-12-03")
    shop.b.git("fetch", "-q")
    _follow(shop.b)
    nothing_is_left(shop.b)


def test_the_bare_repository_has_nothing_after_its_own_collection(shop):
    shop.a.git("tag", "v1")
    shop.a.git("push", "-q", "origin", "v1", "main:trial")
    shop.a.git("fetch", "-q")
    shop.a.ok("forget", ID, "--yes", "--push")
    subprocess.run(["git", "gc", "-q", "--prune=now"], cwd=shop.bare, check=True, capture_output=True)
    bare = Book(shop.bare, shop.a.env)
    assert objects_with(bare, WORDS) == set()
    assert files_with(shop.bare) == []
    assert PHONE not in bare.git("log", "--all", "-p")


def test_ordinary_commands_start_no_git_for_it(shop, monkeypatch):
    shop.a.ok("forget", ID, "--yes", "--push")
    shop.a.ok("agenda")
    shop.a.ok("book", "罗敏", *SLOT)
    from bookctl.ledger import epoch_ask

    monkeypatch.setattr(epoch_ask, "ask", lambda *_: pytest.fail("git was asked"))
    shop.a.ok("agenda")
    shop.a.ok("book", "罗敏", "tuina-45", "fri 4 dec 14:45")
    shop.a.ok("agenda")
