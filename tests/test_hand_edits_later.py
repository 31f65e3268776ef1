"""Hand edits meeting what bookctl does afterwards: moves, undo, removals, other tools' files."""

import json
import os
import subprocess

from ledger_watch import FRIDAY, commit, edit, put, refused, sound, unchanged

BOOK = ("book", "张伟", "deep-tissue-60", "fri 14:45")
CUSTOMER = "customers/c4f7qx.toml"


def test_a_comment_above_a_record_travels_with_it(book):
    edit(
        book,
        FRIDAY,
        '[[booking]]\nid = "j94spc"',
        '# Ahmed: bring the form\n# he knows\n[[booking]]\nid = "j94spc"',
    )
    book.ok("move", "j94spc", "2026-12-02 14:00")
    there = (book.root / "bookings/2026/2026-12-02.toml").read_text()
    assert there.startswith('# Ahmed: bring the form\n# he knows\n[[booking]]\nid = "j94spc"\n')
    assert "bring the form" not in (book.root / FRIDAY).read_text()
    book.ok("undo")
    assert (
        '# Ahmed: bring the form\n# he knows\n[[booking]]\nid = "j94spc"' in (book.root / FRIDAY).read_text()
    )
    assert not (book.root / "bookings/2026/2026-12-02.toml").exists()


def test_a_comment_that_is_not_the_records_own_stays(book):
    edit(book, FRIDAY, '[[booking]]\nid = "j94spc"', '# the afternoon\n\n[[booking]]\nid = "j94spc"')
    book.ok("move", "j94spc", "2026-12-02 14:00")
    assert "# the afternoon\n" in (book.root / FRIDAY).read_text()


def test_undo_after_a_hand_edit_takes_back_the_hand_edit_first(book):
    id_ = json.loads(book.ok(*BOOK, "--format", "json"))["result"]["id"]
    booked = (book.root / FRIDAY).read_bytes()
    edit(book, FRIDAY, 'id = "99femw"', 'id = "99femw" # she forgets')
    book.ok("undo")
    assert (book.root / FRIDAY).read_bytes() == booked
    book.ok("undo")
    assert book.run("show", id_).code == 4
    book.ok("redo")
    book.ok("redo")
    assert b"# she forgets" in (book.root / FRIDAY).read_bytes()
    assert book.ok("check") == ""


def test_undo_of_an_older_change_keeps_the_hand_edit(book):
    book.ok("cancel", "j94spc")
    change = book.ok("log", "--limit", "1").split("\t")[0]
    edit(book, FRIDAY, 'id = "99femw"', 'id = "99femw" # she forgets')
    book.ok("undo", change)
    text = (book.root / FRIDAY).read_text()
    assert "# she forgets" in text
    assert text.count('status = "cancelled"') == 0
    assert book.ok("check") == ""


def test_an_edit_of_a_file_that_the_change_does_not_touch(book):
    edit(book, CUSTOMER, 'source = "wechat"', 'source = "door"')
    text = (book.root / CUSTOMER).read_bytes()
    book.ok("resource", "add", "room-3", "--name", "Room 3", "--kind", "room")
    assert (book.root / CUSTOMER).read_bytes() == text
    assert book.git("status", "--porcelain") == ""
    assert "customers" not in book.git("show", "--name-only", "--format=", "HEAD")


def test_a_customers_file_added_and_removed_by_hand(book):
    put(book, "customers/c22222.toml", 'name = "Hand Made" # new\n')
    book.ok("book", "Hand Made", "deep-tissue-60", "fri 14:45")
    assert book.git("status", "--porcelain") == ""
    (book.root / "customers/c22222.toml").unlink()
    done = sound(book.run("book", "张伟", "express-facial", "2026-12-02 14:00"), codes={1})
    assert "c22222" in done.err
    assert book.git("status", "--porcelain") == " D customers/c22222.toml\n"


def test_a_hand_edit_that_retires_what_is_booked_is_the_persons_choice(book):
    put(
        book,
        "resources/li.toml",
        (book.root / "resources/li.toml")
        .read_text()
        .replace('kind = "staff"\n', 'kind = "staff"\nretired = 2026-12-01\n'),
    )
    book.ok("note", "张伟", "x")
    assert book.run("book", "张伟", "tuina-45", "2026-12-03 11:00", "-r", "li").code == 3


def test_a_less_able_room_in_a_hand_edit_that_makes_an_overlap_is_refused(book):
    """Capacity lowered below what is booked already."""
    put(book, "resources/room-3.toml", 'name = "Three"\nkind = "room"\ncapacity = 2\n')
    for who in ("张伟", "Ahmed"):
        book.ok("book", who, "tuina-45", "2026-12-03 11:00", "-r", "room-3")
    edit(book, "resources/room-3.toml", "capacity = 2", "capacity = 1")
    done = sound(book.run("note", "张伟", "x"))
    assert book.run("check").code == 1
    assert "[overlap]" in book.run("check").out
    assert done.code in {0, 1}


def test_undo_that_would_double_book_is_refused(book):
    book.ok("cancel", "j94spc")
    change = book.ok("log", "--limit", "1").split("\t")[0]
    book.ok("book", "张伟", "tuina-45", "fri 14:00", "-r", "wang")
    done = refused(book, "undo", change, codes={3})
    assert "wang" in done.err or "j94spc" in done.err


def test_a_merge_in_progress_is_left_to_the_person(book):
    book.git("checkout", "-qb", "side")
    edit(book, CUSTOMER, 'source = "wechat"', 'source = "side"')
    commit(book)
    book.git("checkout", "-q", "main")
    edit(book, CUSTOMER, 'source = "wechat"', 'source = "main"')
    commit(book)
    as_wang = ["-c", "user.name=Wang", "-c", "user.email=w@example.com"]
    merge = ["git", *as_wang, "merge", "-q", "side"]
    assert (
        subprocess.run(merge, cwd=book.root, env=book.env, capture_output=True, check=False).returncode == 1
    )
    done = refused(book, *BOOK, codes={1, 5})
    assert done.err
    sound(book.run("agenda"))
    assert "[conflict]" in book.run("check").out


def test_a_file_saved_by_an_editor_with_another_mode_or_inode(book):
    target = book.root / FRIDAY
    data = target.read_bytes()
    target.rename(target.with_name("2026-11-27.toml~"))
    target.write_bytes(data.replace(b'id = "99femw"', b'id = "99femw" # x'))
    target.chmod(0o644)
    book.ok(*BOOK)
    assert b'id = "99femw" # x' in target.read_bytes()
    assert book.git("status", "--porcelain", "-uno") == ""


def test_an_edit_of_the_same_size_and_time_is_seen(book):
    book.ok("agenda", "week")
    target = book.root / FRIDAY
    stat = target.stat()
    target.write_bytes(
        target.read_bytes().replace(
            b"T14:00:00+08:00\nend = 2026-11-27T14:45", b"T14:15:00+08:00\nend = 2026-11-27T15:00"
        )
    )
    os.utime(target, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert "2026-11-27T14:15:00+08:00\t2026-11-27T15:00:00+08:00\tj94spc" in book.ok("agenda", "fri")
    with unchanged(book):
        assert book.run("book", "张伟", "deep-tissue-60", "fri 14:45", "-r", "wang", "--dry-run").code == 3
