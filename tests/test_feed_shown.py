"""What a feed shows of bookings and classes, on which days, in which words."""

import json
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.calendars.lint import lint
from bookctl.calendars.window import days, instants
from bookctl.model.feed import Feed
from ics_kit import by_icalendar, unfolded

BERLIN = ZoneInfo("Europe/Berlin")
SERVICE = 'name = "Massage"\nminutes = 60\n'
HEAD = 'format = 1\nname = "Ruhe"\ntimezone = "Europe/Berlin"\ncurrency = "EUR"\naddress = "Linienstr. 1, Berlin"\n'


def ledger(empty, feeds: str, day: str, page: str, names: dict[str, str] | None = None) -> None:
    """A book in Berlin with one page, written by hand."""
    root = empty.root
    (root / "bookctl.toml").write_text(HEAD + feeds, "utf-8")
    (root / "services").mkdir(exist_ok=True)
    (root / "services/massage.toml").write_text(SERVICE, "utf-8")
    (root / "services/yoga.toml").write_text('name = "Yoga"\nminutes = 60\nseats = 8\n', "utf-8")
    (root / "customers").mkdir(exist_ok=True)
    for id_, name in (names or {"c2a3b4": "Ana"}).items():
        (root / f"customers/{id_}.toml").write_text(
            f"name = {json.dumps(name, ensure_ascii=False)}\n", "utf-8"
        )
    folder = root / "bookings" / day[:4]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{day}.toml").write_text(page, "utf-8")


def booking(
    id_: str, start: str, end: str, more: str = 'status = "confirmed"', customer: str = "c2a3b4"
) -> str:
    return (
        f'[[booking]]\nid = "{id_}"\nservice = "massage"\ncustomer = "{customer}"\n'
        f"start = {start}\nend = {end}\n{more}\n\n"
    )


def shown(book, name: str, now: str) -> list:
    return by_icalendar(book.ok("feed", "show", name, "--now", now).encode())


def ids(found) -> list[str]:
    return [one.uid.partition("@")[0] for one in found]


def test_both_days_on_which_clocks_change_in_berlin(empty):
    """29 March 2026 has no 02:30, 25 October has two of them."""
    page = booking("aaaaaa", "2026-03-29T01:30:00+01:00", "2026-03-29T03:30:00+02:00")
    ledger(empty, '[feed.all]\nshow = "names"\n', "2026-03-29", page)
    twice = booking("bbbbbb", "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00")
    twice += booking("cccccc", "2026-10-25T02:30:00+01:00", "2026-10-25T03:30:00+01:00")
    (empty.root / "bookings/2026/2026-10-25.toml").write_text(twice, "utf-8")
    found = {
        one.uid.partition("@")[0]: (one.start, one.end) for one in shown(empty, "all", "2026-03-28T12:00")
    }
    assert found == {
        id_: tuple(int(datetime.fromisoformat(text).timestamp()) for text in span)
        for id_, span in {
            "aaaaaa": ("2026-03-29T00:30Z", "2026-03-29T01:30Z"),
            "bbbbbb": ("2026-10-25T00:30Z", "2026-10-25T01:30Z"),
            "cccccc": ("2026-10-25T01:30Z", "2026-10-25T02:30Z"),
        }.items()
    }
    assert not lint("x", empty.ok("feed", "show", "all", "--now", "2026-03-28T12:00").encode())


def test_the_window_begins_and_ends_at_midnight_in_the_books_zone(empty):
    feeds = "[feed.day]\npast = 0\nfuture = 0\n[feed.three]\npast = 1\nfuture = 1\n"
    ledger(empty, feeds, "2026-10-25", booking("bbbbbb", "2026-10-25T00:00:00+02:00", "2026-10-25T01:00:00+02:00")
           + booking("cccccc", "2026-10-25T23:30:00+01:00", "2026-10-26T00:30:00+01:00"))  # fmt: skip
    folder = empty.root / "bookings/2026"
    eve = booking("aaaaaa", "2026-10-24T23:30:00+02:00", "2026-10-25T00:30:00+02:00")
    (folder / "2026-10-24.toml").write_text(eve, "utf-8")
    after = booking("dddddd", "2026-10-26T00:00:00+01:00", "2026-10-26T01:00:00+01:00")
    (folder / "2026-10-26.toml").write_text(after, "utf-8")
    for now in ("2026-10-25T00:00+02:00", "2026-10-25T23:59+01:00"):
        assert ids(shown(empty, "day", now)) == ["bbbbbb", "cccccc"]
    assert ids(shown(empty, "day", "2026-10-26T00:00+01:00")) == ["dddddd"]
    assert ids(shown(empty, "three", "2026-10-25T12:00")) == ["aaaaaa", "bbbbbb", "cccccc", "dddddd"]


