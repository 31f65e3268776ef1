"""What a row may say, and why one is not taken."""

import json
import re

import pytest

from imports.kit import MAPPING, bookings, commits, csv_of, put, reasons, take

PAST = {"Id": "9", "Start": "2026-08-13 12:30", "Service": "tuina-45", "Who": "li"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"Start": ""}, "there is no date and time"),
        ({"Start": "soon"}, "'soon' is no date and time as the mapping's [formats] write it"),
        ({"Start": "2026-12-01"}, "'2026-12-01' is no date and time as the mapping's [formats] write it"),
        (
            {"Start": "2026-02-30 10:00"},
            "'2026-02-30 10:00' is no date and time as the mapping's [formats] write it",
        ),
        ({"Start": "1926-12-01 14:00"}, "the year 1926 is not in 2000-2100"),
        ({"End": "2026-12-01 13:00"}, "it ends before it begins"),
        ({"End": "2026-12-01 14:00"}, "it ends when it begins"),
        ({"End": "2027-12-01 14:00"}, "it lasts longer than a month"),
        ({"Minutes": "long"}, 'length: "long" is not understood'),
        ({"Zone": "Mars/Olympus"}, "no time zone is called 'Mars/Olympus'"),
        ({"Name": "", "Phone": ""}, "no customer: neither name nor phone nor e-mail"),
        ({"Name": "n" * 201}, "name has 201 characters, at most 200"),
        ({"Name": "=HYPERLINK(1)"}, "name begins like a formula of a spreadsheet"),
        ({"Name": "a\u202eb"}, "name has a character that cannot be shown: U+202E"),
        ({"Name": "a\x07b"}, "name has a character that cannot be shown: U+0007"),
        ({"Phone": "call me"}, "the phone number has no digits"),
        ({"Mail": "two@a.b three@a.b"}, "the e-mail address is not one address: it needs one @"),
        ({"Service": ""}, "no service: --service ID says it for all rows"),
        ({"Service": "Aura reading"}, "no service is called 'Aura reading'"),
        ({"Service": "head-massage"}, "head-massage is an add-on: it is booked on top of another service"),
        ({"Who": "li; nobody"}, "no resource is called 'nobody'"),
        ({"Status": "pondering"}, "the status 'pondering' is not in the mapping's [status]"),
        ({"Status": "completed"}, "it is completed, and begins only on Tue 01 Dec 2026 14:00"),
        ({"Price": "-3"}, 'price: "-3" has a sign: write the amount without + or -'),
        ({"Price": "$3"}, 'price: "$3" is not in CNY: "$" is not its sign'),
        ({"Notes": "x" * 2001}, "notes has 2,001 characters, at most 2,000"),
        ({"Notes": "\x1b[2J"}, "notes has a character that cannot be shown: U+001B"),
        ({"Id": "=1+1"}, "id begins like a formula of a spreadsheet"),
        ({"Start": "2026-12-01 03:00"}, None),
        ({"Start": "2026-11-26 14:00"}, None),
        ({"Start": "2027-11-26 14:00"}, None),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_nothing_is_written(book, row, reason):
    before = commits(book)
    done, result = take(book, row, {"Id": "2", "Start": "2026-12-02 14:30"})
    assert done.code == 1
    ((line, text),) = reasons(result)
    assert line == 2
    assert reason is None or text == reason
    assert f"export.csv:2: {text}" in done.err
    assert "1 row cannot be taken, 1 can; nothing was changed" in done.err
    assert commits(book) == before
    assert bookings(book, "source:test") == []


def test_the_good_rows_are_taken_with_skip_and_the_others_told(book):
    done, result = take(
        book, {}, {"Id": "2", "Start": "then"}, {"Id": "3", "Start": "2026-12-02 14:30"}, more=["--skip"]
    )
    assert done.code == 6
    assert [row["line"] for row in result["rows"]] == [2, 4]
    assert [bad["line"] for bad in result["bad"]] == [3]
    assert len(bookings(book, "source:test")) == 2
    assert done.err.endswith("bookctl: 1 row was not taken\n")


