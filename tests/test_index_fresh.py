"""A file that changed is never taken for the one that was read, however it changed."""

import os
import shutil
import stat
import subprocess
import time

import pytest

from bookctl.ledger.index import open_index, scan
from bookctl.ledger.index.place import cache_file
from bookctl.ledger.state import find_state
from indexing import LATER, PAGE, booking, ids, opened, put, small


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return small(tmp_path / "ledger")


def _reads(monkeypatch) -> list[str]:
    """The paths that are read from now on."""
    seen, read = [], scan.read
    monkeypatch.setattr(scan, "read", lambda opened, path: seen.append(path) or read(opened, path))
    return seen


def test_an_old_file_is_not_read_twice(root, monkeypatch):
    opened(root, LATER).close()
    seen = _reads(monkeypatch)
    assert ids(opened(root, LATER)) == ["7k2m9q", "7k3aaa"]
    assert seen == []


def test_a_young_file_is_read_again_until_it_is_old(root, monkeypatch):
    opened(root).close()
    seen = _reads(monkeypatch)
    opened(root).close()
    assert PAGE in seen
    opened(root, LATER).close()
    seen.clear()
    opened(root, LATER).close()
    assert seen == []


def test_two_edits_of_one_size_within_one_tick_are_both_seen(root):
    page = root / PAGE
    index = opened(root)
    before = page.stat()
    page.write_text(page.read_text().replace("7k2m9q", "7k2m9r"))
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    index.refresh()
    assert ids(index) == ["7k2m9r", "7k3aaa"]
    page.write_text(page.read_text().replace("7k2m9r", "7k2m9s"))
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    index.refresh()
    assert ids(index) == ["7k2m9s", "7k3aaa"]


def test_an_edit_whose_stat_is_the_old_one_is_seen_while_the_file_is_young(root, monkeypatch):
    index = opened(root)
    real = scan.signs
    frozen = {folder: real(scan.Folders(root), folder) for folder in ("bookings/2026",)}
    monkeypatch.setattr(scan, "signs", lambda opened, folder: frozen.get(folder) or real(opened, folder))
    put(root, PAGE, (root / PAGE).read_text().replace("7k2m9q", "7k2m9r"))
    index.refresh()
    assert ids(index) == ["7k2m9r", "7k3aaa"]


def test_an_old_mtime_does_not_hide_an_edit(root):
    page = root / PAGE
    os.utime(page, (1_000_000_000, 1_000_000_000))
    index = opened(root, LATER)
    page.write_text(page.read_text().replace("7k2m9q", "7k2m9r"))
    os.utime(page, (1_000_000_000, 1_000_000_000))
    index.refresh()
    assert ids(index) == ["7k2m9r", "7k3aaa"]


def test_a_file_from_the_future_is_never_trusted(root, monkeypatch):
    page = root / PAGE
    os.utime(page, (4_000_000_000, 4_000_000_000))
    opened(root, LATER).close()
    seen = _reads(monkeypatch)
    opened(root, LATER).close()
    assert seen == [PAGE]


def test_a_clock_that_was_set_back_makes_everything_suspect_once(root, monkeypatch):
    opened(root, 1000 * LATER).close()
    seen = _reads(monkeypatch)
    opened(root, LATER).close()
    assert PAGE in seen
    assert "customers/c4f7qx.toml" in seen
    seen.clear()
    opened(root, LATER).close()
    assert seen == []


def test_an_edit_during_the_reading_is_read_too(root, monkeypatch):
    page, drain = root / PAGE, scan._drain
    edits = iter(["7k2m9r"])

    def edited_meanwhile(descriptor, most):
        data = drain(descriptor, most)
        if b"7k2m9q" in data and (fresh := next(edits, None)):
            page.write_text(page.read_text().replace("7k2m9q", fresh))
        return data

    monkeypatch.setattr(scan, "_drain", edited_meanwhile)
    assert ids(opened(root, LATER)) == ["7k2m9r", "7k3aaa"]


def test_a_file_that_never_rests_is_looked_at_again(root, monkeypatch):
    page, drain = root / PAGE, scan._drain

    def restless(descriptor, most):
        data = drain(descriptor, most)
        if b"[[booking]]" in data:
            page.write_bytes(page.read_bytes() + b"#")
        return data

    monkeypatch.setattr(scan, "_drain", restless)
    index = opened(root, LATER)
    monkeypatch.setattr(scan, "_drain", drain)
    seen = _reads(monkeypatch)
    index.refresh()
    assert seen
    assert index.broken() == []
    assert index.oids()[PAGE] == _git_hash(page)


def test_a_file_renamed_over_is_another_file(root):
    index = opened(root, LATER)
    other = put(root, "bookings/2026/.fresh", (root / PAGE).read_text().replace("7k2m9q", "7k2m9r"))
    shutil.copystat(root / PAGE, other)
    other.rename(root / PAGE)
    index.refresh()
    assert ids(index) == ["7k2m9r", "7k3aaa"]


