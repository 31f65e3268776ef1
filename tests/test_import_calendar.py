"""Bookings from calendar files."""

import json

import pytest

from imports.kit import SAMPLES, bookings, commits, put, reasons

SAMPLE = SAMPLES / "calendar.ics"


def calendar(*events):
    body = "".join(
        f"BEGIN:VEVENT\nUID:{number}@x\nDTSTAMP:20261101T000000Z\n"
        f"DTSTART;TZID=Asia/Shanghai:2026120{1 + number}T143000\n"
        f"DTEND;TZID=Asia/Shanghai:2026120{1 + number}T153000\n{text}\nEND:VEVENT\n"
        for number, text in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{body}END:VCALENDAR\n"


def take(book, text, *more):
    file = book.root.parent / "old.ics"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    done = book.run("import", "bookings", str(file), "--yes", "--format", "json", *more)
    return done, json.loads(done.out)["result"] if done.out else {}


def test_events_become_bookings_of_their_titles_and_attendees(book):
    done = book.run("import", "bookings", str(SAMPLE), "--yes")
    assert done.code == 0, done
    found = [
        (one["start"], one["end"], one["status"], one["service"]) for one in bookings(book, "source:ics")
    ]
    assert found == [
        ("2026-11-12T12:30:00+08:00", "2026-11-12T13:15:00+08:00", "completed", "tuina-45"),
        ("2026-12-03T14:30:00+08:00", "2026-12-03T15:30:00+08:00", "confirmed", "swedish-60"),
        ("2026-12-04T14:30:00+08:00", "2026-12-04T15:30:00+08:00", "cancelled", "tuina-45"),
    ]
    assert bookings(book, "source:ics")[0]["customer"] == "c4f7qx"
    people = book.ok("customer", "list")
    assert "林慧敏\t\thuimin.lin@example.com" in people
    assert "朱丹" in people
    assert book.run("check").code == 0


def test_the_same_calendar_again_changes_nothing_and_a_moved_event_is_taken_over_when_asked(book):
    book.ok("import", "bookings", str(SAMPLE), "--yes")
    before = commits(book)
    done = book.run("import", "bookings", str(SAMPLE), "--yes")
    assert (done.out, done.err, commits(book)) == ("", "0 new, 3 there already\n", before)
    text = (
        SAMPLE.read_text("utf-8")
        .replace("20261203T143000", "20261203T153000")
        .replace("20261203T153000\nSUM", "20261203T163000\nSUM")
    )
    done, result = take(book, text, "--update")
    assert [row["what"] for row in result["rows"]] == ["updated"], done


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("SUMMARY:Dentist", "its title names no service: --service ID says it for all events"),
        (
            "SUMMARY:Swedish massage 瑞典式按摩",
            "no customer: neither an attendee nor a name beside the service",
        ),
        ("SUMMARY:swedish-60 朱丹\nRRULE:FREQ=WEEKLY", "it repeats: each time must be an event of its own"),
        ("SUMMARY:swedish-60 =HYPERLINK(1)", "name begins like a formula of a spreadsheet"),
    ],
)
def test_an_event_that_is_no_booking_says_why(book, event, reason):
    done, result = take(book, calendar("SUMMARY:swedish-60 林慧敏", event))
    assert done.code == 1
    assert [text for _, text in reasons(result)] == [reason]


def test_whole_days_are_no_bookings(book):
    text = calendar("SUMMARY:swedish-60 林慧敏").replace(
        "TZID=Asia/Shanghai:20261201T143000", "VALUE=DATE:20261201"
    )
    done, result = take(book, text.replace("TZID=Asia/Shanghai:20261201T153000", "VALUE=DATE:20261202"))
    assert (done.code, reasons(result)) == (1, [(4, "it takes whole days and has no time")])


def test_of_several_versions_of_an_event_the_newest_counts(book):
    text = calendar(
        "SUMMARY:swedish-60 林慧敏\nSEQUENCE:2", "SUMMARY:swedish-60 林慧敏\nSEQUENCE:1\nSTATUS:CANCELLED"
    )
    done, result = take(book, text.replace("UID:1@x", "UID:0@x"))
    assert done.code == 0, done
    assert ([row["status"] for row in result["rows"]], result["left_out"]) == (["confirmed"], 1)


def test_the_service_may_be_said_for_all_events(book):
    done, result = take(
        book,
        calendar("SUMMARY:林慧敏", "SUMMARY:Swedish massage 瑞典式按摩 - 朱丹"),
        "--service",
        "swedish-60",
    )
    assert done.code == 0, done
    assert [(row["customer"], row["service"]) for row in result["rows"]] == [
        ("林慧敏", "swedish-60"),
        ("朱丹", "swedish-60"),
    ]


def test_a_mapping_names_the_services_of_a_calendar(book):
    mapping = 'name = "old"\ntitle = "Old"\n[services]\n"Massage" = "swedish-60"\n'
    words = put(book, calendar("SUMMARY:massage: 林慧敏"), "old.ics", mapping)
    assert book.run(*words, "--yes").code == 0
    assert bookings(book, "source:old")[0]["service"] == "swedish-60"


@pytest.mark.parametrize(
    "text", ["", "BEGIN:VCALENDAR\n", "no calendar at all", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n"]
)
def test_a_file_that_is_no_calendar_is_refused_with_its_line(book, text):
    before = commits(book)
    done, _ = take(book, text)
    assert done.code == 1, done
    assert "old.ics:" in done.err
    assert commits(book) == before
