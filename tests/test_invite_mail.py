"""The e-mail around an invitation, read back by Python's parser and taken by a real server."""

import asyncio
import smtplib
import socket
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from hypothesis import given, settings
from hypothesis import strategies as st

from bookctl.calendars.invite import Invitation
from bookctl.messages.address import BadAddress
from bookctl.messages.channels.letter import Letter
from bookctl.messages.headers import BadHeader, mail

ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:静水\\, 按摩\r\nEND:VCALENDAR\r\n".encode()
INVITATION = Invitation(
    "REQUEST", "预约确认：Still Water 静水，2026年11月24日（周二）10:00", "您好\n.\n再见\n", ICS
)
SENDER, TO, KEY, AT = (
    "Still Water 静水 <hello@stillwater.example>",
    "li.na@example.cn",
    "0123456789abcdef",
    1_795_000_000,
)
UNSAFE = (BadHeader, BadAddress)


def made(invitation=INVITATION, sender=SENDER, to=TO, key=KEY, date=AT):
    one = invitation
    letter = Letter(to, one.subject, one.body, key, "zh", date, None, one.ics, one.method)
    return mail(letter, sender, "b.local")[2]


def test_it_is_a_mixed_of_alternatives_with_the_calendar_last_and_attached():
    read = message_from_bytes(made(), policy=default)
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/calendar",
        "application/ics",
    ]
    _, _, text, calendar, attached = read.walk()
    assert dict(calendar["Content-Type"].params) == {"method": "REQUEST", "charset": "UTF-8"}
    assert calendar["Content-Transfer-Encoding"] == "base64"
    assert calendar.get_payload(decode=True) == attached.get_payload(decode=True) == ICS
    assert attached.get_filename() == "invite.ics"
    assert text.get_content().splitlines() == ["您好", ".", "再见"]


def test_its_headers_say_what_was_given_and_no_more():
    read = message_from_bytes(made(), policy=default)
    assert read.keys() == [
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version",
        "Content-Type",
    ]  # fmt: skip
    assert read["From"].addresses[0].display_name == "Still Water 静水"
    assert read["From"].addresses[0].addr_spec == "hello@stillwater.example"
    assert read["To"] == TO
    assert read["Subject"] == INVITATION.subject
    assert read["Date"].datetime == datetime.fromtimestamp(AT, UTC)
    assert read["Message-ID"] == f"<{KEY}@b.local>"


def test_the_same_arguments_make_the_same_bytes_in_short_ascii_lines():
    data = made()
    assert data == made()
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 78


@pytest.mark.parametrize(
    "bad", ["a\r\nBcc: x@evil.example", "=?utf-8?q?x=0D=0AReply-To:_evil?=", "a\0b", "a\u2028b", "a\nb"]
)
def test_a_value_that_could_become_a_header_is_refused_without_repeating_it(bad):
    for field in (
        {"invitation": INVITATION._replace(subject=bad)},
        {"sender": f"{bad} <hello@stillwater.example>"},
        {"to": f"{bad}@example.cn"},
        {"key": bad},
    ):
        with pytest.raises(UNSAFE) as caught:
            made(**field)
        assert "evil" not in str(caught.value)


@pytest.mark.parametrize("bad", ["", "a@b, c@d", "a@b> <c@d", "no address", "a@b <c@d", "<>", "a b@c"])
def test_more_or_less_than_one_address_is_refused(bad):
    with pytest.raises(UNSAFE):
        made(to=bad)


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), max_size=120)


@settings(max_examples=60)
@given(TEXT, TEXT, st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_arrives_as_it_was_or_is_refused(subject, name, body):
    name = "".join(c for c in name if c not in '<>"\\').strip()
    try:
        data = made(Invitation("REQUEST", subject, body, ICS), f"{name} <hello@stillwater.example>")
    except UNSAFE:
        return
    read = message_from_bytes(data, policy=default)
    assert read["Subject"] == subject
    assert len(read.keys()) == 9
    arrived = list(read.walk())[2].get_payload(decode=True).decode()
    assert _lines(arrived) == _lines(body)


def _lines(text):
    """However lines end, and whatever empty ones stand at the end."""
    return "\n".join(text.splitlines()).rstrip("\n")


class Box:
    def __init__(self):
        self.taken = []

    async def handle_DATA(self, server, session, received):  # noqa: N802 - aiosmtpd's name
        await asyncio.sleep(0)
        self.taken.append((received.mail_from, received.rcpt_tos, received.content))
        return "250 OK"


def test_a_real_server_takes_it_byte_for_byte():
    box = Box()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
            assert smtp.sendmail("hello@stillwater.example", [TO], made()) == {}
    finally:
        server.stop()
    ((sender, to, content),) = box.taken
    assert (sender, to) == ("hello@stillwater.example", [TO])
    assert content == made()
