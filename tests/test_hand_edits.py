"""What a person writes into the files is kept as they wrote it, or refused in words; never overwritten, never lost."""

import json
import re

import pytest

from ledger_watch import FRIDAY, PAGE, commit, edit, put, refused, sound, unchanged

BOOK = ("book", "张伟", "deep-tissue-60", "fri 14:45")
CUSTOMER = "customers/c4f7qx.toml"
NEW = """
# typed by hand
[[booking]]
id = "hand22"
service = "tuina-45"
customer = "c4f7qx"
start = 2026-11-27T13:30:00+08:00
end = 2026-11-27T14:15:00+08:00
uses = [ 'li' , {resource="room-1",to=60} ]   # my own spelling
status = "confirmed"
history = [{ at = 2026-11-24T08:00:00+08:00, status = "confirmed" }]
"""


def heads(book):
    return book.git("log", "--format=%s").splitlines()


def made(book, *words):
    return json.loads(book.ok("book", *words, "--format", "json"))["result"]["id"]


def block(book, path, id_):
    """The lines of one record, as they stand."""
    text = (book.root / path).read_text()
    at = text.index(f'id = "{id_}"')
    start = text.rindex("[[", 0, at)
    stop = text.find("\n[[", at)
    return text[start : len(text) if stop < 0 else stop + 1]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (FRIDAY, 'id = "99femw"', '# please call before\nid = "99femw" # she forgets'),
        (FRIDAY, "start = 2026-11-27T09:15:00+08:00\nend = 2026-11-27T09:45:00+08:00",
         "start = 2026-11-27T09:05:00+08:00\nend   =   2026-11-27T09:35:00+08:00"),
        (FRIDAY, 'id = "gznfsk"\nservice = "express-facial"\ncustomer = "c4f7qx"', 'customer = "c4f7qx"\nservice = "express-facial"\nid = "gznfsk"'),
        (PAGE, 'source = "portal"\nhistory = [\n  { at = 2026-11-22T18:02:00+08:00', 'source = "by the door"\nhistory = [\n  { at = 2026-11-22T18:02:00+08:00'),
        (CUSTOMER, 'tags = ["regular", "desk-back"]', 'tags = [ "regular" , ] # was: desk-back'),
        ("bookctl.toml", "notice = 30 ", "notice = 45 "),
        ("services/tuina-45.toml", "minutes = 45", "minutes = 0x2d"),
    ],
    ids=["comment", "time", "order", "source", "customer", "settings", "service"],
)  # fmt: skip
def test_a_valid_edit_is_kept_byte_for_byte_and_committed_on_its_own(book, path, old, new):
    edit(book, path, old, new)
    edited = (book.root / path).read_bytes()
    with unchanged(book):
        book.ok("agenda", "week")
        book.ok("check")
        book.ok(*BOOK, "--dry-run")
    done = sound(book.run("note", "宋佳怡", "x"), codes={0})
    assert path in done.err
    assert (book.root / path).read_bytes() == edited
    assert book.git("show", f"HEAD~1:{path}").encode() == edited
    assert heads(book)[1] == f"Hand edit: {path}"
    assert book.git("diff", "--name-only", "HEAD~2", "HEAD~1").split() == [path]
    assert path not in book.git("diff", "--name-only", "HEAD~1", "HEAD").split()
    assert book.git("status", "--porcelain") == ""
    book.ok("check")


def test_a_booking_typed_by_hand_is_as_good_as_another(book):
    before = (book.root / FRIDAY).read_text()
    put(book, FRIDAY, before + NEW)
    assert "hand22" in book.ok("agenda", "fri")
    assert book.run("book", "Ahmed", "tuina-45", "fri 13:30", "-r", "li").code == 3
    assert (book.root / FRIDAY).read_text() == before + NEW
    book.ok("move", "hand22", "fri 18:30", "-r", "li", "--force", "late")
    text = (book.root / FRIDAY).read_text()
    assert '# typed by hand\n[[booking]]\nid = "hand22"' in text
    assert "# my own spelling" in text
    assert heads(book)[:2] == ["move hand22", f"Hand edit: {FRIDAY}"]
    book.ok("check")


def test_an_edit_of_the_very_page_that_is_written(book):
    edit(book, FRIDAY, 'id = "99femw"', 'id = "99femw" # she forgets')
    edited = (book.root / FRIDAY).read_text()
    id_ = made(book, *BOOK[1:])
    assert (book.root / FRIDAY).read_text().replace(block(book, FRIDAY, id_), "") == edited
    assert heads(book)[:2] == [f"book {id_}", f"Hand edit: {FRIDAY}"]


