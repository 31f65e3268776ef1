"""Words on the command line that mean nothing, too much, or harm."""

import json
import shutil

import pytest

from conftest import Book, environment
from ledger_watch import STEERING, refused, sound, unchanged

BOOK = ("book", "张伟", "deep-tissue-60")
LONG = "x" * 10_000


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((*BOOK, "03/04 10:00"), 2),
        ((*BOOK, "11/12 10:00"), 2),
        ((*BOOK, "2026-02-30 10:00"), 2),
        ((*BOOK, "fri 25:00"), 2),
        ((*BOOK, "fri 10:61"), 2),
        ((*BOOK, "yesterdayish"), 2),
        ((*BOOK, ""), 2),
        ((*BOOK, " "), 2),
        ((*BOOK, LONG), 2),
        ((*BOOK, "1" * 5000), 2),
        ((*BOOK, "fri 10:00\n[[booking]]"), 2),
        ((*BOOK, "9999-12-31 10:00"), {2, 3}),
        ((*BOOK, "0001-01-01 10:00"), {2, 3}),
        ((*BOOK, "2300-01-01 10:00"), {2, 3}),
        ((*BOOK, "in 99999999999999999999 days"), {2, 3}),
        ((*BOOK, "fri ١٠:٠٠"), 2),
        ((*BOOK, "fri 14:45", "--minutes", "0"), 2),
        ((*BOOK, "fri 14:45", "--minutes", "-60"), 2),
        ((*BOOK, "fri 14:45", "--minutes", "99999999999999999999"), 2),
        ((*BOOK, "fri 14:45", "--minutes", "nan"), 2),
        ((*BOOK, "fri 14:45", "--minutes", ""), 2),
        ((*BOOK, "fri 15:00-14:00"), {2, 3}),
        ((*BOOK, "fri 15:00-15:00"), 2),
        ((*BOOK, "fri 14:45", "--seats", "0"), 2),
        ((*BOOK, "fri 14:45", "--seats", "-1"), 2),
        ((*BOOK, "fri 14:45", "--price", "nan"), 2),
        ((*BOOK, "fri 14:45", "--price", "inf"), 2),
        ((*BOOK, "fri 14:45", "--price", "-5"), 2),
        ((*BOOK, "fri 14:45", "--price", "1e9"), 2),
        ((*BOOK, "fri 14:45", "--price", "1" * 400), 2),
        ((*BOOK, "fri 14:45", "--price", "3_0"), 2),
        ((*BOOK, "fri 14:45", "--price", "680.001"), 2),
        ((*BOOK, "fri 14:45", "--price", ""), 2),
        ((*BOOK, "fri 14:45", "--status", "completed"), {2, 3}),
        ((*BOOK, "fri 14:45", "--status", "nonsense"), 2),
        ((*BOOK, "fri 14:45", "--source", "a\nb"), {1, 2}),
        ((*BOOK, "fri 14:45", "--source", "a\x1b[2Jb"), {1, 2}),
        ((*BOOK, "fri 14:45", "--source", LONG), {1, 2}),
        ((*BOOK, "fri 12:30", "--force", ""), {2, 3}),
        ((*BOOK, "fri 12:30", "--force", "a\nb\x1b[2J"), {1, 2}),
        ((*BOOK, "fri 14:45", "--request-id", "a\nBookctl-Op: undo"), {1, 2}),
        ((*BOOK, "fri 14:45", "--request-id", LONG), {1, 2}),
        ((*BOOK, "fri 14:45", "--by", "a\nb"), {1, 2}),
        ((*BOOK, "fri 14:45", "--by", "a\x1b[2Jb"), {1, 2}),
        ((*BOOK, "fri 14:45", "--by", LONG), {1, 2}),
        ((*BOOK, "fri 14:45", "--resource", "../../x"), 4),
        ((*BOOK, "fri 14:45", "--resource", ""), 4),
        ((*BOOK, "fri 14:45", "--addon", "nonsense"), 4),
        (("book", "../../etc/passwd", "deep-tissue-60", "fri 14:45"), 4),
        (("book", "张伟", "../deep-tissue-60", "fri 14:45"), 4),
        (("book", "", "deep-tissue-60", "fri 14:45"), {2, 4}),
        (("book", "张伟", "", "fri 14:45"), {2, 4}),
        (("book", "\x1b[31mEve", "deep-tissue-60", "fri 14:45"), 4),
        (("book", "a\nb\u202e", "deep-tissue-60", "fri 14:45"), 4),
        (("book", LONG, "deep-tissue-60", "fri 14:45"), 4),
        (("book", "%", "deep-tissue-60", "fri 14:45"), 4),
        (("book", "_", "deep-tissue-60", "fri 14:45"), 4),
        (("book", "张伟"), 2),
        ((*BOOK, "fri 14:45", "and", "more"), 2),
        ((*BOOK, "fri 14:45", "--nonsense"), 2),
        ((*BOOK, "fri 14:45", "--\x1b[31m"), 2),
        (("\x1b[31m",), 2),
        (("bok",), 2),
        (("cancel", ""), 4),
        (("cancel", "../x"), 4),
        (("cancel", "%"), 4),
        (("cancel", "a\nb\x9b"), 4),
        (("cancel", LONG), 4),
        (("cancel", "7k2m9q", "--reason", "a\x1b[2J"), {1, 2}),
        (("cancel", "7k2m9q", "--reason", LONG), {1, 2}),
        (("move", "7k2m9q", "03/04"), 2),
        (("move", "7k2m9q", ""), 2),
        (("move", "zzzzzz", "fri 10:00"), 4),
        (("mark", "7k2m9q", "dead"), 2),
        (("mark", "7k2m9q", "done", "--minutes", "-5"), 2),
        (("mark", "7k2m9q", "done", "--minutes", "999999999999999999999"), 2),
        (("show", "%"), 4),
        (("show", "7k2m9q", "--at", "never"), 2),
        (("show", "7k2m9q", "--at", "9999-12-31"), {2, 4}),
        (("note", "张伟", ""), {1, 2}),
        (("note", "张伟", "a\x1b[2J"), {1, 2}),
        (("note", "张伟", "a\u202eb"), {1, 2}),
        (("note", "张伟", LONG), {1, 2}),
        (("find", "price>nan"), 2),
        (("find", "from:03/04"), 2),
        (("find", "nonsense:x"), 2),
        (("find", 'name:"'), 2),
        (("agenda", "03/04"), 2),
        (("agenda", "9999"), 2),
        (("agenda", "--width", "-1"), 2),
        (("agenda", "--width", "99999999999"), 2),
        (("agenda", "--width", "٣٠"), 2),
        (("agenda", "--format", "a\nb\x1b"), 2),
        (("agenda", "--color", "\x1b"), 2),
        (("agenda", "--now", "03/04"), 2),
        (("agenda", "--now", "\x1b"), 2),
        (("agenda", "--now"), 2),
        (("agenda", "-L", "/nonexistent/\x1b[31m\n"), 2),
        (("agenda", "-L", ""), 2),
        (("agenda", "--resource", "\x9b"), 4),
        (("agenda", "--output", "/nonexistent/x"), 8),
        (("free", "tuina-45", "next week", "--limit", "0"), 2),
        (("free", "tuina-45", "next week", "--limit", "-1"), 2),
        (("log", "--limit", "-1"), 2),
        (("log", "\x1b"), 4),
        (("undo", "\x1b"), {2, 4}),
        (("undo", "--", "--all"), {2, 4}),
        (("undo", "HEAD~1"), {2, 3, 4}),
        (("adopt", "--keep", "\x1b"), 4),
        (("adopt", "--keep", "../x"), 4),
        (("check", "\x1b[31m\n"), 2),
        (("init", ".", "--timezone", "Asia/Shanghai"), 3),
        (("customer", "add", "--name", ""), {1, 2}),
        (("customer", "add", "--name", " "), {1, 2}),
        (("customer", "add", "--name", "a\nb"), {1, 2}),
        (("customer", "add", "--name", "a\x1bb"), {1, 2}),
        (("customer", "add", "--name", "a\u202eb"), {1, 2}),
        (("customer", "add", "--name", "a\ud800b"), {1, 2}),
        (("customer", "add", "--name", LONG), {1, 2}),
        (("customer", "add", "--name", "Eve", "--tag", "a b\n"), {1, 2}),
        (("customer", "add", "--name", "Eve", "--birthday", "03/04"), {1, 2}),
        (("customer", "add", "--name", "Eve", "--birthday", "1780-01-01"), {1, 2}),
        (("customer", "edit", "张伟", "--unset", "name"), {1, 2}),
        (("customer", "edit", "张伟", "--unset", "nonsense"), {1, 2}),
        (("customer", "show", "%"), 4),
        (("resource", "add", "../x", "--name", "X"), 2),
        (("resource", "add", "X", "--name", "X"), 2),
        (("resource", "add", "a\nb", "--name", "X"), 2),
        (("resource", "add", "-x", "--name", "X"), 2),
        (("resource", "add", "x" * 200, "--name", "X"), 2),
        (("resource", "add", "wang", "--name", "X"), 3),
        (("resource", "add", "x", "--name", "X", "--capacity", "-1"), {1, 2}),
        (("resource", "add", "x", "--name", "X", "--hours", "mon 25-26"), {1, 2}),
        (("resource", "add", "x", "--name", "X", "--hours", "mon 10:00-10:00"), {1, 2}),
        (("resource", "add", "x", "--name", "X", "--zone", "../../etc/passwd"), {1, 2}),
        (("service", "add", "x", "--name", "X", "--minutes", "0"), {1, 2}),
        (("service", "add", "x", "--name", "X", "--minutes", "-1"), {1, 2}),
        (("service", "add", "x", "--name", "X", "--minutes", "60", "--price", "nan"), {1, 2}),
        (("service", "add", "x", "--name", "X", "--minutes", "60", "--need", "nonsense"), {1, 2}),
        (("service", "add", "x", "--name", "X", "--minutes", "60", "--need", "resource:nobody"), {1, 2, 4}),
        (("session", "add", "morning-yoga", "sat 15:00", "--seats", "-1"), 2),
        (("session", "join", "2yn2pg", "nobody"), 4),
    ],
    ids=lambda value: ascii(value)[:60] if isinstance(value, tuple) else "",
)  # fmt: skip
def test_words_are_refused_with_a_reason(still, words, code):
    codes = code if isinstance(code, set) else {code}
    done = sound(still.run(*words), codes=codes)
    assert done.err
    assert len(done.err) < 4000
    assert done.out == ""


