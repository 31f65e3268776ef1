"""Who may book, how much, and until when it may change: rules in files, commands, exact answers. Now is Tue 24 Nov 2026, 09:00."""

import pytest

from practice_kit import JING, NA, WEI, Practice

CAP = '\n[[policy.cap]]\nevery = "{}"\n{}\n'


def test_a_cap_counts_calendar_weeks_and_names_its_line(empty):
    it = Practice(empty, CAP.format("week", "bookings = 2"))
    it.booked(NA, "tuina-60", "fri 10:00")
    it.booked(NA, "tuina-60", "sat 10:00")
    told = it.refused("book", NA, "tuina-60", "thu 10:00")
    assert "李娜 has 2 bookings that week, and 2 is the most (rule: policy.cap.0 in bookctl.toml:10)" in told
    it.booked(NA, "tuina-60", "mon 10:00")  # another week
    it.booked(WEI, "tuina-60", "thu 10:00")  # another customer


@pytest.mark.parametrize(("first_day", "code"), [("mon", 3), ("sun", 0)])
def test_a_week_begins_where_the_ledger_says(empty, first_day, code):
    """Fri 1 and Sat 2 January 2027 are taken; Sunday the 3rd is of that week only where weeks begin on Monday."""
    it = Practice(empty, CAP.format("week", "bookings = 2"))
    settings = empty.root / "bookctl.toml"
    settings.write_text(f'week_start = "{first_day}"\n' + settings.read_text())
    for who in ("wang", "chen"):
        it.write(f"resources/{who}.toml", f'name = "{who}"\nkind = "staff"\nskills = ["tuina"]\n')
    it.booked(NA, "tuina-60", "2027-01-01 10:00")
    it.booked(NA, "tuina-60", "2027-01-02 10:00")
    assert empty.run("book", NA, "tuina-60", "2027-01-03 10:00").code == code
    it.booked(NA, "tuina-60", "2027-01-04 10:00")


def test_a_cancelled_booking_and_a_moved_one_do_not_count_twice(empty):
    it = Practice(empty, CAP.format("day", "bookings = 1"))
    one = it.booked(NA, "tuina-60", "fri 10:00")
    it.ok("move", one, "fri 14:00")
    assert "1 booking that day" in it.refused("book", NA, "tuina-60", "fri 10:00")
    it.ok("cancel", one)
    it.booked(NA, "tuina-60", "fri 10:00")


def test_a_cap_of_minutes_includes_the_wanted_one(empty):
    it = Practice(empty, CAP.format("month", "minutes = 120"))
    it.booked(NA, "tuina-60", "fri 10:00")
    it.booked(NA, "tuina-60", "mon 10:00")  # exactly 120: the 30th is of November still
    assert "would have 150 min that month" in it.refused(
        "book", NA, "tuina-60", "2026-11-28 10:00", "--minutes", "30"
    )
    it.booked(NA, "tuina-60", "2026-12-01 10:00")


def test_a_service_has_a_cap_of_its_own_beside_the_ledgers(empty):
    it = Practice(empty, CAP.format("week", "bookings = 2"))
    it.add("services/tuina-60.toml", CAP.format("week", "bookings = 1"))
    it.write("services/talk.toml", 'name = "Talk"\nminutes = 30\nneeds = [{ kind = "staff" }]\n')
    it.booked(NA, "tuina-60", "thu 10:00")
    told = it.refused("book", NA, "tuina-60", "fri 10:00")
    assert "1 booking of tuina-60 that week" in told
    assert "services/tuina-60.toml:6" in told
    it.booked(NA, "talk", "fri 10:00")
    assert "2 bookings that week" in it.refused("book", NA, "talk", "sat 10:00")


def test_a_resource_that_has_enough_is_passed_by_and_free_agrees(empty):
    it = Practice(empty, CAP.format("day", 'bookings = 1\nper = "resource"'))
    first = it.result("book", NA, "tuina-60", "fri 10:00")
    second = it.result("book", WEI, "tuina-60", "fri 14:00")
    staff = {use["resource"] for made in (first, second) for use in made["uses"]}
    assert staff == {"wang", "chen", "room-1", "room-2"}
    told = it.refused("book", JING, "tuina-60", "fri 16:00")
    assert "has 1 booking that day, and 1 is the most" in told
    assert "free: Sat 28 Nov 09:00" in told
    assert it.ok("free", "tuina-60", "fri") == ""
    assert "refused [cap]" in it.ok("why", "tuina-60", "fri 16:00")


def test_force_overrides_a_cap_and_leaves_its_reason(empty):
    it = Practice(empty, CAP.format("week", "bookings = 1"))
    it.booked(NA, "tuina-60", "thu 10:00")
    made = it.booked(NA, "tuina-60", "fri 10:00", "--force", "came from far away")
    assert 'forced = "came from far away"' in it.record(made)
    assert 'forced = "cap"' in it.record(made)
    it.proven()


def test_customers_override_nothing(empty):
    it = Practice(empty)
    done = it.refused("book", NA, "tuina-60", "fri 10:00", "--own", "--force", "please", code=2)
    assert "a customer cannot override its rules" in done


TIERS = '\n[[tier]]\nid = "regular"\nvisits = 2\n\n[[tier]]\nid = "gold"\ntag = "vip"\nspend = 1000\n\n[tier.policy]\ncancel = "1h"\n'


