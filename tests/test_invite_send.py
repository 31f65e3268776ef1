"""Sending one invitation by hand, to a real SMTP server, and what is kept of it."""

import asyncio
import json
import socket
from datetime import date
from email import message_from_bytes
from email.policy import default

import icalendar
import pytest
from aiosmtpd.controller import Controller

from bookctl.calendars.invite_due import key_of, visible
from bookctl.ledger.load import load_page
from bookctl.ledger.state import find_state
from bookctl.messages.outbox import Item, Outbox

BOOKING = "7k2m9q"
NOW = 1_795_482_000  # 2026-11-24T09:00 in Shanghai


class Box:
    """A server that takes everything, or answers `words` to every text."""

    def __init__(self):
        self.taken, self.words = [], "250 OK"

    async def handle_DATA(self, server, session, received):  # noqa: N802 - aiosmtpd's name
        await asyncio.sleep(0)
        if self.words.startswith("250"):
            self.taken.append(message_from_bytes(received.content, policy=default))
        return self.words


@pytest.fixture
def box(book):
    box = Box()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    config = book.root.parent / "home" / ".config" / "bookctl" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'[channel.email]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n')
    yield box
    server.stop()


def calendar(mail):
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    (event,) = icalendar.Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    return part["Content-Type"].params["method"], int(event["SEQUENCE"])


def test_it_is_sent_once_and_recorded_without_address_or_text(book, box):
    assert book.ok("message", "invite", BOOKING, "--send").startswith(f"sent REQUEST {BOOKING}  预约确认：")
    again = book.run("message", "invite", BOOKING, "--send")
    assert again.code == 3
    assert "told this already" in again.err
    (mail,) = box.taken
    assert mail["To"] == "zhang.wei@example.cn"
    assert calendar(mail) == ("REQUEST", 1)
    (page,) = (book.root / "messages").rglob("*.toml")
    text = page.read_text("utf-8")
    assert 'rule = "invitation"' in text
    assert f'about = "{BOOKING}"' in text
    assert 'state = "sent"' in text
    assert "@" not in text
    assert book.git("status", "--porcelain") == ""
    assert list((book.root / ".git/bookctl/outbox").iterdir()) == []
    assert book.run("check").code == 0


def test_a_move_and_a_cancellation_follow_in_order_and_an_undo_invites_again(book, box):
    book.ok("message", "invite", BOOKING, "--send")
    book.ok("move", BOOKING, "tomorrow 10:00")
    book.ok("message", "invite", BOOKING, "--send")
    book.ok("cancel", BOOKING)
    commit = book.git("rev-parse", "HEAD").strip()
    book.ok("message", "invite", BOOKING, "--send")
    book.ok("undo", commit)
    book.ok("message", "invite", BOOKING, "--send")
    assert [calendar(mail) for mail in box.taken] == [
        ("REQUEST", 1),
        ("REQUEST", 2),
        ("CANCEL", 3),
        ("REQUEST", 4),
    ]
    assert (
        json.loads(book.ok("message", "invite", BOOKING, "--format", "json"))["invitation"]["pending"]
        is False
    )


def test_what_was_never_told_is_not_cancelled(book, box):
    book.ok("cancel", BOOKING)
    done = book.run("message", "invite", BOOKING, "--send")
    assert done.code == 3
    assert box.taken == []


def test_a_refused_text_is_a_failure_and_may_be_sent_again(book, box):
    box.words = "554 5.7.1 no zhang.wei@example.cn here"
    done = book.run("message", "invite", BOOKING, "--send")
    assert done.code == 8
    assert "@" not in done.err
    box.words = "250 OK"
    book.ok("message", "invite", BOOKING, "--send")
    assert len(box.taken) == 1


def test_who_wants_no_mail_gets_none(book, box):
    path = book.root / "customers" / "c4f7qx.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("\nphone", '\noptout = ["email"]\nphone', 1), "utf-8")
    done = book.run("message", "invite", BOOKING, "--send")
    assert done.code == 3
    assert "wants no messages" in done.err
    assert box.taken == []


def test_without_a_server_it_says_what_to_set_up(book):
    done = book.run("message", "invite", BOOKING, "--send")
    assert done.code == 2
    assert "[channel.email]" in done.err
    assert not (book.root / "messages").exists()


