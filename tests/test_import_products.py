"""The exports of other programs, in the columns that each of them writes."""

import json

import pytest

from imports.kit import SAMPLES, bookings, commits

EXPECTED = {
    "acuity": [
        ("2026-08-11T10:00:00+08:00", "2026-08-11T11:00:00+08:00", "completed", "deep-tissue-60", 680.0),
        ("2026-12-01T14:00:00+08:00", "2026-12-01T15:00:00+08:00", "confirmed", "swedish-60", 520.0),
        ("2026-12-02T14:30:00+08:00", "2026-12-02T15:15:00+08:00", "confirmed", "foot-reflexology-45", 280.0),
    ],
    "calendly": [
        ("2026-11-17T12:10:00+08:00", "2026-11-17T12:30:00+08:00", "no-show", "first-talk", None),
        ("2026-12-01T14:00:00+08:00", "2026-12-01T14:20:00+08:00", "confirmed", "first-talk", 0.0),
        ("2026-12-01T14:40:00+08:00", "2026-12-01T15:00:00+08:00", "cancelled", "first-talk", None),
    ],
    "square": [
        ("2026-08-13T12:30:00+08:00", "2026-08-13T13:15:00+08:00", "completed", "tuina-45", 420.0),
        ("2026-12-03T14:30:00+08:00", "2026-12-03T15:30:00+08:00", "confirmed", "swedish-60", 520.0),
        ("2026-12-04T14:00:00+08:00", "2026-12-04T15:30:00+08:00", "cancelled", "swedish-60", 700.0),
    ],
    "fresha": [
        ("2026-11-18T19:00:00+08:00", "2026-11-18T20:00:00+08:00", "no-show", "deep-tissue-60", 0.0),
        ("2026-12-03T14:30:00+08:00", "2026-12-03T15:15:00+08:00", "confirmed", "foot-reflexology-45", 280.0),
        ("2026-12-03T15:30:00+08:00", "2026-12-03T16:30:00+08:00", "confirmed", "swedish-60", 520.0),
    ],
    "simplybook": [
        ("2026-08-14T20:00:00+08:00", "2026-08-14T21:00:00+08:00", "completed", "swedish-60", 520.0),
        ("2026-12-04T15:30:00+08:00", "2026-12-04T16:30:00+08:00", "requested", "swedish-60", 520.0),
        ("2026-12-04T17:00:00+08:00", "2026-12-04T18:00:00+08:00", "confirmed", "swedish-60", 520.0),
    ],
}
PEOPLE = {"acuity": 2, "calendly": 2, "square": 2, "fresha": 1, "simplybook": 2}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_export_of_each_product_is_known_by_its_columns_and_taken_in_one_commit(book, name):
    before = commits(book)
    done = book.run("import", "bookings", str(SAMPLES / f"{name}.csv"), "--yes", "--format", "json")
    assert done.code == 0, done
    assert json.loads(done.out)["result"]["customers"] == PEOPLE[name]
    found = [
        (one["start"], one["end"], one["status"], one["service"], one["price"])
        for one in bookings(book, f"source:{name}")
    ]
    assert found == EXPECTED[name]
    assert commits(book) == before + 1
    assert book.run("check").code == 0


@pytest.mark.parametrize("name", EXPECTED)
def test_the_same_export_again_changes_nothing(book, name):
    words = ["import", "bookings", str(SAMPLES / f"{name}.csv"), "--yes"]
    book.ok(*words)
    before = commits(book)
    done = book.run(*words)
    assert (done.code, done.out, done.err) == (0, "", "0 new, 3 there already\n")
    assert commits(book) == before
    assert book.git("status", "--porcelain") == ""


