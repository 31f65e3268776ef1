"""Where two rules meet, one does not lift the other. Now is Tue 24 Nov 2026, 09:00."""

import re

import pytest

from practice_kit import FILES, JING, NA, STAFF, WEI, Practice

YOGA = {
    "services/yoga.toml": 'name = "Yoga 瑜伽"\nminutes = 60\nseats = 2\nneeds = [{ kind = "room" }]\nprice = 120.00\n',
    "resources/li.toml": STAFF.replace("王芳", "李明"),
}
NIGHT = {path: text.replace("mon-sat 09:00-18:00", "mon-sun 00:00-24:00") for path, text in FILES.items()}

SKILLED = {
    f"resources/{id_}.toml": NIGHT[f"resources/{id_}.toml"].replace('["tuina"]', f'["tuina", "{skill}"]')
    for id_, skill in (("wang", "first"), ("chen", "last"))
}


def cap(**values):
    return "\n[[policy.cap]]\n" + "".join(
        f"{key} = {value if isinstance(value, int) else repr(value)}\n".replace("'", '"')
        for key, value in values.items()
    )


def session(it, when="fri 10:00"):
    return it.result("session", "add", "yoga", when)["id"]


def test_dropping_a_wait_gives_its_live_offer_back(empty):
    """The first offer lapsed, the second one is live: dropping ends the second."""
    it = Practice(empty, "\n[waitlist]\noffer = 60\n")
    taken = [it.booked(who, "tuina-60", "fri 10:00") for who in (NA, WEI)]
    it.booked(NA, "tuina-60", "fri 14:00", "--resource", "wang")
    other = it.booked(WEI, "tuina-60", "fri 14:00", "--resource", "chen")
    wait = it.result(
        "wait", "add", JING, "tuina-60", "fri", "--hours", "fri 10:00-10:15", "--hours", "fri 14:00-14:15"
    )["id"]
    it.ok("cancel", taken[0])
    it.ok("wait", "offer")
    later = {"BOOKCTL_NOW": "2026-11-24T10:30"}
    it.ok("cancel", other, **later)
    it.ok("wait", "offer", **later)
    offers = [line.split("\t")[0] for line in it.ok("find", f"customer:{JING}", **later).splitlines()]
    assert len(offers) == 2
    it.ok("wait", "drop", wait, **later)
    assert [it.status(one) for one in offers] == ["held", "declined"]
    assert it.booked(WEI, "tuina-60", "fri 14:00", "--resource", "chen", **later)


def test_notice_and_horizon_hold_for_classes(empty):
    it = Practice(empty, "notice = 120\n", YOGA)
    it.write("services/yoga.toml", YOGA["services/yoga.toml"] + "\n[policy]\nhorizon = 10\n")
    early = {"BOOKCTL_NOW": "2026-11-24T07:00"}
    soon = it.result("session", "add", "yoga", "today 10:00", **early)["id"]
    far = it.result("session", "add", "yoga", "2026-12-18 10:00", "--force", "planned far ahead")["id"]
    assert "yoga is booked at least 120 min ahead" in it.refused("session", "join", soon, NA, "--own")
    assert "notice in bookctl.toml:" in it.refused("session", "join", soon, NA)
    it.ok("session", "join", soon, NA, "--force", "she stands at the door")
    told = it.refused("session", "join", far, NA, "--own")
    assert "the last day is Fri 4 Dec 2026" in told
    assert "horizon in services/yoga.toml:" in told


def test_a_class_that_has_begun_is_joined_by_the_practice_only(empty):
    it = Practice(empty, "", YOGA)
    begun = session(it, "today 09:30")
    late = {"BOOKCTL_NOW": "2026-11-24T09:40"}
    assert "is past" in it.refused("session", "join", begun, NA, "--own", **late)
    it.ok("session", "join", begun, NA, **late)


def test_minutes_on_top_stay_within_the_resources_cap(empty):
    gift = '\n[[price]]\nid = "gift"\nminutes = 30\nhours = ["fri 09:00-12:00"]\n'
    it = Practice(empty, cap(every="day", per="resource", minutes=60) + gift)
    made = it.booked(NA, "tuina-60", "fri 10:00")
    assert "end = 2026-11-27T11:00:00+08:00" in it.record(made)


