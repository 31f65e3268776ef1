"""Single files: nothing leads out of the ledger, nothing hangs, nothing is half written."""

import os
import stat

import pytest

from bookctl.ledger.files import Content, UnsafeFile, put_files, read_file, safe_rel, write_file


@pytest.mark.parametrize(
    "rel",
    [
        "",
        "/etc/passwd",
        "../x",
        "a/../b",
        "./a",
        "a//b",
        "a/",
        ".git/config",
        ".GIT/hooks/x",
        ".bookctl/lock",
        "a\nb",
        "a\0",
    ],
)
def test_a_path_that_leads_outside_is_refused(tmp_path, rel):
    with pytest.raises(UnsafeFile):
        safe_rel(rel)
    with pytest.raises(UnsafeFile):
        read_file(tmp_path, rel)
    with pytest.raises(UnsafeFile):
        write_file(tmp_path, rel, b"x")


def test_what_is_written_is_read_again(tmp_path):
    write_file(tmp_path, "bookings/2026/2026-11-24.toml", b"a\r\n\xff")
    assert read_file(tmp_path, "bookings/2026/2026-11-24.toml") == b"a\r\n\xff"


def test_a_missing_file_is_none_also_in_a_missing_folder_and_below_a_file(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    assert read_file(tmp_path, "no.toml") is None
    assert read_file(tmp_path, "no/such/folder.toml") is None
    with pytest.raises(UnsafeFile, match="where a folder belongs"):
        read_file(tmp_path, "file/below.toml")


def test_links_are_not_followed_neither_as_file_nor_as_folder(tmp_path):
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/page.toml").write_bytes(b"old")
    ledger = tmp_path / "ledger"
    ledger.mkdir()
    (ledger / "link.toml").symlink_to(tmp_path / "secret")
    (ledger / "bookings").symlink_to(tmp_path / "outside")
    with pytest.raises(UnsafeFile, match="symbolic link"):
        read_file(ledger, "link.toml")
    with pytest.raises(UnsafeFile, match="link"):
        read_file(ledger, "bookings/page.toml")
    with pytest.raises(UnsafeFile, match="link"):
        write_file(ledger, "bookings/page.toml", b"new")
    assert (tmp_path / "outside/page.toml").read_bytes() == b"old"


def test_a_written_link_is_replaced_not_followed(tmp_path):
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "page.toml").symlink_to(tmp_path / "secret")
    write_file(tmp_path, "page.toml", b"new")
    assert (tmp_path / "secret").read_bytes() == b"secret"
    assert not (tmp_path / "page.toml").is_symlink()


def test_a_pipe_a_folder_and_a_huge_file_are_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "folder.toml").mkdir()
    with (tmp_path / "sparse.toml").open("wb") as file:
        file.truncate(1 << 40)
    for name, words in (
        ("pipe", "not a regular file"),
        ("folder", "not a regular file"),
        ("sparse", "larger than 1024 KiB"),
    ):
        with pytest.raises(UnsafeFile, match=words):
            read_file(tmp_path, f"{name}.toml")


def test_the_limit_is_inclusive(tmp_path):
    write_file(tmp_path, "a.toml", b"x" * 2048)
    assert len(read_file(tmp_path, "a.toml", 2048) or b"") == 2048
    with pytest.raises(UnsafeFile):
        read_file(tmp_path, "a.toml", 2047)


def test_new_files_are_private_and_old_ones_keep_their_mode(tmp_path):
    write_file(tmp_path, "made/new.toml", b"1")
    assert stat.S_IMODE((tmp_path / "made/new.toml").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "made").stat().st_mode) == 0o700
    (tmp_path / "made/new.toml").chmod(0o640)
    write_file(tmp_path, "made/new.toml", b"2")
    assert stat.S_IMODE((tmp_path / "made/new.toml").stat().st_mode) == 0o640


def test_what_a_killed_writer_left_is_overwritten_and_nothing_stays(tmp_path):
    (tmp_path / ".page.toml.bookctl-tmp").write_bytes(b"half")
    write_file(tmp_path, "page.toml", b"whole")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"page.toml": b"whole"}


def test_many_files_are_put_and_removed_together(tmp_path):
    names = [f"pages/{number}.toml" for number in range(40)]
    put_files(tmp_path, [Content(name, name.encode()) for name in names])
    assert [read_file(tmp_path, name) for name in names] == [name.encode() for name in names]
    put_files(tmp_path, [Content(name, None) for name in names])
    assert list((tmp_path / "pages").iterdir()) == []


def test_removing_what_is_not_there_is_no_error(tmp_path):
    put_files(tmp_path, [Content("a.toml", None)])
    assert list(tmp_path.iterdir()) == []
