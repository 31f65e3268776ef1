"""What passes a quick look has no fault that the careful one would find."""

from datetime import UTC, date, datetime, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from bookctl.engine.occupancy import overlaps
from bookctl.ledger.checks.overlap import _calm
from bookctl.ledger.faults import faults
from bookctl.ledger.load import page_from
from bookctl.ledger.reading import NATIVE
from bookctl.ledger.screen import clean_page, clean_text, spans_of
from bookctl.ledger.sense import sense
from bookctl.ledger.toml.read import parse
from bookctl.model.booking import Booking, Held, Page, Session
from bookctl.model.text import unsafe

BASE = datetime(2026, 11, 24, tzinfo=UTC)
HELD = st.lists(
    st.builds(
        lambda start, length, units, owner: (start * 60, (start + length) * 60, units, owner),
        st.integers(0, 40),
        st.integers(1, 20),
        st.integers(1, 2),
        st.sampled_from(["aaaaaa", "bbbbbb", "cccccc"]),
    ),
    min_size=1,
    max_size=6,
)


@given(HELD, st.integers(1, 3))
def test_what_is_calm_at_a_glance_does_not_overlap(busy, capacity):
    if _calm(busy):
        assert overlaps([Held("wang", *one) for one in busy], capacity) == []


def _booking(minutes, length, **more):
    raw = {"id": "aaaaaa", "service": "massage", "customer": "c4f7qx", "status": "confirmed"}
    start = BASE + timedelta(minutes=minutes)
    return (
        raw
        | {"start": start, "end": start + timedelta(minutes=length)}
        | {k: v for k, v in more.items() if v is not None}
    )


STAMPS = st.sampled_from(
    [
        BASE,
        BASE.replace(year=1999),
        BASE.replace(year=2100),
        BASE.replace(microsecond=500),
        BASE.replace(year=2101),
    ]
)
ROWS = st.builds(
    _booking,
    st.integers(0, 600),
    st.integers(-1, 2),
    id=st.sampled_from([None, "aaaaaa", "aaaaao", "aaaaa", "aaaaaaa", "AAAAAA", "aaaaaa\n"]),
    zone=st.sampled_from([None, None, "UTC", "Mars/Olympus"]),
    session=st.sampled_from([None, None, "ssssss"]),
    uses=st.sampled_from([None, ["wang"], [{"resource": "wang", "from": 1}], [{"resource": "wang", "from": -1}], [{"resource": "wang", "from": 5, "to": 5}], [{"resource": "wang", "from": 4, "to": 5}]]),
    price=st.sampled_from([None, 1, 1.5, float("nan"), float("inf"), 10**15]),
    until=st.none() | STAMPS,
    history=st.none() | st.lists(st.builds(lambda at, moved: {"at": at} | ({"from": moved} if moved else {}), STAMPS, st.none() | STAMPS), max_size=2),
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(ROWS, min_size=1, max_size=3))
def test_a_page_that_passes_the_quick_look_has_no_fault(rows):
    page = msgspec.convert({"booking": rows}, Page, builtin_types=NATIVE)
    if clean_page(b"", page, spans_of(page)):
        for raw, booking in zip(rows, page.booking, strict=True):
            assert list(faults(raw, Booking)) == []
            assert list(sense(booking, ())) == []


@given(
    st.text(max_size=30)
    | st.text(st.sampled_from("\t\\\"'\x1b\u200b\u202e\u2028\ufeff\U000e0041ab，。“"), max_size=6)
)
def test_a_text_that_passes_the_quick_look_can_be_shown(text):
    document = f'[[booking]]\nreason = "{text}"\n'
    if clean_text(document.encode("utf-8", "surrogatepass")):
        try:
            raw = parse(document.encode())
        except ValueError:
            return
        assert all(unsafe(value) is None for value in raw["booking"][0].values())


def test_sessions_pass_the_quick_look_only_with_room_for_all():
    raw = {
        "id": "ssssss",
        "service": "yoga",
        "start": BASE,
        "end": BASE + timedelta(hours=1),
        "seats": 2,
        "status": "confirmed",
    }
    for fewest, clean in ((2, True), (3, False)):
        page = msgspec.convert({"session": [raw | {"min_seats": fewest}]}, Page, builtin_types=NATIVE)
        assert clean_page(b"", page, spans_of(page)) is clean
        assert (list(sense(page.session[0], ())) == []) is clean
    assert isinstance(page.session[0], Session)


def test_a_large_page_with_a_fault_keeps_the_rest():
    block = (
        '[[booking]]\nid = "aaaaXY"\nservice = "massage"\ncustomer = "c4f7qx"\nstatus = "confirmed"\n'
        "start = 2026-11-24T10:00:00Z\nend = 2026-11-24T11:00:00Z\n\n"
    )
    text = "".join(block.replace("XY", a + b) for a in "abcdefgh" for b in "abcdefgh")
    page, found = page_from("bookings/2026/2026-11-24.toml", text.replace("aaaaba", "aaaab0").encode())
    assert (len(page.booking), [(finding.line, finding.column) for finding in found]) == (63, [(66, 1)])
    assert date(2026, 11, 24) == page.booking[0].start.date()
