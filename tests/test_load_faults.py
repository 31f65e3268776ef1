"""What a person can get wrong in a record, and the sentence they read."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.ledger.faults import PATTERNS, faults, label
from bookctl.ledger.finding import concise
from bookctl.ledger.load import page_from, record_from
from bookctl.ledger.reading import NATIVE
from bookctl.model.booking import Booking
from bookctl.model.customer import Customer
from bookctl.model.service import Service
from bookctl.model.settings import Settings
from bookctl.model.shape import keys
from bookctl.model.spec import KINDS

AT = datetime(2026, 11, 24, 10, tzinfo=timezone(timedelta(hours=8)))
BOOKING = {
    "id": "7k2m9q",
    "service": "massage",
    "customer": "c4f7qx",
    "start": AT,
    "end": AT + timedelta(hours=1),
    "status": "confirmed",
}
PAGE = """\
[[booking]]
id = "7k2m9q"
service = "massage"
customer = "c4f7qx"
start = 2026-11-24T10:00:00+08:00
end = 2026-11-24T11:00:00+08:00
status = "confirmed"
"""
FILE = "bookings/2026/2026-11-24.toml"


def _told(kind, text):
    path = {"settings": "bookctl.toml", "page": FILE}.get(kind, f"{kind}s/one.toml")
    _, found = page_from(path, text.encode()) if kind == "page" else record_from(kind, path, text.encode())
    return concise(found).replace(f"{path}:", "").splitlines()


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("service", 'name = "A"\nminutes = "60"\n', "2:1: error: minutes must be a whole number, not text [schema]"),
        ("service", 'name = "A"\nminutes = 60.0\n', "2:1: error: minutes must be a whole number, not a number with decimals [schema]"),
        ("service", 'name = "A"\nminutes = true\n', "2:1: error: minutes must be a whole number, not true or false [schema]"),
        ("service", 'name = "A"\nminutes = 99999\n', "2:1: error: minutes must be at most 43200, not 99999 [schema]"),
        ("service", 'name = "A"\nminutes = 30\nprice = nan\n', "3:1: error: price must be a number, not nan [schema]"),
        ("service", 'name = "A"\nminutes = 30\nprice = inf\n', "3:1: error: price must be a number, not inf [schema]"),
        ("service", 'name = "A"\nminutes = 30\nprice = 1e300\n', "3:1: error: price is too large a number [schema]"),
        ("service", "minutes = 30\n", "1:1: error: the key name is missing: free text in any script [schema]"),
        ("service", 'name = ""\nminutes = 30\n', "1:1: error: name must not be empty [schema]"),
        ("service", 'name = "A"\n', "1:1: error: the key minutes is missing: how long does it take? [schema]"),
        ("service", 'name = "A"\nminutes = 30\ncategory = ["a", "b", "c", "d"]\n', "3:1: error: category has 4 entries: at most 3 [schema]"),
        ("service", 'name = "A"\nminutes = 30\nneeds = [{ after = 5 }]\n', "3:10: error: a need must name a kind, skills or a resource [schema]"),
        ("service", 'name = "A"\nminutes = 30\n[[step]]\nminutes = 5\n', "2:1: error: minutes and [[step]] exclude each other: put it into the steps [schema]"),
        ("service", 'name = "A"\nminutes = 30\nseats = 2\nmin_seats = 3\n', "4:1: error: min_seats is 3, more than seats, 2 [schema]"),
        ("service", 'name = "A"\nminutes = 30\n[policy]\ngrid = "clok"\n', "4:1: error: grid must be one of window, clock, gap, not 'clok' [schema]"),
        ("service", 'name = "A\\u001b[2J"\nminutes = 30\n', "1:1: error: name has a character that cannot be shown: U+001B [schema]"),
        ("service", 'name = "A\u202eB"\nminutes = 30\n', "1:1: error: name has a character that cannot be shown: U+202E [schema]"),
        ("resource", 'name = "A"\nkind = "Staff"\n', "2:1: error: kind must be lower-case letters, digits and dashes, not 'Staff' [schema]"),
        ("resource", 'name = "A"\nkind = "a"\nzone = "Mars/Olympus"\n', "3:1: error: no time zone is called 'Mars/Olympus' [schema]"),
        ("resource", 'name = "A"\nkind = "a"\n[[away]]\nfrom = 2026-12-31\nto = 2026-12-24\n', "5:1: error: to is 2026-12-24, not after from, 2026-12-31 [schema]"),
        ("resource", 'name = "A"\nkind = "a"\n[[away]]\nfrom = 2026-12-31T10:00:00\n', "4:1: error: from is a time, so to must say when it ends [schema]"),
        ("resource", 'name = "A"\nkind = "a"\n[[open]]\nfrom = 2026-12-31T10:00:00Z\nto = 2026-12-31\n', "4:1: error: from must be a date or a date and time, not a date and time with offset [schema]"),
        ("customer", 'name = "A"\nbirthday = "1980-01-01"\n', "2:1: error: birthday must be a date, not text [schema]"),
        ("customer", 'name = "A"\nbirthday = 1780-01-01\n', "2:1: error: birthday must lie in the years 1900 to 2100, not in 1780 [schema]"),
        ("customer", 'name = "A"\nphone = "1\\t2"\n', "2:1: error: phone has a character that cannot be shown: U+0009 [schema]"),
        ("customer", 'name = "A"\n[[note]]\nat = 2026-11-24T10:00:00\ntext = "x"\n', "3:1: error: at must be a date and time with offset, not a date and time without offset [schema]"),
        ("settings", 'format = 1\nname = "A"\ntimezone = "UTC"\ncurrency = "eur"\n', "4:1: error: currency must be three capital letters, not 'eur' [schema]"),
        ("settings", 'format = 1\nname = "A"\ntimezone = "UTC"\ncurrency = "EUX"\n', "4:1: error: no currency has the code EUX (ISO 4217) [schema]"),
        ("settings", 'format = 1\nname = "A"\ntimezone = "UTC"\n[[closed]]\ndate = 2026-02-02\nto = 2026-02-01\n', "6:1: error: to is 2026-02-01, before date, 2026-02-02 [schema]"),
        ("settings", "format = 7\nfuture = true\n", "1:1: error: this ledger has format 7; this bookctl knows format 1 and does not touch it [format]"),
        ("page", PAGE.replace("11:00:00", "10:00:00"), "6:1: error: end must be after start [schema]"),
        ("page", PAGE.replace("10:00:00+", "10:00:00.5+"), "5:1: error: start must be to the second, without a fraction [schema]"),
        ("page", PAGE.replace("2026-11-24T10:00:00+08:00", '"2026-11-24T10:00:00+08:00"'), "5:1: error: start must be a date and time with offset, not text [schema]"),
        ("page", PAGE.replace("2026-11-24T10", "1026-11-24T10"), "5:1: error: start must lie in the years 2000 to 2100, not in 1026 [schema]"),
        ("page", PAGE.replace("7k2m9q", "7k2m9O"), "2:1: error: '7k2m9O' is no id: 6 characters of 2-9 and a-z without i l o [schema]"),
        ("page", PAGE.replace('"confirmed"', '"confirm"'), "7:1: error: status must be one of requested, held, confirmed, arrived, completed, declined, cancelled, no-show, not 'confirm' [schema]"),
        ("page", PAGE + 'uses = ["a", { resource = "b", from = 20, to = 20 }]\n', "8:14: error: b is used from 20 to 20 minutes: to must be after from [schema]"),
        ("page", PAGE + "uses = [3]\n", "8:9: error: uses 1 must be text or a table, not a whole number [schema]"),
        ("page", PAGE + 'session = "y4w8ne"\nuses = ["a"]\n', "9:1: error: a seat in a session uses nothing itself: leave uses out [schema]"),
        ("page", PAGE + "price = -inf\n", "8:1: error: price must be a number, not -inf [schema]"),
        ("page", PAGE + 'zone = "Mars/Olympus"\n', "8:1: error: no time zone is called 'Mars/Olympus' [schema]"),
        ("page", PAGE + 'history = [{ at = 2026-11-20T10:00:00Z, statsu = "held" }]\n', "8:41: error: an entry of history has no key statsu [schema]"),
        ("page", "[[bookings]]\n", "1:1: error: a page has no key bookings [schema]"),
        ("page", "booking = 3\n", "1:1: error: booking must be a list of tables, not a whole number [schema]"),
    ],
)  # fmt: skip
def test_a_slip_is_told_in_plain_words_at_its_place(kind, text, told):
    assert told in _told(kind, text)


def test_all_faults_of_a_record_are_told_at_once():
    told = _told("service", 'nam = "A"\nminutes = "x"\nprice = false\nneeds = [{ kind = "A" }]\n')
    assert sorted(line.split(":")[0] for line in told) == ["1", "1", "2", "3", "4"]


def test_a_record_with_a_fault_is_left_out_and_the_others_stay():
    page, found = page_from(FILE, (PAGE + PAGE.replace("7k2m9q", "bad id")).encode())
    assert [booking.id for booking in page.booking] == ["7k2m9q"]
    assert [(finding.line, finding.subject) for finding in found] == [(9, "bad id")]


def test_own_values_may_be_anything_that_can_be_shown():
    text = 'name = "A"\n[fields]\nanything = [1, { deep = "yes" }]\n[x.sync]\netag = 3\n'
    customer, found = record_from("customer", "customers/c4f7qx.toml", text.encode())
    assert found == []
    assert customer.fields == {"anything": [1, {"deep": "yes"}]}
    _, found = record_from("customer", "customers/c4f7qx.toml", b'name = "A"\n[fields]\na = "\\u0007"\n')
    assert [finding.text for finding in found] == ["a has a character that cannot be shown: U+0007"]


def test_text_of_several_lines_is_for_notes_and_not_for_names():
    note = 'name = "A"\n[[note]]\nat = 2026-11-24T10:00:00Z\ntext = """\none\ntwo"""\n'
    assert _told("customer", note) == []
    assert _told("customer", 'name = """one\ntwo"""\n') == [
        "1:1: error: name has a character that cannot be shown: U+000A [schema]"
    ]


def test_a_byte_order_mark_and_crlf_are_read():
    page, found = page_from(FILE, b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode())
    assert (len(page.booking), found) == (1, [])


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("name",), "name"),
        (("booking", 2, "uses", 0), "uses 1"),
        (("booking", 2, "uses", 0, "to"), "to of uses 1"),
    ],
)
def test_a_value_is_named_as_a_person_would(path, words):
    assert label(path) == words


VALUES = st.recursive(
    st.none().flatmap(
        lambda _: st.one_of(
            st.text(max_size=8),
            st.sampled_from(
                ["massage", "c4f7qx", "confirmed", "held", "7k2m9q", "en", "EUR", "UTC", "window"]
            ),
            st.integers(-5, 50_000),
            st.floats(),
            st.booleans(),
            st.dates(),
            st.times(),
            st.datetimes(),
            st.datetimes(timezones=st.just(UTC)),
        )
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["resource", "at", "from", "to", "kind", "date", "text"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


def _record(kind, start):
    keys = list(kind.__struct_fields__)
    return st.dictionaries(st.sampled_from([*keys, "sorce"]), VALUES, max_size=5).map(
        lambda some: start | some
    )


@given(
    st.one_of(
        st.tuples(st.just(Booking), _record(Booking, BOOKING)),
        st.tuples(st.just(Customer), _record(Customer, {"name": "A"})),
        st.tuples(st.just(Service), _record(Service, {"name": "A", "minutes": 30})),
        st.tuples(st.just(Settings), _record(Settings, {"format": 1, "name": "A", "timezone": "UTC"})),
    )
)
def test_what_the_words_find_nothing_wrong_with_the_types_accept(case):
    kind, raw = case
    told = list(faults(raw, kind))
    try:
        msgspec.convert(raw, kind, builtin_types=NATIVE)
    except msgspec.ValidationError:
        assert told


def test_a_time_of_day_is_named():
    assert [fault.text for fault in faults({"name": time(9)}, Customer)] == [
        "name must be text, not a time of day"
    ]
    assert [fault.text for fault in faults({"name": date(2026, 1, 1)}, Customer)] == [
        "name must be text, not a date"
    ]


def test_every_pattern_of_the_records_has_its_words():
    def patterns(shapes):
        for shape in shapes:
            yield from [shape.pattern] if shape.pattern else []
            yield from patterns(shape.item)

    for kind in KINDS.values():
        for key in keys(kind).values():
            assert set(patterns(key.shapes)) <= PATTERNS.keys(), (kind.__name__, key.name)
