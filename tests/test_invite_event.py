"""What an invitation says to people and to calendars, read back by another parser."""

import json
from email import message_from_bytes
from email.policy import default

import icalendar
import pytest

from bookctl.actions.problems import Refused
from bookctl.calendars.invite import invitation
from bookctl.calendars.invite_due import Step, current
from bookctl.model.booking import Booking, Event
from bookctl.model.customer import Customer
from bookctl.model.service import Service
from bookctl.model.settings import Settings
from bookctl.model.time import aware, utc, zone_of

NOW = 1_795_482_000  # 2026-11-24T01:00Z
SETTINGS = Settings(
    format=1, name="Still Water 静水", timezone="Asia/Shanghai", email="hello@stillwater.example",
    phone="+86 21 5555 0137", address="武康路12弄47号; Shanghai", domain="stillwater.example", locale="zh",
)  # fmt: skip
SERVICE = Service(name="Deep tissue 深层按摩", minutes=60)
CUSTOMER = Customer(name="张伟 Zhang Wei", email="zhang.wei@example.cn")
HOSTILE = 'x";RSVP=FALSE:mailto:evil@evil.example\\n,;:" =?utf-8?q?=0D=0ABcc:_x?= '


def booking(status="confirmed", start=NOW + 3600, zone="Asia/Shanghai", **more):
    local = zone_of(zone)
    history = [
        Event(at=utc(NOW - 900), status="requested", by="portal"),
        Event(at=utc(NOW - 600), status=status, by="wang", reason="knee trouble"),
    ]
    return Booking(
        id="7k2m9q", service="deep", customer="c4f7qx", start=aware(start, local), end=aware(start + 3600, local),
        zone=None if zone == "Asia/Shanghai" else zone, status=status, price=680.0, history=history, **more,
    )  # fmt: skip


def made(record=None, step=None, settings=SETTINGS, service=SERVICE, customer=CUSTOMER, now=NOW):
    record = record or booking()
    step = step or current(record)
    return invitation(record, step, settings=settings, service=service, customer=customer, now=now)


def event_of(one):
    calendar = icalendar.Calendar.from_ical(one.ics)
    assert calendar["METHOD"] == one.method
    (event,) = calendar.walk("VEVENT")
    assert not event.errors
    return event


def test_a_request_is_what_itip_asks_for():
    one = made()
    event = event_of(one)
    assert one.method == "REQUEST"
    assert event["UID"] == "7k2m9q@stillwater.example"
    assert event["SEQUENCE"] == 1
    assert event["DTSTAMP"].dt == utc(NOW)
    assert event["STATUS"] == "CONFIRMED"
    assert event["ORGANIZER"] == "mailto:hello@stillwater.example"
    attendee = event["ATTENDEE"]
    assert attendee == "mailto:zhang.wei@example.cn"
    assert {key: attendee.params[key] for key in ("ROLE", "PARTSTAT", "RSVP", "CN")} == {
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
        "CN": "张伟 Zhang Wei",
    }
    assert (event["DTSTART"].dt.timestamp(), event["DTEND"].dt.timestamp()) == (NOW + 3600, NOW + 7200)
    assert event["LOCATION"] == SETTINGS.address


def test_a_cancellation_has_the_same_uid_and_people_and_a_higher_number():
    step = Step("CANCEL", 2, NOW, again=True, key="0" * 16)
    one = made(booking("cancelled"), step)
    event = event_of(one)
    assert one.method == "CANCEL"
    assert (event["UID"], event["STATUS"], event["SEQUENCE"]) == ("7k2m9q@stillwater.example", "CANCELLED", 2)
    assert event["ORGANIZER"] == "mailto:hello@stillwater.example"
    assert event["ATTENDEE"] == "mailto:zhang.wei@example.cn"
    assert one.subject.startswith("预约取消：")


@pytest.mark.parametrize(
    ("language", "again", "subject", "summary"),
    [
        ("zh", False, "预约确认：Still Water 静水，2026年11月24日（周二）10:00", "Still Water 静水：Deep tissue 深层按摩"),
        ("zh", True, "预约变更：Still Water 静水，2026年11月24日（周二）10:00", "Still Water 静水：Deep tissue 深层按摩"),
        ("en", False, "Your appointment at Still Water 静水: Tue 24 Nov 2026, 10:00", "Deep tissue 深层按摩 at Still Water 静水"),
        ("en", True, "Changed: your appointment at Still Water 静水: Tue 24 Nov 2026, 10:00", "Deep tissue 深层按摩 at Still Water 静水"),
    ],
)  # fmt: skip
def test_it_speaks_the_customers_language(language, again, subject, summary):
    customer = Customer(name="Zhang", email="z@example.cn", language=language)
    one = made(step=current(booking())._replace(again=again), customer=customer)
    assert one.subject == subject
    assert event_of(one)["SUMMARY"] == summary
    assert "+86 21 5555 0137" in one.body


def test_neither_reasons_nor_prices_nor_remarks_leave_the_book():
    one = made()
    for secret in ("knee", "680", "portal", "wang"):
        assert secret not in one.body + one.subject + one.ics.decode()