@pytest.fixture(scope="module")
def _still(practice, tmp_path_factory):
    base = tmp_path_factory.mktemp("still")
    shutil.copytree(practice, base / "ledger")
    (base / "home").mkdir()
    return Book(base / "ledger", environment(base / "home", base / "ledger"))


@pytest.fixture
def still(_still):
    """The practice, shared by all who may not change it."""
    head = _still.git("rev-parse", "HEAD").strip()
    try:
        with unchanged(_still):
            yield _still
    finally:
        if _still.git("rev-parse", "HEAD").strip() != head or _still.git("status", "--porcelain"):
            _still.git("reset", "--hard", "-q", head)
            _still.git("clean", "-fdq")


@pytest.fixture
def london(tmp_path):
    root, home = tmp_path / "ledger", tmp_path / "home"
    home.mkdir()
    made = Book(tmp_path, environment(home, root) | {"BOOKCTL_NOW": "2027-03-01T09:00"})
    made.ok("init", str(root), "--timezone", "Europe/London", "--currency", "GBP", "--name", "Night clinic")
    made.root = root
    made.ok("resource", "add", "ada", "--name", "Ada", "--kind", "staff", "--hours", "daily 00:00-24:00")
    made.ok("service", "add", "talk", "--name", "Talk", "--minutes", "30", "--need", "kind:staff")
    made.ok("customer", "add", "--name", "Ben")
    return made