def test_lines_are_those_of_the_file_where_cells_have_several(book):
    _, result = take(book, {"Notes": "one\ntwo\nthree"}, {"Id": "2", "Start": "then"})
    assert [bad["line"] for bad in result["bad"]] == [5]


def test_a_dry_run_tells_the_same_and_changes_nothing(book):
    words = put(book, csv_of({}, {"Id": "2", "Start": "2026-12-02 14:30"}))
    before = commits(book)
    dry = book.run(*words, "--dry-run", "--format", "json")
    assert dry.code == 0
    assert commits(book) == before
    assert book.git("status", "--porcelain") == ""
    real = book.run(*words, "--yes", "--format", "json")
    told = [json.loads(done.out)["result"]["rows"] for done in (dry, real)]
    assert told[0] == told[1]


def test_three_bookings_or_more_need_a_yes(book):
    words = put(
        book, csv_of({}, {"Id": "2", "Start": "2026-12-02 14:30"}, {"Id": "3", "Start": "2026-12-03 14:30"})
    )
    done = book.run(*words)
    assert (done.code, bookings(book, "source:test")) == (2, [])
    assert "this makes or changes 3 bookings" in done.err
    assert book.run(*words, "--yes").code == 0


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", "completed"),
        ("completed", "completed"),
        ("no-show", "no-show"),
        ("gone", "cancelled"),
        ("requested", "declined"),
    ],
)
def test_what_is_past_is_entered_as_it_was(book, said, kept):
    done, _ = take(book, {**PAST, "Start": "2026-08-13 03:00", "Status": said})
    assert done.code == 0, done
    (one,) = bookings(book, "source:test")
    assert (one["status"], one["price"]) == (kept, None)
    assert book.run("check").code == 0


def test_a_mapping_may_leave_the_past_confirmed(book):
    take(book, PAST, mapping=MAPPING.replace('title = "A test"', 'title = "A test"\npast = "confirmed"'))
    assert bookings(book, "source:test")[0]["status"] == "confirmed"


def test_what_is_going_on_stays_confirmed(book):
    done, _ = take(book, {"Start": "2026-11-24 08:30", "Minutes": "60", "Service": "tuina-45", "Who": "li"})
    assert done.code == 0, done
    assert bookings(book, "source:test")[0]["status"] == "confirmed"


def test_the_past_is_no_double_booking_either_unless_forced(book):
    two = {**PAST, "Id": "10", "Start": "2026-08-13 13:00", "Name": "朱丹", "Phone": "13700137004"}
    done, result = take(book, PAST, two)
    assert done.code == 1
    ((line, text),) = reasons(result)
    assert (line, text.startswith("li is taken 12:30-13:15 by ")) == (3, True)
    done, _ = take(book, PAST, two, more=["--force", "both at once, it was a demonstration"])
    assert done.code == 0
    forced = [one for one in bookings(book, "source:test") if one["start"] == "2026-08-13T13:00:00+08:00"]
    assert "both at once" in book.ok("show", forced[0]["id"])
    assert book.run("check").code == 0


def test_a_cancelled_booking_of_the_past_takes_no_time(book):
    done, _ = take(
        book, PAST, {**PAST, "Id": "10", "Status": "gone"}, {**PAST, "Id": "11", "Status": "no-show"}
    )
    assert done.code == 0, done


def test_a_room_nobody_named_is_left_out_where_none_was_free(book):
    rows = [
        {**PAST, "Id": str(number), "Who": who, "Service": "swedish-60", "Name": name, "Phone": ""}
        for number, (who, name) in enumerate([("li", "甲"), ("anna", "乙"), ("wang", "丙")])
    ]
    done, result = take(book, *rows)
    assert done.code == 0, done
    assert [row["resources"] for row in result["rows"]] == [["li", "room-1"], ["anna", "room-2"], ["wang"]]
    assert book.run("check").code == 0


