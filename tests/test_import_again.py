"""The same file, a longer one, and one in which something has changed."""

from imports.kit import ROW, bookings, commits, csv_of, put, reasons, take

NEXT = {"Id": "2", "Start": "2026-12-02 14:30", "Name": "朱丹", "Phone": "13700137004"}


def test_a_longer_file_adds_only_what_is_new(book):
    take(book, {})
    before = commits(book)
    done, result = take(book, {}, NEXT)
    assert done.code == 0
    assert ([row["what"] for row in result["rows"]], result["same"]) == (["new"], 1)
    assert commits(book) == before + 1


def test_rows_without_an_id_are_known_by_what_they_say(book):
    take(book, {"Id": ""}, {"Id": "", "Start": "2026-12-02 14:30"})
    done, result = take(
        book, {"Id": ""}, {"Id": "", "Start": "2026-12-02 14:30"}, {"Id": "", "Start": "2026-12-03 14:30"}
    )
    assert (len(result["rows"]), result["same"]) == (1, 2), done


def test_a_booking_that_stands_twice_in_a_file_is_made_once(book):
    done, result = take(book, {}, {})
    assert (done.code, len(result["rows"]), result["same"]) == (0, 1, 1)


def test_the_same_id_with_two_stories_is_refused(book):
    done, result = take(book, {}, {"Start": "2026-12-02 14:30"})
    assert done.code == 1
    assert reasons(result) == [(3, "the same booking stands on line 2, told otherwise")]


def test_a_change_at_the_source_is_told_and_only_taken_over_when_asked(book):
    take(book, {}, NEXT)
    before = commits(book)
    done, result = take(book, {"Start": "2026-12-01 15:30"}, NEXT)
    (row,) = result["rows"]
    assert (done.code, row["what"], result["same"]) == (0, "changed", 1)
    assert row["remark"].endswith("was Tue 01 Dec 2026 14:00")
    assert (row["start"], row["end"]) == ("2026-12-01T15:30:00+08:00", "2026-12-01T16:30:00+08:00")
    assert commits(book) == before
    done, result = take(book, {"Start": "2026-12-01 15:30"}, NEXT, more=["--update"])
    assert [row["what"] for row in result["rows"]] == ["updated"]
    found = bookings(book, "source:test")
    assert [one["start"] for one in found] == ["2026-12-01T15:30:00+08:00", "2026-12-02T14:30:00+08:00"]
    assert commits(book) == before + 1
    assert "moved from Tue 01 Dec 2026 14:00" in book.ok("show", found[0]["id"])
    assert book.run("check").code == 0


def test_a_moved_booking_goes_to_the_page_of_its_new_day(book):
    take(book, {})
    take(book, {"Start": "2026-12-03 14:30"}, more=["--update"])
    assert not (book.root / "bookings/2026/2026-12-01.toml").exists()
    assert "import:test:1" in (book.root / "bookings/2026/2026-12-03.toml").read_text("utf-8")


def test_another_length_at_the_source_is_taken_over(book):
    take(book, {"End": "2026-12-01 15:00"})
    take(book, {"End": "2026-12-01 15:30"}, more=["--update"])
    (one,) = bookings(book, "source:test")
    assert one["end"] == "2026-12-01T15:30:00+08:00"


def test_a_cancellation_at_the_source_frees_the_time_for_a_new_row(book):
    take(book, {"Who": "li"})
    done, _ = take(
        book,
        {"Who": "li", "Status": "gone"},
        {"Id": "2", "Who": "li", "Name": "朱丹", "Phone": "13700137004"},
        more=["--update"],
    )
    assert done.code == 0, done
    assert sorted(one["status"] for one in bookings(book, "source:test")) == ["cancelled", "confirmed"]
    assert book.run("check").code == 0


def test_a_cancelled_booking_does_not_come_back(book):
    take(book, {"Status": "gone"})
    done, result = take(book, {}, more=["--update"])
    assert done.code == 1
    assert "that is final" in reasons(result)[0][1]