def test_the_offset_tells_both_half_past_twos_of_autumn_apart():
    texts = set()
    for start in (1_792_888_200, 1_792_891_800):  # 2026-10-25 02:30 in Berlin, twice
        one = made(
            booking(start=start, zone="Europe/Berlin"),
            customer=Customer(name="A", email="a@b.example", language="en"),
        )
        texts.add(one.body)
        assert event_of(one)["DTSTART"].dt.timestamp() == start
        assert "Sun 25 Oct 2026, 02:30" in one.body
    assert len(texts) == 2
    assert any("UTC+02:00" in text for text in texts)
    assert any("UTC+01:00" in text for text in texts)


def test_a_hostile_name_adds_nobody_and_nothing():
    one = made(customer=Customer(name=HOSTILE, email="a@b.example"), settings=SETTINGS.__class__(**{
        **{field: getattr(SETTINGS, field) for field in SETTINGS.__struct_fields__}, "name": HOSTILE,
    }))  # fmt: skip
    event = event_of(one)
    assert event["ATTENDEE"] == "mailto:a@b.example"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert event["ORGANIZER"] == "mailto:hello@stillwater.example"
    assert "=?" not in one.subject
    assert "\n" not in one.subject


@pytest.mark.parametrize(
    ("email", "words"),
    [
        (None, "no e-mail address"),
        ("HELLO@StillWater.example", "practice's own"),
        ("a@b\r\nBcc: c@d", "none a calendar takes"),
        ("=?utf-8?q?a?=@b.example", "none a calendar takes"),
        ("a@b, c@d", "none a calendar takes"),
        ("李@例子.cn", "none a calendar takes"),
        ('"a b"@c.example', "none a calendar takes"),
    ],
)
def test_who_cannot_be_invited_is_refused_without_the_address(email, words):
    with pytest.raises(Refused, match=words) as caught:
        made(customer=Customer(name="A", email=email))
    assert email is None or email not in str(caught.value)


def test_without_an_address_of_its_own_the_practice_invites_nobody():
    with pytest.raises(Refused, match="no e-mail address to invite from") as caught:
        made(settings=Settings(format=1, name="A", timezone="UTC"))
    assert "bookctl.toml" in caught.value.help


def test_the_same_moment_makes_the_same_bytes():
    assert made() == made()
    assert made(now=NOW + 1).ics != made().ics


def test_the_command_shows_what_would_go_out(book):
    shown = book.ok("message", "invite", "7k2m9q")
    assert shown.startswith(
        "From: Still Water 静水 <hello@stillwater.example>\nTo: zhang.wei@example.cn\nSubject: 预约确认："
    )
    assert "\nMETHOD:REQUEST\n" in shown
    result = json.loads(book.ok("message", "invite", "7k2", "--format", "json"))["invitation"]
    assert (result["booking"], result["method"], result["sequence"], result["pending"]) == (
        "7k2m9q",
        "REQUEST",
        1,
        True,
    )


def test_raw_is_the_mail_itself_and_the_same_every_time(book, tmp_path):
    raw = book.ok("message", "invite", "7k2m9q", "--raw")
    assert raw == book.ok("message", "invite", "7k2m9q", "--raw")
    book.ok("message", "invite", "7k2m9q", "--raw", "--output", str(tmp_path / "mail"))
    data = (tmp_path / "mail").read_bytes()
    assert data == raw.encode("ascii")
    read = message_from_bytes(data, policy=default)
    assert read["To"] == "zhang.wei@example.cn"
    (part,) = [part for part in read.walk() if part.get_content_type() == "text/calendar"]
    assert event_of(_Sent(part.get_payload(decode=True)))["UID"] == "7k2m9q@bookctl.local"


class _Sent:
    method = "REQUEST"

    def __init__(self, ics):
        self.ics = ics


def test_a_move_and_a_cancellation_change_what_is_shown(book):
    book.ok("move", "7k2m9q", "tomorrow 10:00")
    assert "Subject: 预约变更：" in book.ok("message", "invite", "7k2m9q")
    book.ok("cancel", "7k2m9q")
    shown = book.ok("message", "invite", "7k2m9q")
    assert "METHOD:CANCEL" in shown
    assert "SEQUENCE:3" in shown


def test_what_has_no_invitation_says_why(book):
    requested = json.loads(book.ok("find", "status:requested", "--format", "json"))["bookings"]
    assert requested, "the example has a request"
    done = book.run("message", "invite", requested[0]["id"])
    assert done.code == 3
    assert "is requested: there is nothing to tell" in done.err
    assert book.run("message", "invite", "nobody").code == 4


def test_showing_reads_only(book):
    before = sorted((path, path.stat().st_mtime_ns) for path in book.root.rglob("*.toml"))
    book.ok("message", "invite", "7k2m9q")
    assert sorted((path, path.stat().st_mtime_ns) for path in book.root.rglob("*.toml")) == before
    assert book.git("status", "--porcelain") == ""