def test_the_past_may_name_who_would_not_do_today(book):
    done, result = take(book, {**PAST, "Service": "first-talk", "Who": "li", "Minutes": "30"})
    assert done.code == 0, done
    assert result["rows"][0]["resources"] == ["li"]
    assert bookings(book, "source:test")[0]["end"] == "2026-08-13T13:00:00+08:00"
    again, told = take(
        book, {**PAST, "Id": "10", "Service": "first-talk", "Who": "li", "Name": "朱丹", "Phone": ""}
    )
    assert again.code == 1
    assert reasons(told)[0][1].startswith("li is taken by ")


def test_what_lies_ahead_passes_the_gate(book):
    done, result = take(book, {"Who": "li"}, {"Id": "2", "Who": "li", "Name": "朱丹", "Phone": "13700137004"})
    assert done.code == 1
    assert "li is taken 14:00-15:00" in reasons(result)[0][1]
    done, result = take(book, {"Start": "2026-12-01 03:00", "Who": "li"})
    assert "li works" in reasons(result)[0][1]
    assert take(book, {"Start": "2026-12-01 03:00", "Who": "li"}, more=["--force", "agreed"])[0].code == 0


def test_one_customer_is_not_in_two_places(book):
    done, result = take(book, {"Who": "li"}, {"Id": "2", "Who": "anna"})
    assert done.code == 1
    assert re.fullmatch(r"c\w{5} is in \w{6} \d\d:\d\d-\d\d:\d\d", reasons(result)[0][1])
    assert "林慧敏" not in done.err


def test_service_and_resources_may_be_said_for_all_rows(book):
    done, result = take(
        book,
        {"Service": "Aura reading", "Who": "Nobody"},
        more=["--service", "swedish-60", "--resource", "li"],
    )
    assert done.code == 0, done
    assert result["rows"][0]["resources"][0] == "li"


def test_names_are_found_whatever_their_case_and_spaces_and_by_the_mapping(book):
    mapping = (
        MAPPING + '[services]\n"Old Swedish" = "swedish-60"\n[resources]\n"Mr. Li" = "li"\n"Anyone" = ""\n'
    )
    rows = [
        {"Service": "swedish  MASSAGE 瑞典式按摩", "Who": "李明  li ming"},
        {"Id": "2", "Start": "2026-12-02 14:30", "Service": "old swedish", "Who": "mr. li; Anyone"},
    ]
    done, result = take(book, *rows, mapping=mapping)
    assert done.code == 0, done
    assert [(row["service"], row["resources"][0]) for row in result["rows"]] == [("swedish-60", "li")] * 2


def test_rows_the_mapping_does_not_want_are_counted(book):
    _, result = take(book, {}, {"Id": "2", "Status": "Deleted"})
    assert (len(result["rows"]), result["left_out"]) == (1, 1)


def test_a_seat_joins_the_session_that_is_on_the_timetable(book):
    missing, result = take(book, {"Service": "morning-yoga", "Start": "2026-12-01 09:00"})
    assert missing.code == 1
    assert "bookctl session add morning-yoga" in reasons(result)[0][1]
    book.ok("session", "add", "morning-yoga", "2026-12-01 09:00")
    done, _ = take(book, {"Service": "morning-yoga", "Start": "2026-12-01 09:00", "Who": "whoever"})
    assert done.code == 0, done
    assert bookings(book, "source:test")[0]["session"] is not None
    _, result = take(book, {"Id": "2", "Service": "morning-yoga", "Start": "2026-12-01 09:00"})
    assert "has a seat in session" in reasons(result)[0][1]
    _, result = take(book, {"Service": "morning-yoga", "Start": "2026-12-02 09:00"}, more=["--update"])
    assert "move the session" in reasons(result)[0][1]
    done, _ = take(
        book, {"Service": "morning-yoga", "Start": "2026-12-01 09:00", "Status": "gone"}, more=["--update"]
    )
    assert bookings(book, "source:test")[0]["status"] == "cancelled"
    assert book.run("check").code == 0


