"""Series on a book: all or nothing, scopes, extending, stopping. Now is Tuesday 24 November 2026, 09:00."""

import json

import pytest

from practice_kit import JING, NA, WEI, Practice


@pytest.fixture
def it(empty):
    return Practice(empty)


def series(it, *words):
    return it.result("series", "add", *words, "--yes")


def starts(it, id_):
    rows = [line.split("\t") for line in it.ok("series", "show", id_).splitlines()]
    return [when[4:10] + when[15:] for _, when, status in rows if status == "confirmed"]


def test_all_dates_or_none_and_one_undo(it):
    it.booked(WEI, "tuina-60", "2026-12-08 10:00", "-r", "wang")
    told = it.refused("series", "add", NA, "tuina-60", "every tue 10:00 x3", "-r", "wang", "--yes")
    assert "1 of 3 dates cannot be had" in told
    assert "Tue 08 Dec 2026 10:00: wang is taken 10:00-11:00 by" in told
    assert it.ok("find", f"customer:{NA}") == ""
    made = series(it, NA, "tuina-60", "every tue 10:00 x3", "-r", "wang", "--skip-conflicts")
    assert [skip["when"] for skip in made["skipped"]] == ["Tue 08 Dec 2026 10:00"]
    assert starts(it, made["id"]) == ["24 Nov 10:00", "01 Dec 10:00"]
    it.proven()
    it.ok("undo", "--yes")
    assert it.ok("find", f"customer:{NA}") == ""
    assert it.ok("series", "list", "--all") == ""


def test_a_closed_day_is_told_as_such(it):
    it.add("bookctl.toml", '\n[[closed]]\ndate = 2026-12-01\nname = "Stocktaking"\n')
    told = it.refused("series", "add", NA, "tuina-60", "every tue 10:00 x3", "--yes")
    assert "Tue 01 Dec 2026 10:00: it is closed on Tue 1 Dec 2026 (Stocktaking)" in told


def test_scopes_of_a_move(it):
    made = series(it, NA, "tuina-60", "every wed 10:00 x4")
    id_, bookings = made["id"], made["bookings"]
    it.ok("series", "move", bookings[1], "fri 4 dec 14:00", "--scope", "one")
    assert starts(it, id_) == ["25 Nov 10:00", "04 Dec 14:00", "09 Dec 10:00", "16 Dec 10:00"]
    it.ok("series", "move", bookings[2], "15:00", "--scope", "following")
    assert starts(it, id_) == ["25 Nov 10:00", "04 Dec 14:00", "09 Dec 15:00", "16 Dec 15:00"]
    it.ok("series", "move", id_, "thu 26 nov 10:00", "--scope", "all", "--yes")
    assert starts(it, id_) == ["26 Nov 10:00", "05 Dec 14:00", "10 Dec 15:00", "17 Dec 15:00"]
    it.proven()


def test_a_week_later_for_all_does_not_stand_in_its_own_way(it):
    made = series(it, NA, "tuina-60", "every wed 10:00 x3", "-r", "wang")
    it.ok("series", "move", made["id"], "2026-12-02 10:00", "--scope", "all", "--yes")
    assert starts(it, made["id"]) == ["02 Dec 10:00", "09 Dec 10:00", "16 Dec 10:00"]
    it.ok("series", "move", made["id"], "2026-11-25 10:00", "--scope", "all", "--yes")
    assert starts(it, made["id"])[0] == "25 Nov 10:00"


def test_a_move_that_one_date_cannot_follow_moves_none(it):
    made = series(it, NA, "tuina-60", "every wed 10:00 x3", "-r", "wang")
    it.booked(WEI, "tuina-60", "2026-12-09 14:00", "-r", "wang")
    told = it.refused("series", "move", made["id"], "2026-11-25 14:00", "--scope", "all", "--yes")
    assert "1 of 3 dates cannot be moved" in told
    assert starts(it, made["id"]) == ["25 Nov 10:00", "02 Dec 10:00", "09 Dec 10:00"]


def test_cancel_extend_and_stop(it):
    made = series(it, NA, "tuina-60", "every wed 10:00 x4")
    id_, bookings = made["id"], made["bookings"]
    it.ok("series", "cancel", bookings[2], "--scope", "one", "--reason", "a holiday")
    assert starts(it, id_) == ["25 Nov 10:00", "02 Dec 10:00", "16 Dec 10:00"]
    it.ok("series", "extend", id_, "2 more")
    assert starts(it, id_)[-2:] == ["23 Dec 10:00", "30 Dec 10:00"]
    it.ok("series", "stop", id_, "--from", "2026-12-16", "--yes")
    assert starts(it, id_) == ["25 Nov 10:00", "02 Dec 10:00"]
    assert "was stopped from 2026-12-16 on" in it.refused("series", "extend", id_, "2 more")
    it.proven()


def test_after_a_move_it_goes_on_by_the_new_day(it):
    made = series(it, NA, "tuina-60", "every mon 10:00 x2")
    it.ok("series", "move", made["id"], "2026-11-27 11:00", "--scope", "all", "--yes")
    it.ok("series", "extend", made["id"], "1 more")
    assert starts(it, made["id"]) == ["27 Nov 11:00", "04 Dec 11:00", "11 Dec 11:00"]


