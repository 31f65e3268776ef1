"""What people complain of in booking suites, each as a test: the number is that of its report there. Now is Tue 24 Nov 2026, 09:00."""

import json

import pytest

from practice_kit import JING, NA, WEI, Practice

ONE = {"resources/chen.toml": 'name = "陈静"\nkind = "front-desk"\n'}
YOGA = {
    "services/yoga.toml": 'name = "Yoga"\nminutes = 60\nseats = 2\nneeds = [{ kind = "staff" }]\nprice = 90.00\n'
}
ASK = '\n[[approval]]\nid = "agree"\napprovers = ["boss"]\n'


def test_a_request_holds_its_time_before_it_is_agreed_to(empty):
    """Cal.com 29958: two requests for one time, both confirmed."""
    it = Practice(empty, ASK, ONE)
    it.booked(NA, "tuina-60", "fri 10:00")
    assert "wang is taken" in it.refused("book", WEI, "tuina-60", "fri 10:00")


def test_agreeing_twice_agrees_once(empty):
    """Cal.com 7703: two calendar events from one confirmation."""
    it = Practice(empty, ASK, ONE)
    made = it.booked(NA, "tuina-60", "fri 10:00")
    it.ok("--by", "boss", "mark", made, "confirm")
    assert "it is confirmed already" in it.refused("--by", "boss", "mark", made, "confirm")
    assert it.record(made).count('status = "confirmed"') == 2  # the key, and one entry of the history


def test_a_lapsed_request_is_judged_anew_when_it_is_taken_up(empty):
    """Cal.com 29968: the guard belongs on the change of status too."""
    it = Practice(empty, ASK.replace("approvers", 'lapse = "1h"\napprovers'), ONE)
    made = it.booked(NA, "tuina-60", "fri 10:00")
    later = {"BOOKCTL_NOW": "2026-11-24T10:00"}
    it.booked(WEI, "tuina-60", "fri 10:30", BOOKCTL_BY="boss", **later)
    assert "wang is taken" in it.refused("--by", "boss", "mark", made, "confirm", **later)


def test_a_batch_passes_the_same_gate(empty):
    """Easy!Appointments 902: the interface for programs did not check."""
    it = Practice(empty, '\n[[policy.cap]]\nevery = "week"\nbookings = 1\n', ONE)
    lines = [
        {"action": "book", "customer": NA, "service": "tuina-60", "start": "2026-11-27T10:00"},
        {"action": "book", "customer": NA, "service": "tuina-60", "start": "2026-11-27T14:00"},
        {"action": "book", "customer": WEI, "service": "tuina-60", "start": "2026-11-27T10:30"},
    ]
    done = it.book.run("apply", "--skip", stdin="\n".join(map(json.dumps, lines)))
    assert done.code == 6
    assert '"cap"' in done.out
    assert '"overlap"' in done.out
    it.proven()


def test_what_has_begun_still_blocks(empty):
    """SergeyMosin/Appointments 183: a started booking stopped blocking."""
    it = Practice(empty, "notice = 30\n", ONE)
    it.booked(NA, "tuina-60", "tue 10:00", "--minutes", "105")
    assert it.ok("free", "tuina-60", "tue", "--limit", "1", BOOKCTL_NOW="2026-11-24T10:20").startswith(
        "2026-11-24T11:45"
    )


def test_the_first_seat_does_not_close_a_class_nor_the_last_one_leaving(empty):
    """Cal.com 17542 and 18460: the slot vanished after the first seat, and stayed closed after the last one left."""
    it = Practice(empty, "", YOGA)
    session = it.result("session", "add", "yoga", "fri 17:00")["id"]
    seat = it.booked(NA, "yoga", "fri 17:00")
    it.booked(WEI, "yoga", "fri 17:00")
    for one in (seat, json.loads(it.ok("find", f"customer:{WEI}", "--format", "json"))["bookings"][0]["id"]):
        it.ok("cancel", one)
    assert f"{session}\tFri 27 Nov 2026 17:00-18:00\tYoga\t0/2\tconfirmed" in it.ok("session", "list")
    it.booked(JING, "yoga", "fri 17:00", "--seats", "2")


def test_one_who_leaves_leaves_the_others(empty):
    """Cal.com 11660: one attendee cancelled the whole class."""
    it = Practice(empty, "", YOGA)
    it.ok("session", "add", "yoga", "fri 17:00")
    one, other = it.booked(NA, "yoga", "fri 17:00"), it.booked(WEI, "yoga", "fri 17:00")
    it.ok("cancel", one)
    assert it.status(other) == "confirmed"
    it.proven()