@pytest.mark.parametrize(
    ("old", "new", "where", "code"),
    [
        ('id = "99femw"', 'id = "99femw', 46, "parse"),
        ('id = "99femw"', 'id = "99femw"\nstatsu = "x"', 47, "schema"),
        ("start = 2026-11-27T14:00:00+08:00\nend = 2026-11-27T14:45:00+08:00",
         "start = 2026-11-27T10:30:00+08:00\nend = 2026-11-27T11:15:00+08:00", None, "overlap"),
        ('uses = ["li", { resource = "room-1", to = 45 }, { resource = "infrared-lamp", from = -5 }]\nstatus = "confirmed"\nprice = 260.00\nsource = "portal"',
         'uses = ["lee", { resource = "room-1", to = 45 }]\nstatus = "confirmed"\nprice = 260.00\nsource = "portal"', None, "references"),
        ("2026-11-27T14:00:00+08:00\nend = 2026-11-27T14:45:00+08:00", "2026-11-28T14:00:00+08:00\nend = 2026-11-28T14:45:00+08:00", None, "page"),
    ],
    ids=["parse", "schema", "overlap", "references", "misfiled"],
)  # fmt: skip
def test_an_invalid_edit_stops_writers_and_not_readers(book, old, new, where, code):
    edit(book, FRIDAY, old, new)
    for words in (
        BOOK,
        ("cancel", "7k2m9q"),
        ("note", "张伟", "x"),
        ("adopt",),
        ("undo",),
        ("resource", "add", "x", "--name", "X"),
    ):
        done = refused(book, *words, codes={1})
        assert f"[{code}]" in done.err
        assert re.search(rf"^{FRIDAY}:{where or '[0-9]+'}:", done.err, re.MULTILINE), done.err
    with unchanged(book):
        shown = book.ok("agenda", "week")
        assert "7k2m9q" in shown
        if code != "parse":
            assert "gznfsk" in shown
        assert "7k2m9q" in book.ok("show", "7k2m9q")


def test_what_is_wrong_already_in_the_last_commit_does_not_lock_the_desk(book):
    """Somebody's merge left an overlap: the rest of the book can still be worked on, and this too."""
    edit(
        book,
        FRIDAY,
        "start = 2026-11-27T14:00:00+08:00\nend = 2026-11-27T14:45:00+08:00",
        "start = 2026-11-27T10:30:00+08:00\nend = 2026-11-27T11:15:00+08:00",
    )
    commit(book)
    assert book.run("check").code == 1
    book.ok("note", "张伟", "x")
    book.ok("move", "j94spc", "fri 14:00", "--force", "back")
    assert book.ok("check") == ""


def stale(book):
    """The page was open in an editor while somebody booked, and is saved after."""
    opened = (book.root / FRIDAY).read_text()
    id_ = made(book, *BOOK[1:])
    booked = (book.root / FRIDAY).read_text()
    put(book, FRIDAY, opened.replace('id = "99femw"', 'id = "99femw" # my remark'))
    return id_, booked


def test_a_stale_editor_does_not_lose_a_booking(book):
    id_, _ = stale(book)
    for words in (
        ("book", "Ahmed", "express-facial", "sat 13:00"),
        ("cancel", "7k2m9q"),
        ("adopt",),
        ("undo",),
    ):
        done = refused(book, *words, codes={1})
        assert id_ in done.err
        assert "[dropped]" in done.err
    assert id_ in book.run("check").out
    assert f"adopt --keep {id_}" in book.run("check", "--format", "full").out


def test_keep_puts_it_back_with_the_other_edits(book):
    id_, booked = stale(book)
    book.ok("adopt", "--keep", id_)
    assert (book.root / FRIDAY).read_text() == booked.replace('id = "99femw"', 'id = "99femw" # my remark')
    assert book.ok("check") == ""
    assert book.git("status", "--porcelain") == ""
    assert heads(book)[0] == f"Hand edit: {FRIDAY}"
    book.ok("cancel", id_)


def test_drop_lets_it_go(book):
    id_, _ = stale(book)
    wanted = (book.root / FRIDAY).read_text()
    book.ok("adopt", "--drop", id_)
    assert (book.root / FRIDAY).read_text() == wanted
    assert book.run("show", id_).code == 4
    assert book.ok("check") == ""
    book.ok(*BOOK)


def test_keep_and_drop_name_what_is_dropped_and_nothing_else(book):
    id_, _ = stale(book)
    refused(book, "adopt", "--keep", "zzzzzz")
    refused(book, "adopt", "--drop", "zzzzzz", codes={1, 4})
    for words in (
        ("--keep", "7k2m9q"),
        ("--drop", "7k2m9q"),
        ("--keep", id_, "--keep", "zzzzzz"),
        ("--keep", id_, "--drop", id_),
    ):
        refused(book, "adopt", *words)
    book.ok("adopt", "--keep", id_)


