"""Answers to invitations, through the command that stands in a mail pipe."""

import io
import json
import time
from datetime import UTC, datetime

import pytest

from bookctl.cli.import_reply import _drained
from reply_kit import BOOKING, CUSTOMER, apple, bare, google, outlook


@pytest.fixture
def take(book, tmp_path):
    """Runs `import reply` on these bytes."""

    def run(data, *options):
        path = tmp_path / "mail"
        path.write_bytes(data)
        return book.run("import", "reply", str(path), *options)

    return run


def attendance(book):
    page = (book.root / "bookings/2026/2026-11-24.toml").read_text("utf-8")
    record = page[page.index(f'id = "{BOOKING}"') :].partition("[[booking]]")[0]
    found = [line for line in record.splitlines() if line.startswith("attendance")]
    return found[0].split('"')[1] if found else None


@pytest.mark.parametrize(
    ("write", "state"),
    [(google, "accepted"), (outlook, "tentative"), (apple, "declined"), (bare, "accepted")],
)
def test_what_each_program_writes_is_understood(book, take, write, state):
    done = take(write())
    assert (done.code, done.out) == (0, f"{state} {BOOKING}\n"), done.err
    assert attendance(book) == state
    assert book.git("log", "--format=%s", "-1") == f"attendance {BOOKING} {state}\n"
    assert book.run("check").code == 0


def test_one_answer_is_one_commit_and_touches_one_line(book, take):
    take(google())
    changed = [
        line
        for line in book.git("show", "--format=").splitlines()
        if line[:1] in "+-" and line[1:2] not in "+-"
    ]
    assert changed == ['+attendance = "accepted"']
    before = book.git("rev-parse", "HEAD")
    assert take(google()).out == f"accepted {BOOKING}\n"
    assert book.git("rev-parse", "HEAD") == before


def test_a_mail_pipe_gives_it_on_standard_input(book):
    data = google().decode()
    assert book.ok("import", "reply", "-", stdin=data) == f"accepted {BOOKING}\n"


def test_a_later_answer_counts_and_an_earlier_one_does_not(book, take):
    assert take(google("ACCEPTED", stamp="20261123T100000Z")).out.startswith("accepted")
    assert take(google("DECLINED", stamp="20261123T120000Z")).out.startswith("declined")
    late = take(google("TENTATIVE", stamp="20261123T110000Z"))
    assert (late.code, late.out) == (0, f"ignored, a newer answer is known: {BOOKING}\n")
    assert attendance(book) == "declined"


def test_an_answer_from_the_future_does_not_silence_those_that_follow(book, take):
    take(google("ACCEPTED", stamp="20990101T000000Z"))
    assert take(google("DECLINED", stamp="20261124T010000Z")).out.startswith("declined")
    assert attendance(book) == "declined"


def test_an_answer_to_an_older_invitation_is_told_apart(book, take):
    book.ok("move", BOOKING, "tomorrow 10:00")
    done = take(google())
    assert (done.code, done.out) == (0, f"ignored, it answers an older invitation: {BOOKING}\n")


@pytest.mark.parametrize("sequence", [70, 2147483647])
def test_a_number_that_was_never_sent_is_ignored_and_blocks_nothing(book, take, sequence):
    assert "never sent" in take(google(sequence=sequence)).out
    assert take(google()).out == f"accepted {BOOKING}\n"


def test_a_decline_cancels_nothing_and_says_how_to(book, take):
    done = take(apple())
    assert done.err == f"the booking stays as it is; bookctl cancel {BOOKING} cancels it\n"
    assert "confirmed" in book.ok("show", BOOKING)


@pytest.mark.parametrize("state", ["NEEDS-ACTION", "DELEGATED", "X-OTHER"])
def test_no_decision_changes_nothing(book, take, state):
    assert take(google(state)).out == f"ignored, no answer yet: {BOOKING}\n"
    assert attendance(book) is None


def test_a_cancelled_booking_takes_no_answer(book, take):
    book.ok("cancel", BOOKING)
    assert take(google()).out == f"ignored, the booking is cancelled: {BOOKING}\n"
    assert attendance(book) is None


@pytest.mark.parametrize(
    "forged",
    [
        {"sender": "mallory@evil.example"},
        {"attendee": "mallory@evil.example"},
        {"sender": "mallory@evil.example", "attendee": "mallory@evil.example"},
        {"sender": "zhang.wei@example.cn.evil.example"},
        {"sender": "hello@stillwater.example", "attendee": "hello@stillwater.example"},
    ],
)
def test_an_answer_that_is_not_the_customers_is_refused_without_an_address(book, take, forged):
    done = take(google(**forged))
    assert done.code in {2, 3}
    assert "@" not in done.err
    assert attendance(book) is None
    assert book.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    "line",
    [
        "From: =?utf-8?q?zhang=2Ewei=40example=2Ecn?= <mallory@evil.example>",
        'From: "zhang.wei@example.cn" <mallory@evil.example>',
        "From: zhang.wei@example.cn <mallory@evil.example>",
        "From: zhang.wei@example.cn, mallory@evil.example",
        "From: <zhang.wei@example.cn> <mallory@evil.example>",
        "From: =?utf-8?q?=3Czhang=2Ewei=40example=2Ecn=3E?=",
        "From: mallory@evil.example (zhang.wei@example.cn)",
        "From: mallory@evil.example\r\nFrom: zhang.wei@example.cn",
        "From: zhang.wei@example.cn\r\nFrom: mallory@evil.example",
        "From: zhang.wei@example.cn\\@evil.example",
        "From: group:zhang.wei@example.cn;",
        "X-From: zhang.wei@example.cn",
        "From: " + "<" * 5000 + "zhang.wei@example.cn" + ">" * 5000,
        "From: ",
    ],
)
def test_a_from_that_only_looks_like_the_customer_is_refused(book, take, line):
    mail = google().replace(b'From: "Zhang, Wei" <zhang.wei@example.cn>', line.encode())
    assert mail != google()
    done = take(mail)
    assert done.code in {2, 3}, done
    assert attendance(book) is None