def test_a_time_that_does_not_exist_is_refused_with_both_readings(london):
    done = refused(london, "book", "Ben", "talk", "2027-03-28 01:30", codes=2)
    assert "00:30" in done.err or "02:30" in done.err
    for offset in ("+00:00", "+01:00"):
        assert refused(london, "book", "Ben", "talk", f"2027-03-28 1:30 {offset}x", codes=2).err
    for words in (("free", "talk", "2027-03-28"), ("agenda", "2027-03-28"), ("board", "2027-03-28")):
        sound(london.run(*words), codes={0})
    assert "01:30" not in london.ok("free", "talk", "2027-03-28", "--limit", "100")


def test_a_time_that_exists_twice_is_refused_and_the_offset_chooses(london):
    now = {"BOOKCTL_NOW": "2027-10-01T09:00"}
    done = refused(london, "book", "Ben", "talk", "2027-10-31 01:30", codes=2, **now)
    assert "+01:00" in done.err
    assert "+00:00" in done.err
    london.ok("book", "Ben", "talk", "2027-10-31T01:30+01:00", **now)
    london.ok("book", "Ben", "talk", "2027-10-31T01:30+00:00", **now)
    page = (london.root / "bookings/2027/2027-10-31.toml").read_text()
    assert "start = 2027-10-31T01:30:00+01:00\nend = 2027-10-31T01:00:00+00:00\n" in page
    assert "start = 2027-10-31T01:30:00+00:00\n" in page
    assert london.run("check", **now).code == 0
    done = london.run(
        "move",
        json.loads(london.ok("find", "talk", "--format", "json", **now))["bookings"][0]["id"],
        "2027-10-31 01:15",
        **now,
    )
    sound(done, codes={2})


