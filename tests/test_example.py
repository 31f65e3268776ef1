"""The example ledger: as promised, valid, and what its maker writes, byte for byte."""

from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from bookctl.ledger.load import page_from, record_from
from bookctl.model.booking import Booking, Page, Session, held_by
from bookctl.model.customer import Customer
from bookctl.model.ids import is_short_id, is_slug
from bookctl.model.money import to_minor
from bookctl.model.resource import Resource
from bookctl.model.service import Service
from bookctl.model.settings import Settings
from bookctl.model.status import occupies
from bookctl.model.time import day_start, local_day, rfc3339, wall
from example.catalogue import SERVICES
from example.people import PEOPLE
from make_example import files

ROOT = Path(__file__).parents[1] / "ledger-example"
NOW = int(datetime.fromisoformat("2026-11-24T09:00:00+08:00").timestamp())
NEXT = {
    None: {"requested", "held", "confirmed"},
    "requested": {"held", "confirmed", "declined", "cancelled"},
    "held": {"confirmed", "cancelled"},
    "confirmed": {"arrived", "cancelled", "no-show"},
    "arrived": {"completed"},
}


def load(path: Path, kind: Any) -> Any:
    if kind is Page:
        record, findings = page_from(f"bookings/{path.parent.name}/{path.name}", path.read_bytes())
    else:
        name = kind.__name__.lower()
        rel = path.name if kind is Settings else f"{path.parent.name}/{path.name}"
        record, findings = record_from(name, rel, path.read_bytes())
    assert findings == []
    return record


@cache
def catalogue(folder: str) -> dict[str, Any]:
    kind = {"resources": Resource, "services": Service, "customers": Customer}[folder]
    return {path.stem: load(path, kind) for path in sorted((ROOT / folder).glob("*.toml"))}


@cache
def settings() -> Settings:
    return load(ROOT / "bookctl.toml", Settings)


@cache
def pages() -> dict[str, Page]:
    return {path.stem: load(path, Page) for path in sorted((ROOT / "bookings").rglob("*.toml"))}


def bookings() -> list[Booking]:
    return [item for page in pages().values() for item in page.booking]


def sessions() -> list[Session]:
    return [item for page in pages().values() for item in page.session]


def occupying() -> list[Booking | Session]:
    return [
        one for one in (*bookings(), *sessions()) if occupies(one.status, getattr(one, "until", None), NOW)
    ]


def test_the_maker_writes_exactly_the_committed_files():
    there = {str(path.relative_to(ROOT)): path.read_bytes() for path in ROOT.rglob("*") if path.is_file()}
    assert there == {path: text.encode() for path, text in files().items()}


def test_there_are_as_many_of_everything_as_promised():
    kinds = Counter(resource.kind for resource in catalogue("resources").values())
    assert kinds == {"staff": 3, "room": 2, "device": 1}
    assert len(catalogue("services")) == len(SERVICES) == 12
    assert len(catalogue("customers")) == len(PEOPLE) == 30
    assert 350 <= len(bookings()) <= 550
    assert [day for day in pages() if day > "2026-11-15"] == [
        f"2026-11-{day}" for day in range(16, 30) if day != 26
    ]
    assert 115 <= sum(len(page.booking) for day, page in pages().items() if day > "2026-11-15") <= 125
    assert {day[:7] for day in pages()} == {"2026-09", "2026-10", "2026-11"}


def test_every_status_and_source_occurs():
    statuses = {booking.status for booking in bookings()}
    assert statuses == {
        "requested",
        "held",
        "confirmed",
        "arrived",
        "completed",
        "declined",
        "cancelled",
        "no-show",
    }
    assert {booking.source for booking in bookings()} == {"wechat", "phone", "walk-in", "portal"}
    assert {session.status for session in sessions()} == {"confirmed", "completed", "cancelled"}


def test_every_kind_of_booking_occurs():
    found = bookings()
    assert any("head-massage" in one.addons for one in found)
    assert any("infrared" in one.addons for one in found)
    assert any(one.service == "signature-facial" for one in found)
    assert any(event.moved for one in found for event in one.history)
    assert any(one.session and one.seats > 1 for one in found)


def test_ids_are_valid_and_used_once():
    ids = [record.id for record in (*bookings(), *sessions())] + list(catalogue("customers"))
    assert all(is_short_id(id_) for id_ in ids)
    assert len(set(ids)) == len(ids)
    assert all(id_.startswith("c") for id_ in catalogue("customers"))
    assert all(is_slug(id_) for folder in ("resources", "services") for id_ in catalogue(folder))


def test_references_lead_somewhere():
    resources, services, customers = (set(catalogue(name)) for name in ("resources", "services", "customers"))
    timetable = {session.id for session in sessions()}
    for one in bookings():
        assert one.service in services
        assert one.customer in customers
        assert set(one.addons) <= set(catalogue("services")[one.service].addons)
        assert set(one.asked) <= {held.resource for held in held_by(one)} <= resources
        assert (one.session in timetable) == (not one.uses)
    for customer in catalogue("customers").values():
        assert set(customer.prefers) <= resources