def test_what_has_begun_is_not_told(book, box):
    done = book.run("message", "invite", BOOKING, "--send", BOOKCTL_NOW="2026-11-24T10:30")
    assert done.code == 3
    assert "has begun" in done.err
    assert box.taken == []


def left_behind(book, state):
    """The outbox as a program leaves it that died right after that."""
    (record,) = [one for one in load_page(book.root, date(2026, 11, 24))[0].booking if one.id == BOOKING]
    key = key_of(BOOKING, 1, "REQUEST")
    outbox = Outbox(find_state(book.root))
    item = Item(
        key,
        "invitation",
        BOOKING,
        visible(record),
        NOW + 3600,
        NOW,
        channel="email",
        to="customer",
        tries=1,
        redo=True,
    )
    outbox.claim(item)
    for word in state.split():
        outbox.note(key, word, NOW)
    return key


@pytest.mark.parametrize(
    ("state", "recorded"),
    [("", None), ("sending", "unknown"), ("sending sent", "sent"), ("failed", "failed")],
)
def test_what_a_killed_send_left_is_brought_to_its_end_and_never_doubled(book, box, state, recorded):
    left_behind(book, state)
    waiting = book.run("message", "invite", BOOKING, "--send")
    assert waiting.code == 5
    assert "bookctl remind" in waiting.err
    book.run("remind", "--catch-up")
    assert box.taken == []
    pages = "".join(path.read_text("utf-8") for path in (book.root / "messages").rglob("*.toml"))
    assert (f'state = "{recorded}"' in pages) if recorded else ("invitation" not in pages)
    again = book.run("message", "invite", BOOKING, "--send")
    assert again.code == (3 if recorded in {"sent", "unknown"} else 0)
    assert len(box.taken) == (0 if recorded in {"sent", "unknown"} else 1)


def by_itself(book):
    settings = book.root / "bookctl.toml"
    settings.write_text(
        settings.read_text("utf-8").replace("[reminders]\n", '[reminders]\ninvitations = "email"\n'), "utf-8"
    )
    book.ok("adopt")


def made_by(book):
    done = book.ok("book", "张伟", "swedish-60", "2026-12-01 10:00", "--format", "json")
    return json.loads(done)["result"]["id"]


def told(box, booking):
    found = [mail for mail in box.taken if booking in mail.get_body(("calendar",)).get_content()]
    return [calendar(mail) for mail in found]


def test_remind_tells_calendars_by_itself_where_the_ledger_says_so(book, box):
    made = made_by(book)
    assert book.run("remind").code == 0
    assert box.taken == []  # nobody asked for it
    by_itself(book)
    steps = (
        (("show", made), "09:01", [("REQUEST", 0)]),
        (("move", made, "2026-12-01 11:00"), "09:05", [("REQUEST", 0), ("REQUEST", 1)]),
        (("cancel", made), "09:10", [("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)]),
    )
    for step, at, then in steps:
        book.ok(*step, BOOKCTL_NOW=f"2026-11-24T{at}")
        for _ in range(3):
            done = book.run("remind", BOOKCTL_NOW=f"2026-11-24T{at}")
            assert (done.code, done.out) == (0, "")
        assert told(box, made) == then
    assert book.ok("check") == ""
    assert book.git("status", "--porcelain") == ""


def test_only_what_was_changed_within_a_day_is_told_of_at_first(book, box):
    by_itself(book)
    assert book.run("remind").code == 0
    assert 0 < len(box.taken) < 10


def test_an_invitation_that_does_not_go_out_is_tried_again_later_and_told_when_it_lasts(book, box):
    by_itself(book)
    made = made_by(book)
    box.words = "452 4.3.1 full"
    times = ("09:00", "09:00:30", "09:02", "09:10", "09:11")
    assert [book.run("remind", BOOKCTL_NOW=f"2026-11-24T{at}").code for at in times] == [0, 0, 0, 6, 0]
    box.words = "250 OK"
    for _ in range(2):
        assert book.run("remind", BOOKCTL_NOW="2026-11-24T11:30").code == 0
        assert told(box, made) == [("REQUEST", 0)]