def test_new_and_deleted_pages(root):
    index = opened(root, LATER)
    put(root, "bookings/2027/2027-01-02.toml", booking("8a2b3c", day="2027-01-02"))
    assert index.refresh().changed == ("bookings/2027/2027-01-02.toml",)
    assert [row.id for row in index.find("8a")] == ["8a2b3c"]
    shutil.rmtree(root / "bookings/2027")
    (root / PAGE).unlink()
    assert index.refresh().changed == (PAGE, "bookings/2027/2027-01-02.toml")
    assert index.find("") == []
    assert index.customer_rows("c4f7qx") == []
    assert index.oids().keys() == {p.relative_to(root).as_posix() for p in root.rglob("*.toml")}


def test_a_link_in_place_of_a_file_is_not_followed(root, tmp_path):
    index = opened(root, LATER)
    (root / PAGE).rename(tmp_path / "elsewhere.toml")
    (root / PAGE).symlink_to(tmp_path / "elsewhere.toml")
    (finding,) = index.refresh().broken
    assert (finding.file, finding.code) == (PAGE, "file")
    assert ids(index) == []
    (root / PAGE).unlink()
    (tmp_path / "elsewhere.toml").rename(root / PAGE)
    assert index.refresh().broken == ()
    assert ids(index) == ["7k2m9q", "7k3aaa"]


@pytest.mark.parametrize("folder", ["bookings", "bookings/2026", "customers"])
def test_a_link_in_place_of_a_folder_is_not_followed(root, tmp_path, folder):
    index = opened(root, LATER)
    (root / folder).rename(tmp_path / "elsewhere")
    (root / folder).symlink_to(tmp_path / "elsewhere")
    assert [finding.file for finding in index.refresh().broken] == [folder]
    assert ids(index) == ([] if folder != "customers" else ["7k2m9q", "7k3aaa"])
    assert (index.customer("c4f7qx") is None) == (folder == "customers")
    (root / folder).unlink()
    (tmp_path / "elsewhere").rename(root / folder)
    assert index.refresh().broken == ()
    assert ids(index) == ["7k2m9q", "7k3aaa"]
    assert index.customer("c4f7qx") is not None


def test_a_fifo_or_a_huge_file_is_a_finding(root):
    os.mkfifo(root / "bookings/2026/2026-11-25.toml")
    with (root / "customers/czzzzz.toml").open("wb") as file:
        file.truncate(2 << 20)
    assert [f.text for f in opened(root).broken()] == ["is not a regular file", "is larger than 1024 KiB"]


def test_a_git_checkout_is_seen(root):
    def git(*words):
        subprocess.run(
            ["git", "-c", "user.name=W", "-c", "user.email=w@example.com", *words],
            cwd=root,
            check=True,
            capture_output=True,
        )

    git("init", "-qb", "main")
    git("add", "-A")
    git("commit", "-qm", "One")
    put(root, PAGE, (root / PAGE).read_text().replace("7k2m9q", "7k2m9r"))
    git("commit", "-qam", "Two")
    index = opened(root)
    assert ids(index) == ["7k2m9r", "7k3aaa"]
    git("checkout", "-q", "HEAD~1")
    index.refresh()
    assert ids(index) == ["7k2m9q", "7k3aaa"]
    assert index.dirty(find_state(root)) == []


def test_a_customer_is_looked_at_when_asked_for(root, monkeypatch):
    opened(root, LATER).close()
    put(root, "customers/c4f7qx.toml", 'name = "李丽"\n')
    index = opened(root, LATER, customers=False)
    assert index.customers(["c4f7qx", "../bookctl"])["c4f7qx"].name == "李丽"
    put(root, "customers/c4f7qx.toml", 'name = "李梅"\n')
    put(root, "customers/cnewer.toml", 'name = "New"\n')
    index.refresh(customers=False)
    seen = _reads(monkeypatch)
    assert index.customer("c9p2vb").name == "Anna Weber"
    assert seen == []
    assert index.customer("cnewer").name == "New"
    index.refresh(customers=False)
    assert [one.name for one in index.search_customers("李")] == ["李梅"]
    (root / "customers/c4f7qx.toml").unlink()
    index.refresh(customers=False)
    assert index.customer("c4f7qx") is None


def test_what_does_not_read_is_told_and_the_rest_is_shown(root):
    put(root, PAGE, booking("7k2m9q") + booking("7k3aaa", status="maybe") + booking("BAD"))
    put(root, "customers/c4f7qx.toml", "name = \n")
    index = opened(root)
    assert ids(index) == ["7k2m9q"]
    found = index.broken()
    assert [(f.file, f.code) for f in found] == [("bookings/2026/2026-11-24.toml", "schema")] * 2 + [
        ("customers/c4f7qx.toml", "parse")
    ]
    assert opened(root, LATER).broken() == found
    assert index.customer("c4f7qx") is None