def test_at_midnight_the_built_file_moves_on(empty):
    page = booking("bbbbbb", "2026-11-24T10:00:00+01:00", "2026-11-24T11:00:00+01:00")
    ledger(empty, "[feed.day]\npast = 0\nfuture = 0\n", "2026-11-24", page)
    file = empty.root / "public/day.ics"
    for now, count in (
        ("2026-11-23T23:59:59", 0),
        ("2026-11-24T00:00", 1),
        ("2026-11-24T23:59", 1),
        ("2026-11-25T00:00", 0),
    ):
        empty.ok("feed", "build", "--now", now)
        assert file.read_bytes().count(b"BEGIN:VEVENT") == count


@given(
    st.integers(0, 3650), st.integers(0, 3650), st.dates(date(2000, 1, 1), date(2037, 1, 1)),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia", "Africa/Cairo"]),
)  # fmt: skip
def test_windows_of_neighbouring_days_meet_exactly(past, future, today, zone):
    feed, tz = Feed(past=past, future=future), ZoneInfo(zone)
    first, last = days(feed, today)
    assert (last - first).days == past + future
    start, end = instants(feed, today, tz)
    next_start, _ = instants(Feed(past=0, future=0), last + timedelta(days=1), tz)
    assert end == next_start
    assert start < end


def test_a_window_at_the_end_of_the_calendar_ends_there():
    assert days(Feed(past=3650, future=3650), date(9999, 12, 1))[1] == date(9999, 12, 31)


def test_what_does_not_take_place_is_left_out(empty):
    states = ("requested", "confirmed", "arrived", "completed", "declined", "cancelled", "no-show")
    page = "".join(
        booking(
            f"aaaaa{i + 2}",
            f"2026-11-24T{9 + i:02}:00:00+01:00",
            f"2026-11-24T{10 + i:02}:00:00+01:00",
            f'status = "{state}"',
        )
        for i, state in enumerate(states)
    )
    held = 'status = "held"\nuntil = 2026-11-24T08:30:00+01:00'
    page += booking("hhhhhh", "2026-11-24T18:00:00+01:00", "2026-11-24T19:00:00+01:00", held)
    ledger(empty, '[feed.all]\nshow = "names"\n', "2026-11-24", page)
    before = {one.uid[:6]: one.status for one in shown(empty, "all", "2026-11-24T08:29:59")}
    assert before == {
        "aaaaa2": "TENTATIVE", "aaaaa3": "CONFIRMED", "aaaaa4": "CONFIRMED", "aaaaa5": "CONFIRMED", "hhhhhh": "TENTATIVE",
    }  # fmt: skip
    assert "hhhhhh" not in ids(shown(empty, "all", "2026-11-24T08:30"))


def test_a_hold_that_runs_out_leaves_the_built_file_though_nobody_wrote_anything(empty):
    held = 'status = "held"\nuntil = 2026-11-24T08:30:00+01:00'
    page = booking("hhhhhh", "2026-11-24T18:00:00+01:00", "2026-11-24T19:00:00+01:00", held)
    ledger(empty, "[feed.all]\n", "2026-11-24", page)
    file = empty.root / "public/all.ics"
    for now, count in (("08:00", 1), ("08:29:59", 1), ("08:30", 0), ("08:31", 0), ("08:10", 1)):
        empty.ok("feed", "build", "--now", f"2026-11-24T{now}")
        assert file.read_bytes().count(b"BEGIN:VEVENT") == count, now