def test_two_dropped_bookings_need_a_word_each(book):
    text = (book.root / FRIDAY).read_text()
    put(
        book,
        FRIDAY,
        text.replace(block(book, FRIDAY, "99femw"), "").replace(block(book, FRIDAY, "gznfsk"), ""),
    )
    done = refused(book, "adopt", "--drop", "99femw", codes=1)
    assert "gznfsk" in done.err
    assert "99femw" not in done.err
    book.ok("adopt", "--drop", "99femw", "--keep", "gznfsk")
    assert "gznfsk" in book.ok("agenda", "fri")
    assert book.run("show", "99femw").code == 4


def test_keep_that_would_double_book_is_refused(book):
    """Its place was given to another one, by hand, in the same edit."""
    text = (book.root / FRIDAY).read_text()
    other = block(book, FRIDAY, "99femw").replace('"99femw"', '"9999mw"').replace("cp7n3s", "c4f7qx")
    put(book, FRIDAY, text.replace(block(book, FRIDAY, "99femw"), other))
    done = refused(book, "adopt", "--keep", "99femw", codes={1, 3})
    assert "overlap" in done.err


def test_removing_a_whole_page_is_dropping_its_bookings(book):
    (book.root / FRIDAY).unlink()
    done = refused(book, *BOOK, codes=1)
    assert "99femw" in done.err
    ids = re.findall(r"(?:booking|session) (\w{6}) at", book.run("check").out)
    assert {"2yn2pg", "32cgbq", "99femw", "gznfsk"} <= set(ids)
    assert "z8f2nu" not in ids, "it was declined before"
    book.ok("adopt", *(word for id_ in ids for word in ("--keep", id_)))
    assert book.ok("check") == ""
    assert {f'id = "{id_}"' for id_ in ids} <= set((book.root / FRIDAY).read_text().splitlines())


def test_a_finished_booking_may_be_removed_by_hand(book):
    page = "bookings/2026/2026-11-16.toml"
    first = re.search(r'id = "(\w+)"', (book.root / page).read_text())[1]
    put(book, page, (book.root / page).read_text().replace(block(book, page, first), ""))
    done = sound(book.run("adopt"))
    assert done.code in {0, 1}


def test_reordered_records_are_still_there(book):
    text = (book.root / FRIDAY).read_text()
    first, last = block(book, FRIDAY, "99femw"), block(book, FRIDAY, "hqbqrx")
    put(book, FRIDAY, text.replace(first, "@@").replace(last, first + "\n").replace("@@", last + "\n"))
    book.ok("check")
    book.ok("cancel", "99femw")
    book.ok(*BOOK)
    book.ok("check")


def test_a_record_moved_by_hand_to_another_page_is_not_dropped(book):
    text = (book.root / FRIDAY).read_text()
    moved = block(book, FRIDAY, "j94spc")
    put(book, FRIDAY, text.replace(moved, ""))
    day = "bookings/2026/2026-12-02.toml"
    put(book, day, moved.replace("2026-11-27T14", "2026-12-02T14"))
    assert book.ok("check") == ""
    book.ok("note", "张伟", "x")
    assert heads(book)[1] == "Hand edit: 2 files"
    assert "j94spc" in book.ok("agenda", "2026-12-02")


def test_staged_changes_of_other_files_are_left_alone(book):
    put(book, "README.md", "my notes\n")
    put(book, "bill.txt", "100\n")
    book.git("add", "README.md", "bill.txt")
    put(book, "bill.txt", "200\n")
    before = book.git("diff", "--cached"), book.git("diff")
    book.ok(*BOOK)
    book.ok("cancel", "7k2m9q")
    book.ok("undo")
    assert (book.git("diff", "--cached"), book.git("diff")) == before
    assert "README.md" not in book.git("log", "--name-only", "--format=")
    assert book.git("status", "--porcelain") == "A  README.md\nAM bill.txt\n"


def test_a_staged_hand_edit_is_taken_in_too(book):
    edit(book, CUSTOMER, 'source = "wechat"', 'source = "phone"')
    book.git("add", CUSTOMER)
    edit(book, CUSTOMER, 'source = "phone"', 'source = "door"')
    book.ok(*BOOK)
    assert book.git("status", "--porcelain") == ""
    assert 'source = "door"' in book.git("show", f"HEAD:{CUSTOMER}")