def test_who_may_book_by_tier_and_by_tag(empty):
    it = Practice(empty, TIERS)
    it.write("customers/cwei22.toml", 'name = "张伟"\nphone = "1"\ntags = ["vip"]\n')
    it.add("services/tuina-60.toml", '\n[policy]\ntiers = ["gold"]\n')
    told = it.refused("book", NA, "tuina-60", "fri 10:00")
    assert (
        "tuina-60 is for customers of gold; 李娜 is of none (rule: policy.tiers in services/tuina-60.toml:7)"
        in told
    )
    it.booked(WEI, "tuina-60", "fri 10:00")
    it.write("services/talk.toml", 'name = "Talk"\nminutes = 30\n\n[policy]\ntags = ["vip", "staff"]\n')
    assert "tagged vip and staff" in it.refused("book", NA, "talk", "fri 10:00")
    it.booked(WEI, "talk", "fri 12:00")


def test_a_tier_is_earned_by_visits_and_by_spending(empty):
    it = Practice(empty, TIERS)
    it.add("services/tuina-60.toml", '\n[policy]\ntiers = ["regular", "gold"]\n')
    why = ("book", NA, "tuina-60", "fri 10:00", "--dry-run")
    it.refused(*why)
    for hour in ("10:00", "12:00"):
        made = it.booked(NA, "tuina-60", f"2026-11-20 {hour}", "--force", "entered afterwards")
        it.ok("mark", made, "done")
    page = it.ok(*why)  # two visits and 1,360 spent: gold, which cancels until an hour before
    assert 'terms = { cancel = "1h" }' in page


@pytest.mark.parametrize(
    ("start", "length", "last"),
    [
        # A booking on Friday at 10:00: 24 hours before is Thursday at 10:00, inclusive.
        ("fri 10:00", "24h", "2026-11-26T10:00:00"),
        ("fri 10:00", "1d", "2026-11-26T10:00:00"),
        ("fri 10:00", "90m", "2026-11-27T08:30:00"),
    ],
)
def test_a_deadline_is_inclusive_to_the_second(empty, start, length, last):
    it = Practice(empty, f'cancel = "{length}"\nlate_fee = "50%"\n')
    in_time, late = it.booked(NA, "tuina-60", start), it.booked(WEI, "tuina-60", start)
    it.ok("cancel", in_time, BOOKCTL_NOW=last)
    assert "late" not in it.record(in_time).replace("late_fee", "")
    told = it.ok("cancel", late, BOOKCTL_NOW=last[:-2] + "01")
    assert "cancelled late, 340.00 CNY owed" in told
    assert "late = true\nfee = 340.00\n" in it.record(late)
    it.proven()


def test_the_terms_are_those_of_the_day_it_was_booked(empty):
    it = Practice(empty, 'cancel = "24h"\nlate_fee = 100\n')
    made = it.booked(NA, "tuina-60", "fri 10:00")
    settings = empty.root / "bookctl.toml"
    settings.write_text(settings.read_text().replace("24h", "5d").replace("100", "600"))
    it.ok("cancel", made, BOOKCTL_NOW="2026-11-25T09:00")
    assert "late =" not in it.record(made)
    other = it.booked(NA, "tuina-60", "fri 12:00")
    assert "600.00 CNY owed" in it.ok("cancel", other)


def test_a_fee_is_waived_by_force_and_never_asked_where_nothing_was_agreed(empty):
    it = Practice(empty, 'cancel = "10d"\nlate_fee = 100\nno_show_fee = "100%"\n')
    waived = it.booked(NA, "tuina-60", "fri 10:00")
    it.ok("cancel", waived, "--force", "her child is ill")
    assert "\nfee =" not in it.record(waived)
    assert 'reason = "her child is ill", forced = "deadline"' in it.record(waived)
    asked = it.booked(NA, "tuina-60", "fri 10:00", "--status", "requested")
    it.ok("cancel", asked)
    assert "\nfee =" not in it.record(asked)
    missed = it.booked(NA, "tuina-60", "tue 10:00")
    it.ok("mark", missed, "no-show", BOOKCTL_NOW="2026-11-24T10:30")
    assert "fee = 680.00" in it.record(missed)
    owed = it.result("pay", missed, "680", BOOKCTL_NOW="2026-11-24T10:31")
    assert owed["owed"] == "0.00"


def test_after_its_start_a_cancellation_is_late_whatever_the_policy(empty):
    it = Practice(empty)
    made = it.booked(NA, "tuina-60", "tue 10:00")
    assert "cancelled late" in it.ok("cancel", made, BOOKCTL_NOW="2026-11-24T10:00")


def test_a_move_after_its_deadline_needs_force(empty):
    it = Practice(empty, 'move = "1d"\n')
    made = it.booked(NA, "tuina-60", "wed 10:00")
    it.ok("move", made, "thu 10:00")  # until 10:00 today it may; it is 9
    told = it.refused("move", made, "fri 10:00", BOOKCTL_NOW="2026-11-25T10:01")
    assert "it could be moved until Wed 25 Nov 2026 10:00 (rule: policy.move in bookctl.toml:9)" in told
    it.ok("move", made, "fri 10:00", "--force", "the therapist is ill", BOOKCTL_NOW="2026-11-25T10:01")
    assert 'forced = "deadline"' in it.record(made)


def test_what_a_forced_booking_overlaps_can_still_be_undone(empty):
    it = Practice(empty, "", {"resources/chen.toml": 'name = "陈静"\nkind = "front-desk"\n'})
    first = it.booked(NA, "tuina-60", "fri 10:00")
    it.booked(WEI, "tuina-60", "fri 10:30", "--force", "both at once is fine")
    it.ok("cancel", first)
    it.ok("undo")
    assert it.status(first) == "confirmed"
    it.proven()


def test_a_customer_s_screen_tells_their_tier(empty):
    it = Practice(empty, TIERS, {"customers/cwei22.toml": 'name = "张伟"\nphone = "1"\ntags = ["vip"]\n'})
    assert "gold" in it.ok("customer", "show", WEI)