def test_a_class_is_one_event_with_its_seats_and_moves_on_with_them(empty):
    session = (
        '[[session]]\nid = "sssss2"\nservice = "yoga"\nstart = 2026-11-24T18:00:00+01:00\n'
        'end = 2026-11-24T19:00:00+01:00\nseats = 8\nstatus = "confirmed"\n'
        'history = [{ at = 2026-11-20T09:00:00+01:00, status = "confirmed" }]\n\n'
    )

    def seat(id_: str, more: str) -> str:
        made = booking(
            id_, "2026-11-24T18:00:00+01:00", "2026-11-24T19:00:00+01:00", f'session = "sssss2"\n{more}'
        )
        return made.replace('"massage"', '"yoga"')

    page = (
        session + seat("aaaaa2", 'status = "confirmed"') + seat("aaaaa3", 'seats = 2\nstatus = "confirmed"')
    )
    page += seat(
        "aaaaa4", 'status = "cancelled"\nhistory = [{ at = 2026-11-23T10:00:00+01:00, status = "cancelled" }]'
    )
    page += seat("aaaaa5", 'status = "held"\nuntil = 2026-11-24T08:30:00+01:00')
    feeds = '[feed.all]\nshow = "names"\n[feed.ana]\nshow = "names"\nquery = "customer:c2a3b4"\n'
    ledger(empty, feeds, "2026-11-24", page)
    (one,) = shown(empty, "all", "2026-11-24T08:00")
    assert one.summary == "Yoga (4 of 8 seats)"
    assert "LAST-MODIFIED:20261123T090000Z" in empty.ok("feed", "show", "all", "--now", "2026-11-24T08:00")
    later = empty.ok("feed", "show", "all", "--now", "2026-11-24T09:00")
    assert "Yoga (3 of 8 seats)" in later
    assert "LAST-MODIFIED:20261124T073000Z" in later
    assert ids(shown(empty, "ana", "2026-11-24T09:00")) == ["aaaaa2", "aaaaa3"]
    empty.ok("feed", "build", "all", "--now", "2026-11-24T08:00")
    assert "wrote" in empty.ok("feed", "build", "all", "--now", "2026-11-24T08:30")


HOSTILE = [
    "BEGIN:VEVENT", "x\\nEND:VCALENDAR", "a;b,c:d\\", "王" * 60, "👨‍👩‍👧‍👦" * 12, '"; CN=x', "مريم العربية", "e\u0301" * 40, "=cmd|' /C calc'!A0",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_text(empty, name):
    page = booking("aaaaaa", "2026-11-24T10:00:00+01:00", "2026-11-24T11:00:00+01:00")
    ledger(empty, '[feed.all]\nshow = "full"\n', "2026-11-24", page, {"c2a3b4": name})
    data = empty.ok("feed", "show", "all", "--now", "2026-11-24T08:00").encode()
    assert data.count(b"\r\n") == data.count(b"\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert unfolded(data).count("BEGIN:VEVENT") == 1
    (one,) = by_icalendar(data)
    assert one.summary == f"{name}: Massage"
    assert one.location == "Linienstr. 1, Berlin"
    assert not [found for found in lint("x", data) if found.severity == "error"]


def test_full_tells_phone_price_and_status_and_never_remarks(book):
    file = book.root / "bookctl.toml"
    file.write_text(file.read_text("utf-8") + '\n[feed.full]\nshow = "full"\n', "utf-8")
    book.ok("note", "7k2m9q", "Allergic to almond oil")
    text = "\n".join(unfolded(book.ok("feed", "show", "full").encode()))
    assert re.search(r"价格: 680\.00 CNY", text)
    assert "电话: " in text
    assert "almond" not in text


def test_show_prints_what_build_writes_with_its_line_ends(book, tmp_path):
    book.ok("feed", "build")
    whole = (book.root / "public/studio.ics").read_bytes()
    assert book.ok("feed", "show", "studio").encode() == whole
    book.ok("feed", "show", "studio", "--output", str(tmp_path / "x.ics"))
    assert (tmp_path / "x.ics").read_bytes() == whole


def test_check_finds_what_is_wrong_and_nothing_in_our_own(book, tmp_path):
    book.ok("feed", "build")
    for name in ("studio.ics", "staff/wang.ics", "rooms.ics"):
        assert book.ok("feed", "check", f"public/{name}") == ""
    broken = (book.root / "public/studio.ics").read_bytes().replace(b"END:VCALENDAR\r\n", b"")
    (tmp_path / "broken.ics").write_bytes(broken)
    done = book.run("feed", "check", str(tmp_path / "broken.ics"))
    assert done.code == 1
    assert "broken.ics:" in done.out