@pytest.mark.parametrize(
    "cn", ["\\x1b[31m", '"a\\";PARTSTAT=DECLINED;X="', '"=cmd|x"', "=?utf-8?q?=0D=0ABcc:_x?=", "x" * 5000]
)
def test_a_hostile_name_is_neither_believed_nor_shown(book, take, cn):
    done = take(bare(cn=cn.replace("\\x1b", "\x1b")))
    assert "\x1b" not in done.out + done.err
    assert "Bcc" not in done.out + done.err
    assert attendance(book) in {"accepted", None}
    assert book.run("check").code == 0


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("COUNTER", "proposes another time"),
        ("REFRESH", "asks for the invitation again"),
        ("REQUEST", "an invitation, not an answer"),
        ("CANCEL", "somebody else"),
        ("PUBLISH", "not an answer"),
        ("ADD", "another METHOD"),
    ],
)
def test_other_methods_get_a_clear_sentence(book, take, method, words):
    done = take(google(method=method))
    assert done.code == 3
    assert words in done.err
    assert "nothing was changed" in done.err


@pytest.mark.parametrize(
    "uid",
    [
        f"{BOOKING}@elsewhere.example",
        BOOKING,
        "../../etc@bookctl.local",
        "zzzzzz@bookctl.local",
        "@bookctl.local",
    ],
)
def test_an_appointment_of_somebody_elses_is_not_found(take, uid):
    done = take(google(uid=uid))
    assert done.code == 4
    assert "bookctl:" in done.err


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"hello",
        b"From: a@b.example\nSubject: hi\n\nno calendar\n",
        b"From: a@b.example\nContent-Type: application/ms-tnef; name=winmail.dat\n\nx",
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\n",
        bytes(range(256)) * 20,
        b"From: a@b.example\nContent-Type: text/calendar; charset=utf-16\n\nBEGIN",
        b"From: a@b.example\nContent-Type: text/calendar; charset=nonsense\n\nBEGIN",
    ],
    ids=range(10),
)
def test_what_cannot_be_used_is_exit_2_and_exit_0_in_a_pipe(book, take, data):
    alone, piped = take(data), take(data, "--pipe")
    assert (alone.code, piped.code) == (2, 0), alone
    assert piped.err.startswith("bookctl: ")
    assert piped.err.count("\n") == 1


@pytest.mark.parametrize(
    "data", [google(uid="zzzzzz@bookctl.local"), google(sender="x@evil.example"), google(method="COUNTER")]
)
def test_what_is_not_ours_does_not_bounce(take, data):
    piped = take(data, "--pipe")
    assert piped.code == 0
    assert piped.err.count("\n") == 1


def test_what_may_work_later_asks_the_mail_system_to_try_again(book, take):
    page = book.root / "bookings/2026/2026-11-24.toml"
    good = page.read_bytes()
    page.write_bytes(good + b"broken")
    assert take(google(), "--pipe").code == 75
    page.write_bytes(good)
    assert take(google(), "--pipe").code == 0
    missing = book.run("import", "reply", "-", "--pipe", stdin="x", BOOKCTL_LEDGER="/nowhere")
    assert missing.code == 75


def test_ten_megabytes_are_refused_quickly_and_read_to_the_end(book):
    began = time.monotonic()
    mail = google().decode() + "x" * 10_000_000
    done = book.run("import", "reply", "-", stdin=mail)
    assert done.code == 2
    assert "larger than 10 MB" in done.err
    assert time.monotonic() - began < 5
    stream = io.BytesIO(b"x" * 500)
    assert len(_drained(stream, 100)) == 101
    assert stream.read() == b""


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 300_000,
        b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(1900)),
        b"a:b\n" * 500_000,
        b"From: " + b"a" * 9_000_000 + b"\n\n",
        b"From: " + b'"' * 900_000 + b"\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n",
        bare()[:-15] + b"X-A:" + b"y" * 2_000_000 + b"\r\nEND:VCALENDAR\r\n",
    ],
    ids=["parts", "depth", "headers", "line", "quotes", "calendar"],
)
def test_mail_made_to_hurt_is_refused_within_seconds(book, take, data):
    began = time.monotonic()
    assert take(data).code == 2
    assert time.monotonic() - began < 5


def test_dry_run_shows_the_line_and_remembers_nothing(book, take):
    done = take(google(stamp="20261123T120000Z"), "--dry-run")
    assert f"would be: accepted {BOOKING}" in done.out
    assert '+attendance = "accepted"' in done.out
    assert attendance(book) is None
    assert take(google("DECLINED", stamp="20261123T110000Z")).out.startswith("declined")


def test_programs_get_json(take):
    result = json.loads(take(google(), "--format", "json").out)["result"]
    assert (result["booking"], result["attendance"], result["changed"]) == (BOOKING, "accepted", True)
    assert result["commit"]


def test_no_address_is_in_the_history_or_the_private_notes(book, take):
    take(google())
    assert CUSTOMER not in book.git("log", "--format=%B%an%ae", "-1")
    kept = list((book.root / ".git/bookctl/replies").iterdir())
    assert [path.name for path in kept] == [BOOKING]
    sequence, stamp = kept[0].read_text().split()
    assert (sequence, datetime.fromtimestamp(int(stamp), UTC)) == ("1", datetime(2026, 11, 24, 1, tzinfo=UTC))