def test_a_timetable_of_a_class_and_its_seats(it):
    it.write(
        "services/yoga.toml",
        'name = "Yoga"\nminutes = 60\nseats = 2\nneeds = [{ kind = "staff" }]\nprice = 90.00\n',
    )
    made = series(it, "yoga", "每周四17:00共3次", "-r", "chen")
    assert len(made["bookings"]) == 3
    it.booked(NA, "yoga", "2026-12-03 17:00")
    it.ok("series", "move", made["id"], "16:00", "--scope", "all", "--yes")
    rows = json.loads(it.ok("find", f"customer:{NA}", "--format", "json"))["bookings"]
    assert [row["start"][11:16] for row in rows] == ["16:00"]
    assert "a class: its series has no customer" in it.refused(
        "series", "add", NA, "yoga", "every fri 10:00 x2", code=2
    )
    assert "no class: say who it is for" in it.refused(
        "series", "add", "tuina-60", "every fri 10:00 x2", code=2
    )
    it.proven()


def test_rules_of_the_practice_hold_for_every_date(it):
    it.add("bookctl.toml", '\n[[policy.cap]]\nevery = "month"\nbookings = 2\n')
    told = it.refused("series", "add", JING, "tuina-60", "every wed 10:00 x5", "--yes")
    assert "2 of 5 dates cannot be had" in told
    assert "has 2 bookings that month, and 2 is the most" in told


def test_without_an_end_it_goes_as_far_as_one_may_book(it):
    text = (it.book.root / "bookctl.toml").read_text().replace("horizon = 365", "horizon = 21")
    it.write("bookctl.toml", text)
    done = it.book.run("series", "add", NA, "tuina-60", "every wed 10:00", "--yes")
    assert done.code == 0
    assert "no end was said: booked as far ahead as the rules allow, until Tue 15 Dec 2026" in done.err
    assert len(it.ok("find", f"customer:{NA}").splitlines()) == 3


def test_dates_beyond_the_horizon_are_told_not_dropped(it):
    text = (it.book.root / "bookctl.toml").read_text().replace("horizon = 365", "horizon = 21")
    it.write("bookctl.toml", text)
    told = it.refused("series", "add", NA, "tuina-60", "every wed 10:00 x5", "--yes")
    assert "2 of 5 dates cannot be had" in told
    assert "Wed 16 Dec 2026 10:00: tuina-60 is booked up to 21 days ahead" in told


def test_a_pass_pays_for_as_many_dates_as_it_has_and_the_rest_is_told(it):
    it.write(
        "plans/two.toml",
        'name = "Two"\nkind = "pass"\nsessions = 2\nprice = 1200.00\nservices = ["tuina-60"]\n',
    )
    held = it.result("plan", "sell", NA, "two")["id"]
    done = it.book.run("series", "add", NA, "tuina-60", "every wed 10:00 x3", "--yes")
    assert f"{held} pays for 2 of 3 dates; 680.00 CNY is not covered" in done.err
    it.ok("undo", "--yes")
    told = it.refused("series", "add", NA, "tuina-60", "every wed 10:00 x3", "--cover", held[:3], "--yes")
    assert "1 of 3 dates cannot be had" in told
    assert f"Wed 09 Dec 2026 10:00: {held} has 0 visits left" in told
    assert it.ok("find", f"customer:{NA}") == ""
    made = series(it, NA, "tuina-60", "every wed 10:00 x3", "--cover", held, "--skip-conflicts")
    assert starts(it, made["id"]) == ["25 Nov 10:00", "02 Dec 10:00"]
    assert f"{held} has 0 visits left" in it.refused("series", "extend", made["id"], "1 more", "--yes")
    it.proven()


def test_what_a_series_was_made_with_holds_for_the_dates_that_are_added(it):
    it.add(
        "bookctl.toml", '\n[[price]]\nid = "spring"\nname = "Spring"\nchange = "-10%"\ncoupon = "spring"\n'
    )
    made = series(
        it,
        NA,
        "tuina-60",
        "every wed 10:00 x2",
        "--project",
        "acme",
        "--coupon",
        "SPRING",
        "--source",
        "phone",
    )
    assert made["bookings"]
    later = it.result("series", "extend", made["id"], "1 more", "--yes")["bookings"][0]
    assert all(
        f"{key}\n" in it.record(later) for key in ('project = "acme"', 'coupon = "spring"', "price = 612.00")
    )
    it.proven()


def test_a_series_may_be_forced_and_says_so_on_each_date(it):
    told = it.refused("series", "add", NA, "tuina-60", "every sun 10:00 x2", "-r", "wang", "--yes")
    assert "2 of 2 dates cannot be had" in told
    assert "--skip-conflicts" not in told
    made = series(it, NA, "tuina-60", "every sun 10:00 x2", "-r", "wang", "--force", "open day")
    assert all('forced = "open day"' in it.record(id_) for id_ in made["bookings"])
    it.proven()


def test_a_timetable_is_nobodys_to_pay(it):
    it.write(
        "services/yoga.toml",
        'name = "Yoga"\nminutes = 60\nseats = 8\nneeds = [{ kind = "staff", skills = ["tuina"] }]\nprice = 90.00\n',
    )
    told = it.refused("series", "add", "yoga", "every sat 09:00 x2", "--cover", "hxxxxx", "--yes", code=2)
    assert "belong to those who join" in told


def test_the_purchase_of_a_series_must_exist(it):
    made = series(it, NA, "tuina-60", "every wed 10:00 x2")
    it.add(f"series/{made['id']}.toml", 'paid_by = "hzzzzz"\n')
    done = it.book.run("check")
    assert f"series/{made['id']}.toml" in done.out + done.err
    assert "there is no purchase hzzzzz" in done.out + done.err