def test_a_final_status_is_corrected_with_force_and_the_time_is_asked_for_again(book):
    past = {"Start": "2026-08-13 12:30", "Service": "tuina-45", "Who": "li"}
    take(book, past)
    done, result = take(book, {**past, "Status": "no-show"}, more=["--update"])
    assert "it is completed, and that is final" in reasons(result)[0][1]
    done, _ = take(book, {**past, "Status": "no-show"}, more=["--update", "--force", "marked late"])
    assert done.code == 0, done
    assert bookings(book, "source:test")[0]["status"] == "no-show"
    assert book.run("check").code == 0
    other = {**past, "Id": "2", "Name": "朱丹", "Phone": "13700137004"}
    take(book, {**past, "Status": "no-show"}, other)
    done, _ = take(book, {**past, "Status": "completed"}, other, more=["--update", "--force", "both came"])
    assert done.code == 0, done
    assert book.run("check").code == 0


def test_what_was_changed_here_is_not_undone_by_the_same_file(book):
    take(book, {})
    (one,) = bookings(book, "source:test")
    book.ok("move", one["id"], "2026-12-01 16:00")
    before = commits(book)
    done, result = take(book, {}, more=["--update"])
    assert (done.code, result["rows"], result["same"]) == (0, [], 1)
    assert commits(book) == before


def test_a_later_import_of_the_same_file_leaves_what_is_over_to_the_practice(book):
    take(book, {})
    (one,) = bookings(book, "source:test")
    done = book.run(*put(book, csv_of({})), "--yes", "--update", BOOKCTL_NOW="2026-12-05T09:00")
    assert (done.code, done.err) == (0, "0 new, 1 there already\n")
    assert bookings(book, "source:test")[0]["status"] == one["status"] == "confirmed"


def test_a_request_that_was_kept_meanwhile_becomes_completed_by_way_of_confirmed(book):
    take(book, {"Status": "requested"})
    words = [*put(book, csv_of({"Status": "completed"})), "--yes", "--update"]
    done = book.run(*words, BOOKCTL_NOW="2026-12-05T09:00")
    assert done.code == 0, done
    (one,) = bookings(book, "source:test")
    assert one["status"] == "completed"
    assert book.run("check", BOOKCTL_NOW="2026-12-05T09:00").code == 0


def test_an_update_that_does_not_fit_is_refused_and_nothing_is_written(book):
    take(
        book,
        {"Who": "li"},
        {"Id": "2", "Start": "2026-12-01 16:00", "Who": "li", "Name": "朱丹", "Phone": "1370013700"},
    )
    before = commits(book)
    done, result = take(book, {"Who": "li", "Start": "2026-12-01 16:00"}, more=["--update"])
    assert done.code == 1
    assert "li is taken 16:00-17:00" in reasons(result)[0][1]
    assert commits(book) == before


def test_comments_and_other_records_of_the_page_stay_as_they_are(book):
    take(book, {})
    page = book.root / "bookings/2026/2026-12-01.toml"
    page.write_text(
        page.read_text("utf-8").replace('service = "swedish-60"', 'service = "swedish-60" # her back'),
        "utf-8",
    )
    book.ok("adopt")
    take(book, {"Start": "2026-12-01 15:30"}, more=["--update"])
    assert 'service = "swedish-60" # her back' in page.read_text("utf-8")
    take(book, {"Start": "2026-12-01 15:30", "Status": "gone"}, more=["--update"])
    assert 'service = "swedish-60" # her back' in page.read_text("utf-8")


def test_undo_takes_the_whole_import_back(book):
    take(book, {"Notes": "左肩"}, NEXT)
    book.ok("undo", "--yes")
    assert bookings(book, "source:test") == []
    assert ROW["Name"] not in book.ok("customer", "list")


def test_a_long_file_is_taken_as_a_short_one_is(book):
    rows = [
        {
            "Id": str(number),
            "Start": f"2026-{7 + number // 150:02d}-{1 + number % 30:02d} {10 + number // 30 % 5:02d}:00",
            "Who": "li",
            "Service": "foot-reflexology-45",
            "Name": f"客人{number % 40}",
            "Phone": f"137{number % 40:08d}",
        }
        for number in range(300)
    ]
    done, result = take(book, *rows)
    assert (done.code, len(result["rows"]), result["customers"]) == (0, 300, 40), done.err
    done, result = take(book, *rows)
    assert (done.code, result["rows"], result["same"]) == (0, [], 300)
    done, result = take(book, *rows[:-1], {**rows[-1], "Status": "gone"}, more=["--update"])
    assert (done.code, result["same"]) == (1, 299), "what is completed is not cancelled"
    assert book.run("check").code == 0