def test_a_resource_is_counted_on_the_day_it_works(empty):
    """The second step lies on the next day: that is the day whose cap it fills."""
    night = 'name = "Night"\n\n[[step]]\nminutes = 120\nneeds = [{ kind = "staff", skills = ["first"] }]\n\n[[step]]\nminutes = 60\nneeds = [{ kind = "staff", skills = ["last"] }]\n'
    it = Practice(
        empty,
        cap(every="day", per="resource", bookings=1),
        {**NIGHT, **SKILLED, "services/night.toml": night},
    )
    it.booked(NA, "night", "thu 23:00")  # chen from 01:00 on friday
    told = it.refused("book", WEI, "tuina-60", "fri 15:00", "--resource", "chen")
    assert "chen has 1 booking that day, and 1 is the most" in told
    it.booked(WEI, "tuina-60", "thu 15:00", "--resource", "chen")


def test_a_resource_is_counted_by_its_own_minutes(empty):
    long = 'name = "Long"\n\n[[step]]\nminutes = 120\nneeds = [{ kind = "staff", skills = ["first"] }]\n\n[[step]]\nminutes = 30\nneeds = [{ kind = "staff", skills = ["last"] }]\n'
    it = Practice(
        empty, cap(every="day", per="resource", minutes=120), {**SKILLED, "services/long.toml": long}
    )
    it.booked(NA, "long", "fri 09:00")
    it.booked(WEI, "tuina-60", "fri 14:00", "--resource", "chen")
    told = it.refused("book", JING, "tuina-60", "fri 16:00", "--resource", "chen")
    assert "chen would have 150 min that day, and 120 is the most" in told


def test_nobody_is_told_of_times_that_a_rule_keeps_from_them(empty):
    """Free, but not for this customer: waiting is right, and `free` and `why` say the same."""
    it = Practice(empty, cap(every="day", bookings=1))
    it.booked(NA, "tuina-60", "fri 10:00")
    assert it.ok("free", "tuina-60", "fri", "-c", NA) == ""
    assert "refused [cap]" in it.ok("why", "tuina-60", "fri 14:00", "-c", NA)
    assert "refused [customer]" in it.ok("why", "tuina-60", "fri 10:30", "-c", NA)
    it.ok("wait", "add", NA, "tuina-60", "fri")


def test_waiting_for_hours_of_another_day_is_refused(empty):
    it = Practice(empty)
    told = it.refused("wait", "add", NA, "tuina-60", "fri", "--hours", "sat 10:00-12:00", code=2)
    assert "none of the hours lie on these days" in told


def test_who_waits_for_a_class_follows_it_to_another_day(empty):
    it = Practice(empty, "", YOGA)
    one = session(it)
    for who in (NA, WEI):
        it.ok("session", "join", one, who)
    it.ok("wait", "add", JING, "--session", one)
    it.ok("move", one, "2026-12-01 10:00")
    later = {"BOOKCTL_NOW": "2026-11-30T09:00"}
    assert "Tue 1 Dec 2026" in it.ok("wait", "list", "--format", "table", **later)
    it.ok("session", "leave", one, NA, **later)
    assert "1 offer made" in it.ok("wait", "offer", **later)
    it.proven(**later)


def test_moving_a_class_names_whom_it_puts_in_two_places(empty):
    it = Practice(empty, "", YOGA)
    one = session(it)
    it.ok("session", "join", one, NA)
    it.booked(NA, "tuina-60", "fri 14:00")
    done = empty.run("move", one, "fri 14:30")
    assert done.code == 0
    assert "李娜 is in" in done.err
    assert it


def test_a_customer_sets_no_price_and_holds_no_longer_than_the_rule(empty):
    it = Practice(empty, "hold = 45\n")
    for words in (["--price", "1"], ["--minutes", "120"]):
        told = it.refused("book", NA, "tuina-60", "fri 10:00", "--own", *words, code=2)
        assert f"{words[0]} is the practice's" in told
    told = it.refused("book", NA, "tuina-60", "fri 10:00", "--own", "--hold", "46")
    assert "holds it for 45 min at most (rule: policy.hold in bookctl.toml:9)" in told
    assert "until = 2026-11-24T09:45:00+08:00" in it.record(
        it.booked(NA, "tuina-60", "fri 10:00", "--own", "--hold", "45")
    )