def test_a_stored_offset_that_the_zone_never_has_is_told(london):
    now = {"BOOKCTL_NOW": "2027-03-01T09:00"}
    london.ok("book", "Ben", "talk", "2027-03-28 10:00", **now)
    page = london.root / "bookings/2027/2027-03-28.toml"
    page.write_text(
        page.read_text()
        .replace("T10:00:00+01:00", "T01:30:00+00:00")
        .replace("T10:30:00+01:00", "T01:59:00+00:00")
    )
    done = sound(london.run("check", "--strict", **now), codes={1})
    assert "[offset]" in done.out
    for words in (("agenda", "2027-03-28"), ("board", "2027-03-28"), ("find", "talk")):
        sound(london.run(*words, **now), codes={0})


def test_what_is_shown_of_a_long_word_is_short(still):
    for words in ((LONG,), ("book", LONG, LONG, LONG), ("agenda", LONG), ("agenda", f"--{LONG}")):
        assert len(sound(still.run(*words)).err) < 4000


def test_nothing_of_the_environment_reaches_the_terminal_raw(still):
    for name in (
        "BOOKCTL_BY",
        "BOOKCTL_NOW",
        "BOOKCTL_LEDGER",
        "LANG",
        "COLUMNS",
        "NO_COLOR",
        "TERM",
        "XDG_CACHE_HOME",
    ):
        for value in ("\x1b[31m", "\x9b\n\u202e", "x" * 5000):
            done = still.run("agenda", **{name: value})
            assert done.code != 70, (name, done)
            assert not STEERING.search(done.out + done.err), name


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '"x"', "null", "{}", '{"action": "nonsense"}', '{"action": "book"}', "\x00", "[" * 5000,
     '{"action": "book", "customer": "c4f7qx", "service": "deep-tissue-60", "start": "03/04"}',
     '{"action": "book", "customer": "c4f7qx", "service": "deep-tissue-60", "start": "2026-11-27T14:45:00", "minuts": 5}',
     *(f'{{"action": "book", "customer": "c4f7qx", "service": "deep-tissue-60", "start": "2026-11-27T14:45:00", {more}}}'
       for more in ('"minutes": 0', '"minutes": -5', '"minutes": 99999999999999999999', '"price": -1', '"price": 1e400',
                    '"price": "nan"', '"source": "a\\nb"', '"source": "\\u001b"', '"force": ""', '"by": "a\\nb"', '"seats": 0',
                    '"seats": -3', '"request": "\\u202e"', '"status": "completed"', '"customer": "\\ud800"', '"source": "\\ud800"')),
     '{"action": "cancel", "booking": "7k2m9q", "reason": "a\\u0007"}',
     '{"action": "note", "about": "c4f7qx", "text": ""}',
     '{"action": "note", "about": "c4f7qx", "text": "a\\u001bb"}',
     '{"action": "move", "booking": "7k2m9q", "start": "9999-12-31T23:59:59"}',
     '{"action": "session", "service": "morning-yoga", "start": "2026-11-25T16:00:00", "seats": -1}'],
)  # fmt: skip
@pytest.mark.parametrize("skip", [(), ("--skip",)])
def test_a_request_in_a_batch_is_refused_with_a_reason(still, line, skip):
    done = sound(still.run("apply", *skip, stdin=f"{line}\n"))
    assert done.code in ({6} if skip else {1, 2, 3, 4}), done
    assert done.err