def test_a_missing_or_broken_bookctl_toml_is_said(root):
    from bookctl.ledger.index import SettingsBroken

    index = opened(root, LATER)
    assert index.settings().timezone == "Asia/Shanghai"
    put(root, "bookctl.toml", 'format = 1\nname = "Studio"\n')
    index.refresh()
    with pytest.raises(SettingsBroken) as caught:
        index.settings()
    assert [f.file for f in caught.value.findings] == ["bookctl.toml"]
    (root / "bookctl.toml").unlink()
    assert [f.text for f in index.refresh().broken] == ["the file is missing"]
    with pytest.raises(SettingsBroken):
        index.catalogue()
    small(root)
    index.refresh()
    assert index.catalogue().settings.name == "Studio"


def test_the_cache_is_private_and_beside_nothing_of_the_ledger(root, tmp_path):
    before = sorted(tmp_path.joinpath("ledger").rglob("*"))
    index = opened(root)
    files = list((tmp_path / "cache" / "bookctl").iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "cache" / "bookctl").stat().st_mode) == 0o700
    index.close()
    assert sorted(tmp_path.joinpath("ledger").rglob("*")) == before


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0" + b"\0" * 4080])
def test_a_damaged_database_is_made_anew(root, damage):
    opened(root, LATER).close()
    cache_file(root).write_bytes(damage)
    index = opened(root, LATER)
    assert ids(index) == ["7k2m9q", "7k3aaa"]
    index.close()
    assert cache_file(root).stat().st_size > 4096


@pytest.mark.parametrize(
    "hurt", ["UPDATE page SET rows = x'00'", "DROP TABLE page", "UPDATE page SET rows = x'28ffffffff'"]
)
def test_damage_that_is_only_met_by_a_question_is_repaired(root, hurt):
    import sqlite3

    opened(root, LATER).close()
    with sqlite3.connect(cache_file(root)) as db:
        db.execute(hurt)
    db.close()
    index = opened(root, LATER)
    assert ids(index) == ["7k2m9q", "7k3aaa"]
    index.close()
    assert ids(opened(root, LATER)) == ["7k2m9q", "7k3aaa"]


def test_bytes_turned_anywhere_in_the_database_never_crash_it(root):
    opened(root, LATER).close()
    path = cache_file(root)
    whole = path.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 40)):
        path.write_bytes(whole[:place] + b"\xff" * 64 + whole[place + 64 :])
        index = opened(root, LATER)
        index.rows(0, 1 << 40)
        index.customers(["c4f7qx"])
        index.close()


def test_without_a_cache_folder_the_index_lives_in_memory(root, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(put(tmp_path, "a-file", "")))
    assert ids(opened(root)) == ["7k2m9q", "7k3aaa"]
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", "")
    assert cache_file(root) is None
    assert ids(opened(root)) == ["7k2m9q", "7k3aaa"]


def test_a_cache_folder_that_others_can_write_to_is_not_used(root, tmp_path):
    folder = tmp_path / "cache" / "bookctl"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    assert ids(opened(root)) == ["7k2m9q", "7k3aaa"]
    assert list(folder.iterdir()) == []


def test_while_another_process_writes_the_index_the_answer_is_still_right(root, monkeypatch):
    from bookctl.ledger.index import store

    opened(root).close()
    other = open_index(root, find_state(root))
    other._kept.store.write()
    monkeypatch.setattr(store, "PATIENCE", 0.05)
    put(root, PAGE, booking("8a2b3c"))
    assert ids(opened(root)) == ["8a2b3c"]
    other.close()


def test_one_index_answers_of_one_state_while_another_refreshes(root):
    one = opened(root)
    put(root, PAGE, booking("8a2b3c"))
    two = opened(root)
    assert (ids(one), ids(two)) == (["7k2m9q", "7k3aaa"], ["8a2b3c"])
    one.refresh()
    assert ids(one) == ["8a2b3c"]


def _git_hash(path) -> str:
    done = subprocess.run(["git", "hash-object", str(path)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_looking_is_quick_where_nothing_changed(root):
    opened(root, LATER).close()
    index = opened(root, LATER)
    started = time.process_time()
    for _ in range(20):
        index.refresh()
    assert time.process_time() - started < 2


def test_a_full_disk_leaves_the_index_in_memory(root, monkeypatch):
    import sqlite3

    from bookctl.ledger.index.store import Store

    opened(root).close()
    put(root, PAGE, booking("8a2b3c"))
    commit = Store.commit

    def full(self):
        if self.path is not None:
            fault = sqlite3.OperationalError("database or disk is full")
            fault.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise fault
        commit(self)

    monkeypatch.setattr(Store, "commit", full)
    index = opened(root)
    assert ids(index) == ["8a2b3c"]
    assert index._kept.store.path is None


def test_an_index_that_cannot_be_repaired_on_the_disk_is_made_in_memory(root, monkeypatch):
    import sqlite3

    from bookctl.ledger.index.store import Store

    opened(root).close()
    put(root, PAGE, booking("8a2b3c"))
    commit = Store.commit

    def broken(self):
        if self.path is not None:
            raise sqlite3.DatabaseError("database disk image is malformed")
        commit(self)

    monkeypatch.setattr(Store, "commit", broken)
    assert ids(opened(root)) == ["8a2b3c"]