def test_times_are_instants_of_the_files_zone_on_both_sides_of_a_clock_change(book):
    settings = (book.root / "bookctl.toml").read_text("utf-8")
    (book.root / "bookctl.toml").write_text(
        settings.replace("Asia/Shanghai", "Europe/Berlin").replace("horizon = 90", "horizon = 400"), "utf-8"
    )
    book.ok("adopt")
    file = book.root.parent / "spring.csv"
    rows = (
        ("March 27, 2027 10:00 am", "March 27, 2027 11:00 am", "Europe/Berlin"),
        ("March 29, 2027 10:00 am", "March 29, 2027 11:00 am", "Europe/Berlin"),
        ("March 29, 2027 5:00 am", "March 29, 2027 6:00 am", "America/New_York"),
    )
    file.write_text(
        "Start Time,End Time,Timezone,First Name,Last Name,Type,Calendar,Appointment ID\n"
        + "".join(
            f'"{start}","{end}",{zone},Uta,Muster{number},swedish-60,,{number}\n'
            for number, (start, end, zone) in enumerate(rows)
        ),
        "utf-8",
    )
    done = book.run("import", "bookings", str(file), "--yes", "--force", "only the instants matter")
    assert done.code == 0, done
    assert [one["start"] for one in bookings(book, "source:acuity")] == [
        "2027-03-27T10:00:00+01:00",
        "2027-03-29T10:00:00+02:00",
        "2027-03-29T11:00:00+02:00",
    ]


@pytest.mark.parametrize(
    ("start", "told"),
    [
        ("March 28, 2027 2:30 am", "does not exist in Europe/Berlin"),
        ("October 25, 2026 2:30 am", "happens twice in Europe/Berlin"),
    ],
)
def test_a_time_that_a_clock_change_makes_doubtful_is_refused_with_both_readings(book, start, told):
    file = book.root.parent / "doubt.csv"
    file.write_text(
        "Start Time,End Time,Timezone,First Name,Last Name,Type,Calendar\n"
        f'"{start}",,Europe/Berlin,Uta,Muster,swedish-60,\n',
        "utf-8",
    )
    done = book.run("import", "bookings", str(file), "--yes")
    assert done.code == 1
    assert told in done.err
    assert "+01:00" in done.err
    assert "+02:00" in done.err


def test_what_find_prints_is_there_already(book):
    file = book.root.parent / "own.csv"
    file.write_text(book.ok("find", "kind:booking", "on:2026-11-24", "--format", "csv"), "utf-8")
    done = book.run("import", "bookings", str(file), "--yes")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("0 new, ")


def test_what_find_prints_comes_into_another_book(book):
    book.ok("book", "张伟", "swedish-60", "2026-12-01 14:00", "--resource", "li")
    file = book.root.parent / "own.csv"
    file.write_text(book.ok("find", "on:2026-12-01", "--format", "csv"), "utf-8")
    book.ok("undo", "--yes")
    done = book.run("import", "bookings", str(file), "--yes")
    assert done.code == 0, done
    (found,) = bookings(book, "source:bookctl")
    assert (found["start"], found["customer"]) == ("2026-12-01T14:00:00+08:00", "c4f7qx")
    assert found["uses"][0]["resource"] == "li"


def test_mappings_are_listed_and_printed_to_copy(book):
    listed = book.ok("import", "mappings", "--format", "json")
    names = [one["name"] for one in json.loads(listed)["mappings"]]
    assert names == ["acuity", "bookctl", "calendly", "fresha", "simplybook", "square"]
    for name in names:
        text = book.ok("import", "mappings", name)
        assert text.startswith("# ")
        copy = book.root.parent / "copy.toml"
        copy.write_text(text, "utf-8")
        sample = SAMPLES / f"{name}.csv"
        if sample.exists():
            assert book.run("import", "bookings", str(sample), "--map", str(copy), "--dry-run").code == 0


def test_an_unknown_mapping_is_told_with_those_there_are(book):
    done = book.run("import", "bookings", str(SAMPLES / "acuity.csv"), "--map", "acuty")
    assert done.code == 4
    assert "acuity" in done.err
    assert book.run("import", "mappings", "nothing").code == 4