def test_dates_that_read_two_ways_are_refused_until_the_mapping_says_which(book):
    both = MAPPING + '[formats]\ndatetime = ["%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"]\n'
    _, result = take(
        book, {"Start": "01/12/2026 14:00"}, {"Id": "2", "Start": "12/12/2026 14:00"}, mapping=both
    )
    ((line, reason),) = reasons(result)
    assert line == 2
    assert reason.startswith("'01/12/2026 14:00' is 01 Dec 2026 14:00 or 12 Jan 2026 14:00: the mapping's")
    assert reason.endswith('need order = "day-first" or "month-first"')
    _, result = take(book, {"Start": "01/12/2026 14:00"}, mapping=f'{both}order = "day-first"\n')
    assert result["rows"][0]["start"] == "2026-12-01T14:00:00+08:00"
    _, result = take(book, {"Id": "3", "Start": "12/02/2026 14:30"}, mapping=f'{both}order = "month-first"\n')
    assert result["rows"][0]["start"] == "2026-12-02T14:30:00+08:00"


def test_a_weekday_that_contradicts_its_date_is_refused(book):
    mapping = MAPPING + '[formats]\ndatetime = ["%a %d %b %Y %H:%M"]\n'
    _, result = take(book, {"Start": "Mon 01 Dec 2026 14:00"}, mapping=mapping)
    assert reasons(result)[0][1] == "'Mon 01 Dec 2026 14:00': that day is a Tuesday"
    assert take(book, {"Start": "Tue 01 Dec 2026 14:00"}, mapping=mapping)[0].code == 0


@pytest.mark.parametrize(
    ("cell", "start"),
    [
        ("2026-12-01 14:00", "2026-12-01T14:00:00+08:00"),
        ("2026-12-01T06:00:00Z", "2026-12-01T14:00:00+08:00"),
        ("2026-12-01T14:00:00+08:00", "2026-12-01T14:00:00+08:00"),
        (" 2026-12-01T14:00 ", "2026-12-01T14:00:00+08:00"),
    ],
)
def test_iso_times_are_read_with_and_without_offset(book, cell, start):
    _, result = take(book, {"Start": cell})
    assert result["rows"][0]["start"] == start


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name = 1", "Expected `str`"),
        ('name = "x"\ntitle = "X"\n[columns]\nname = "N"\n', "names no start"),
        ('name = "x"\ntitle = "X"\n[columns]\ndate = "D"\n', "a date and no time"),
        ('name = "x"\ntitle = "X"\ncolour = 1\n[columns]\nstart = "S"\n', "colour"),
        (
            'name = "x"\ntitle = "X"\n[columns]\nstart = "S"\n[formats]\ndatetime = ["%Q"]\n',
            "'%Q' is no format",
        ),
        (
            'name = "x"\ntitle = "X"\nencoding = "klingon"\n[columns]\nstart = "S"\n',
            "no encoding is called 'klingon'",
        ),
        (
            'name = "x"\ntitle = "X"\nzone = "Mars"\n[columns]\nstart = "Start"\nname = "Name"\n',
            "no time zone is called",
        ),
        (
            'name = "x"\ntitle = "X"\n[columns]\nstart = "Start"\nname = "Name"\n[services]\na = "b"\n',
            "there is no such service",
        ),
        (
            'name = "x"\ntitle = "X"\n[columns]\nstart = "Start"\nname = "Name"\n[status]\na = "b"\n',
            "Invalid enum value",
        ),
        ("name = [", ":1:"),
    ],
)
def test_a_mapping_that_cannot_work_is_refused_before_anything_else(book, text, told):
    done, _ = take(book, {}, mapping=text)
    assert done.code == 2
    assert told in done.err, done.err