def test_what_was_accepted_and_cancelled_is_no_offer_turned_down(empty):
    """The rule says whose cancellations are offered; what came from the list is no exception."""
    rule = 'name = "Offers"\nif = "False"\nwhen = { after = "0m", of = "status", status = "cancelled" }\n\n[[then]]\noffer = true\n'
    it = Practice(empty, "", {"rules/offers.toml": rule})
    taken = [it.booked(who, "tuina-60", "fri 10:00") for who in (NA, WEI)]
    it.ok("wait", "add", JING, "tuina-60", "fri", "--hours", "fri 10:00-10:15")
    it.ok("cancel", taken[0])
    it.ok("wait", "offer")
    offer = it.ok("find", f"customer:{JING}").split("\t")[0]
    it.ok("mark", offer, "confirm")
    it.ok("wait", "add", NA, "tuina-60", "fri", "--hours", "fri 10:00-10:15")
    it.ok("cancel", offer)
    it.ok("remind")
    assert it.ok("find", f"customer:{NA}", "status:held") == ""


@pytest.mark.parametrize("mark", ["no-show", "done", "arrived"])
def test_nobody_missed_what_has_not_begun(empty, mark):
    it = Practice(empty, 'no_show_fee = "50%"\n')
    made = it.booked(NA, "tuina-60", "fri 10:00")
    assert "Fri 27 Nov 2026 10:00" in it.refused("mark", made, mark)
    told = it.ok("mark", made, mark, BOOKCTL_NOW="2026-11-27T10:10")
    assert ("340.00 CNY owed" in told) == (mark == "no-show")


def test_merging_leaves_one_place_in_the_line(empty):
    it = Practice(empty)
    for who in (NA, WEI):
        it.booked(who, "tuina-60", "fri 10:00")
    waits = [
        it.result("wait", "add", who, "tuina-60", "fri", "--hours", "fri 10:00-10:15")["id"]
        for who in (JING, NA)
    ]
    it.ok("customer", "merge", JING, NA)
    listed = it.ok("wait", "list")
    assert waits[0] in listed
    assert waits[1] not in listed
    it.proven()


def test_every_rule_that_force_overrides_is_kept(empty):
    it = Practice(empty, cap(every="day", bookings=1) + cap(every="week", bookings=1))
    it.booked(NA, "tuina-60", "fri 10:00")
    made = it.booked(NA, "tuina-60", "fri 10:30", "--force", "twins")
    assert re.search(r'forced = "customer; cap"', it.record(made))


def test_a_move_names_the_rule_it_was_booked_under(empty):
    it = Practice(empty, 'move = "5d"\n')
    made = it.booked(NA, "tuina-60", "fri 10:00")
    assert "rule: policy.move in bookctl.toml:" in it.refused("move", made, "fri 14:00")
    it.write("bookctl.toml", (empty.root / "bookctl.toml").read_text().replace('move = "5d"\n', ""))
    told = it.refused("move", made, "fri 14:00")
    assert "rule: booking.0.terms.move in bookings/2026/2026-11-27.toml:" in told


def test_why_speaks_of_seats(empty):
    it = Practice(empty, "", YOGA)
    one, other = session(it), session(it, "sat 10:00")
    it.ok("session", "join", one, NA)
    assert f"1 of 2 seats left\n  + {one}: free" in it.ok("why", "yoga", "fri 10:00", "-c", WEI)
    assert "李娜 has a seat in this session already" in it.ok("why", "yoga", "fri 10:00", "-c", NA)
    it.ok("session", "join", one, WEI)
    told = it.ok("why", "yoga", "fri 10:00")
    assert "refused [seats]" in told
    assert told.endswith("free: Sat 28 Nov 10:00\n")
    assert "no session of yoga starts then" in it.ok("why", "yoga", "fri 12:00")
    assert other