def test_a_series_checks_every_date_not_the_first_two(empty):
    """Cal.com 16387: only the first two occurrences were looked at."""
    it = Practice(empty, "", ONE)
    it.booked(WEI, "tuina-60", "2027-01-15 10:00")
    told = it.refused("series", "add", NA, "tuina-60", "every fri 10:00 x10", "--yes")
    assert "Fri 15 Jan 2027 10:00: wang is taken" in told
    assert it.ok("find", f"customer:{NA}") == ""


def test_notice_binds_customers_and_the_host_overrides_it(empty):
    """Cal.com 18980: minimum notice must not bind the host."""
    it = Practice(empty, "notice = 480\n")
    assert "at least 480 min ahead" in it.refused("book", NA, "tuina-60", "tue 10:00", "--own")
    made = it.booked(NA, "tuina-60", "tue 10:00", "--force", "she is here already")
    assert 'forced = "notice"' in it.record(made)


@pytest.mark.parametrize(("now", "code"), [("2026-11-24T23:59", 0), ("2026-11-25T00:01", 3)])
def test_caps_count_the_practices_days(empty, now, code):
    """Cal.com 15360: a day of UTC, or of whoever books. Here both bookings are on one day of Shanghai, in two of UTC."""
    it = Practice(empty, '\n[[policy.cap]]\nevery = "day"\nbookings = 1\n')
    for who in ("wang", "chen"):
        it.write(f"resources/{who}.toml", f'name = "{who}"\nkind = "staff"\nskills = ["tuina"]\n')
    it.booked(NA, "tuina-60", "2026-11-27 07:00")  # 2026-11-26 23:00Z
    when = "2026-11-28 00:00" if code == 0 else "2026-11-27 23:00"
    assert empty.run("book", NA, "tuina-60", when, BOOKCTL_NOW=now).code == code


def test_a_cancel_deadline_and_its_fee(empty):
    """Cal.com 15647 and 14992: no cut-off, no late fee."""
    it = Practice(empty, 'cancel = "24h"\nlate_fee = 100\n')
    made = it.booked(NA, "tuina-60", "wed 10:00")
    assert "100.00 CNY owed" in it.ok("cancel", made, "--own", BOOKCTL_NOW="2026-11-24T10:01")


def test_a_package_and_a_weekly_session(empty):
    """Breezbook 54: a trainer tallying up credits by hand."""
    plan = {"plans/five.toml": 'name = "Five"\nkind = "pass"\nsessions = 5\nprice = 3000.00\n'}
    it = Practice(empty, "", plan)
    it.ok("plan", "sell", NA, "five")
    it.ok("series", "add", NA, "tuina-60", "every sat 17:00 x3", "--yes")
    assert "2 of 5" in it.ok("plan", "sold", NA)


def test_deliberate_overlap_is_possible_and_told(empty):
    """Cliniko 108: clinics want it now and then."""
    it = Practice(empty, "", ONE)
    it.booked(NA, "tuina-60", "fri 10:00")
    made = it.booked(WEI, "tuina-60", "fri 10:30", "--force", "a couple in one room")
    assert 'forced = "a couple in one room"' in it.record(made)
    it.proven()


def test_a_minimum_of_attendees(empty):
    """alf.io 1328."""
    few = {"services/yoga.toml": YOGA["services/yoga.toml"] + "min_seats = 2\ndecide = 120\n"}
    it = Practice(empty, "", few)
    session = it.result("session", "add", "yoga", "fri 17:00")["id"]
    it.booked(NA, "yoga", "fri 17:00")
    it.ok("session", "decide", "--yes", BOOKCTL_NOW="2026-11-27T15:00")
    assert it.status(session) == "cancelled"


def test_whoever_waits_is_asked_one_after_the_other(empty):
    """LibreBooking's waiting list told everybody at once, and held nothing."""
    it = Practice(empty, "", ONE)
    made = it.booked(NA, "tuina-60", "fri 10:00")
    hours = ("--hours", "fri 10:00-10:01")
    for who in (WEI, JING):
        it.ok("wait", "add", who, "tuina-60", "fri", *hours)
    it.ok("cancel", made)
    assert "1 offer made" in it.ok("wait", "offer")
    assert "nothing to offer" in it.ok("wait", "offer")
    later = {"BOOKCTL_NOW": "2026-11-24T11:00"}
    told = it.ok("wait", "offer", **later)
    assert "陈静怡" in told


def test_of_two_classes_at_once_the_one_that_is_named(empty):
    it = Practice(empty, "", YOGA)
    one, other = (it.result("session", "add", "yoga", "fri 17:00")["id"] for _ in range(2))
    assert it.result("session", "join", other, NA, "--own")["session"] == other
    assert it.result("session", "join", one, WEI)["session"] == one
    it.ok("session", "leave", other, NA, "--own")
    it.proven()