def test_no_resource_is_used_twice_at_any_minute():
    taken = Counter(
        (held.resource, minute)
        for one in occupying()
        for held in held_by(one)
        for minute in range(held.start // 60, held.end // 60)
    )
    assert max(taken.values()) == 1


def test_no_session_has_more_guests_than_seats_and_no_guest_is_in_two_places():
    taken = Counter()
    for one in occupying():
        if isinstance(one, Booking) and one.session:
            taken[one.session] += one.seats
    assert all(taken[session.id] <= session.seats for session in sessions())
    guests = [one for one in occupying() if isinstance(one, Booking)]
    for one, other in combinations(guests, 2):
        assert one.customer != other.customer or one.end <= other.start or other.end <= one.start


def open_minutes(resource: Resource, day: Any) -> set[int]:
    """Minutes since the epoch at which the resource is open on a day, by its hours, away and open."""
    midnight = day_start(day, settings().zone) // 60
    week = {m for one in resource.windows if one.day == day.weekday() for m in range(one.start, one.end)}
    minutes = {midnight + m for m in (week if resource.hours else range(1440))}
    minutes |= {m for one in resource.open for m in stretch(one) if midnight <= m < midnight + 1440}
    return minutes - {m for one in resource.away for m in stretch(one)}


def stretch(one: Any) -> range:
    zone = settings().zone
    if isinstance(one.start, datetime):
        first, last = (moment.replace(tzinfo=zone).timestamp() for moment in (one.start, one.end))
    else:
        first, last = day_start(one.start, zone), day_start((one.end or one.start) + timedelta(days=1), zone)
    return range(int(first) // 60, int(last) // 60)


def test_all_work_lies_within_open_hours():
    for one in occupying():
        day = local_day(int(one.start.timestamp()), settings().zone)
        for held in held_by(one):
            minutes = open_minutes(catalogue("resources")[held.resource], day)
            assert set(range(held.start // 60, held.end // 60)) <= minutes, (one.id, held)
        assert day not in {closed.date for closed in settings().closed}


def test_uses_are_what_the_service_needs_with_its_padding():
    for one in bookings():
        if one.session:
            continue
        offered = [catalogue("services")[name] for name in (one.service, *one.addons)]
        kinds = {catalogue("resources")[held.resource].kind for held in held_by(one)}
        steps = [step for service in offered for step in service.steps]
        needs = [need for step in steps for need in step.needs] + [n for s in offered for n in s.needs]
        assert kinds == {need.kind or "device" for need in needs}
        assert (one.end - one.start) == timedelta(minutes=sum(service.length for service in offered))
        assert one.price == sum(service.price for service in offered)
        rooms = [held.end for held in held_by(one) if held.resource.startswith("room")]
        assert all(end - one.end.timestamp() in {600, 900} for end in rooms)


def test_histories_are_legal_and_end_at_the_status():
    for one in bookings():
        said = [event.status for event in one.history if event.status]
        assert said[-1] == one.status
        assert all(after in NEXT[before] for before, after in pairwise((None, *said))), one.id
        times = [event.at.timestamp() for event in one.history]
        assert times == sorted(times)
        assert times[-1] <= NOW


def test_what_is_past_is_over_and_what_is_to_come_is_not():
    over, ahead = (
        {"completed", "no-show", "cancelled"},
        {"requested", "held", "confirmed", "declined", "cancelled"},
    )
    for one in bookings():
        day = local_day(int(one.start.timestamp()), settings().zone).isoformat()
        allowed = over if day < "2026-11-24" else ahead | {"arrived"} if day == "2026-11-24" else ahead
        assert one.status in allowed, one.id
        assert (one.until is not None) == (one.status == "held")


def test_pages_hold_their_day_in_order_with_exact_offsets_and_amounts():
    zone = settings().zone
    for name, page in pages().items():
        for group in (page.session, page.booking):
            keys = [(one.start.timestamp(), one.id) for one in group]
            assert keys == sorted(keys)
        for one in (*page.session, *page.booking):
            at = int(one.start.timestamp())
            assert one.start.isoformat() == rfc3339(at, zone)
            assert wall(at, zone).date().isoformat() == name
            assert wall(at, zone).minute % (settings().policy.step or 1) == 0
        assert all(to_minor(one.price, "CNY") >= 0 for one in page.booking if one.price is not None)


@pytest.mark.parametrize(
    "path", ["bookctl.toml", "bookings/2026/2026-11-24.toml", "services/signature-facial.toml"]
)
def test_a_person_has_written_remarks_into_the_files(path):
    assert any(line.startswith("# ") for line in (ROOT / path).read_text(encoding="utf-8").splitlines())