def test_why_names_who_has_enough(empty):
    it = Practice(empty, cap(every="day", per="resource", bookings=1))
    it.booked(NA, "tuina-60", "fri 10:00", "--resource", "wang")
    told = it.ok("why", "tuina-60", "fri 14:00", "--resource", "wang")
    assert "x wang: wang has 1 booking that day, and 1 is the most [cap]" in told
    assert "free: Sat 28 Nov 09:00" in told


def test_every_refusal_has_its_rule_and_the_nearest_times(empty):
    it = Practice(empty, cap(every="month", bookings=1))
    it.write(
        "bookctl.toml", (empty.root / "bookctl.toml").read_text().replace("horizon = 365", "horizon = 90")
    )
    it.booked(NA, "tuina-60", "2026-12-03 10:00")
    told = it.refused("book", NA, "tuina-60", "2026-12-03 14:00")
    assert "rule: policy.cap.0 in bookctl.toml:" in told
    assert "free: Fri 01 Jan 09:00" in told
    told = it.refused("book", WEI, "tuina-60", "2027-04-01 10:00")
    assert "rule: policy.horizon in bookctl.toml:" in told
    assert "free: Mon 22 Feb 17:00" in told
    told = it.refused("book", NA, "tuina-60", "2026-12-03 10:30")
    assert "rule: policy.customer_overlap in bookctl.toml:" in told
    assert "--force REASON overrides it" in told


def test_a_series_names_the_rule_of_each_date(empty):
    it = Practice(empty, cap(every="week", bookings=1))
    it.booked(NA, "tuina-60", "2026-12-03 10:00")
    told = it.refused("series", "add", NA, "tuina-60", "every tue 10:00 for 3 weeks")
    assert "and 1 is the most (rule: policy.cap.0 in bookctl.toml:" in told
    assert "; free: " in told


def test_a_move_to_where_it_is_changes_nothing(empty):
    it = Practice(empty)
    made = it.booked(NA, "tuina-60", "fri 10:00")
    before = it.record(made)
    assert f"is there already {made}" in it.ok("move", made, "fri 10:00")
    assert it.record(made) == before


def test_what_lapsed_is_not_moved_and_says_that_it_lapsed(empty):
    it = Practice(empty)
    made = it.booked(NA, "tuina-60", "fri 10:00", "--hold", "30")
    later = {"BOOKCTL_NOW": "2026-11-24T10:00"}
    assert f"bookctl mark {made} confirm takes it up again" in it.refused("move", made, "fri 14:00", **later)
    assert "held, lapsed" in it.ok("find", f"id:{made}", **later)
    assert "and has lapsed" in it.ok("show", made, **later)


def test_a_class_shows_who_comes(empty):
    it = Practice(empty, "", YOGA)
    it.ok("customer", "alert", NA, "peanut oil", "--kind", "allergy")
    one = session(it)
    seats = [it.result("session", "join", one, who)["id"] for who in (NA, WEI)]
    told = it.ok("session", "show", one)
    assert f"李娜  {seats[0]}  allergy: peanut oil" in told
    assert f"张伟  {seats[1]}" in told
    it.ok("session", "leave", one, WEI)
    assert "张伟" not in it.ok("show", one)


def test_minutes_on_top_go_with_the_time_that_earns_them(empty):
    gift = '\n[[price]]\nid = "gift"\nminutes = 30\nhours = ["fri 09:00-12:00"]\n'
    it = Practice(empty, gift)
    made = it.booked(NA, "tuina-60", "fri 10:00")
    own = it.booked(WEI, "tuina-60", "fri 10:00", "--minutes", "75")
    assert "end = 2026-11-27T11:30:00+08:00" in it.record(made)
    for booking, start, end in (
        (made, "fri 14:00", "2026-11-27T15:00:00"),
        (made, "fri 09:00", "2026-11-27T10:30:00"),
        (own, "fri 14:00", "2026-11-27T15:15:00"),
    ):
        it.ok("move", booking, start)
        assert f"end = {end}+08:00" in it.record(booking)
    it.proven()
