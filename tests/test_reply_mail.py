"""Taking the calendar and the sender out of an e-mail that anybody may have written."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookctl.actions.problems import Usage
from bookctl.calendars.reply_mail import opened
from bookctl.calendars.reply_read import read_message
from reply_kit import CUSTOMER, apple, bare, google, outlook

MAILS = [google(), outlook(), apple(), bare()]


@pytest.mark.parametrize("mail", MAILS, ids=["google", "outlook", "apple", "bare"])
def test_the_calendar_is_found_and_whole(mail):
    found = opened(mail)
    assert found.ics.lstrip().startswith(b"BEGIN:VCALENDAR")
    assert found.ics.rstrip().endswith(b"END:VCALENDAR")
    assert b"METHOD:REPLY" in found.ics
    assert found.sender == (None if mail is MAILS[3] else CUSTOMER)


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("a@b.example", "a@b.example"),
        ("<a@b.example>", "a@b.example"),
        ("A B <a@b.example>", "a@b.example"),
        ('"B, A" <a@b.example>', "a@b.example"),
        ('"a\\"b" <a@b.example>', "a@b.example"),
        ("=?utf-8?b?5byg5Lyf?= <a+tag@b.example>", "a+tag@b.example"),
        ("张伟 <a@b.example>", "a@b.example"),
        ("A\r\n\tB\r\n <a@b.example>", "a@b.example"),
    ],
)
def test_a_plain_from_is_read(line, address):
    mail = f"From: {line}\r\nContent-Type: text/calendar\r\n\r\nx".encode()
    assert opened(mail).sender == address


@pytest.mark.parametrize("charset", ["utf-8", "us-ascii", "UTF-8", "gb18030", "utf-16", "iso-8859-1"])
def test_the_charset_that_is_named_is_undone(charset):
    text = "BEGIN:VCALENDAR\r\nSUMMARY:" + (
        "静水" if charset.lower() in {"utf-8", "gb18030", "utf-16"} else "x"
    )
    body = base64.encodebytes(text.encode(charset)).decode()
    mail = f"From: a@b.example\nContent-Type: text/calendar; charset={charset}\nContent-Transfer-Encoding: base64\n\n{body}"
    assert opened(mail.encode()).ics.decode() == text


def test_an_attachment_is_known_by_its_name_too():
    mail = (
        "From: a@b.example\nContent-Type: application/octet-stream; name=x\n"
        'Content-Disposition: attachment; filename="Invite.ICS"\n\nBEGIN:VCALENDAR\n'
    )
    assert opened(mail.encode()).ics == b"BEGIN:VCALENDAR\n"


def test_a_forwarded_message_does_not_lend_its_sender():
    """The calendar lies in a message that was attached; From is who forwarded it."""
    inner = google().decode()
    mail = f"From: friend@b.example\nContent-Type: message/rfc822\n\n{inner}"
    assert opened(mail.encode()).sender == "friend@b.example"


@settings(max_examples=150)
@given(st.sampled_from(MAILS), st.data())
def test_broken_mail_is_read_or_refused_and_nothing_else(mail, data):
    damaged = bytearray(mail)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        piece = data.draw(
            st.binary(max_size=8) | st.sampled_from([b"\r\n\r\n", b"--", b"=?utf-8?q?", b"\0", b"<>", b'"'])
        )
        damaged[at : at + data.draw(st.integers(0, 40))] = piece
        if not damaged:
            break
    try:
        found = opened(bytes(damaged))
    except Usage:
        return
    assert isinstance(found.ics, bytes)
    assert found.sender is None or "@" in found.sender


def one(*lines, method="REPLY"):
    rows = ["BEGIN:VCALENDAR", f"METHOD:{method}", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(rows).encode()


def test_what_an_answer_is_made_of_is_read():
    message = read_message(
        one(
            "UID:7k2m9q@b.local",
            "SEQUENCE:3",
            "DTSTAMP:20261124T010000Z",
            "ATTENDEE;PARTSTAT=accepted:mailto:a@b.cn",
        )
    )
    (event,) = message.events
    assert (message.method, event.uid, event.sequence, event.recurring) == (
        "REPLY",
        "7k2m9q@b.local",
        3,
        False,
    )
    assert event.stamp == 1_795_482_000
    assert event.attendees == (("a@b.cn", "ACCEPTED"),)


@pytest.mark.parametrize(
    ("line", "attendee"),
    [
        ("ATTENDEE:mailto:a@b.cn", ("a@b.cn", "NEEDS-ACTION")),
        ("attendee;partstat=DECLINED:MAILTO:a@b.cn", ("a@b.cn", "DECLINED")),
        (
            'ATTENDEE;DELEGATED-TO="mailto:x@b.cn","mailto:y@b.cn";PARTSTAT=DELEGATED:mailto:a@b.cn',
            ("a@b.cn", "DELEGATED"),
        ),
        (
            'ATTENDEE;CN="a;PARTSTAT=DECLINED:mailto:x@b.cn";PARTSTAT=ACCEPTED:mailto:a@b.cn',
            ("a@b.cn", "ACCEPTED"),
        ),
        ('ATTENDEE;EMAIL="a@b.cn";PARTSTAT=ACCEPTED:/aMTIz/principal/', ("a@b.cn", "ACCEPTED")),
        ("ATTENDEE;PARTSTAT=ACCEPTED;PARTSTAT=DECLINED:mailto:a@b.cn", ("a@b.cn", "ACCEPTED")),
        ("ATTENDEE;PARTSTAT=ACC\r\n EPTED:mailto:a@\r\n\tb.cn", ("a@b.cn", "ACCEPTED")),
    ],
)
def test_an_attendee_is_read_as_each_program_writes_it(line, attendee):
    assert read_message(one(line)).events[0].attendees == (attendee,)


def test_an_alarm_s_attendee_has_answered_nothing():
    alarm = ("BEGIN:VALARM", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.cn", "END:VALARM")
    assert read_message(one("UID:x", *alarm)).events[0].attendees == ()


def test_a_fold_inside_a_character_joins_again():
    cut = one("UID:静水@b.local").replace("静".encode(), "静".encode()[:1] + b"\r\n " + "静".encode()[1:])
    assert read_message(cut).events[0].uid == "静水@b.local"


@pytest.mark.parametrize(
    ("stamp", "read"),
    [
        ("20261124T010000", None),
        ("20261301T010000Z", None),
        ("TODAY", None),
        ("20261124T010000Z", 1_795_482_000),
    ],
)
def test_a_time_without_utc_is_none(stamp, read):
    assert read_message(one(f"DTSTAMP:{stamp}")).events[0].stamp == read


@pytest.mark.parametrize(
    "ics",
    [
        one("SEQUENCE:x"),
        one("SEQUENCE:٣"),
        one("SEQUENCE:99999999999"),
        one().replace(b"END:VCALENDAR", b""),
        one().replace(b"END:VEVENT", b"END:VTODO"),
        one("METHOD:x").replace(b"METHOD:REPLY", b"METHOD:REPLY\r\nMETHOD:CANCEL"),
        b"BEGIN:X\r\n" * 20,
    ],
    ids=range(7),
)
def test_what_does_not_read_is_refused(ics):
    with pytest.raises(Usage, match="calendar"):
        read_message(ics)


@settings(max_examples=200)
@given(
    st.binary(max_size=200) | st.lists(st.sampled_from(bare().split(b"\r\n")), max_size=20).map(b"\r\n".join)
)
def test_any_octets_are_read_or_refused(ics):
    try:
        message = read_message(ics)
    except Usage:
        return
    assert len(message.events) <= ics.upper().count(b"VEVENT")
