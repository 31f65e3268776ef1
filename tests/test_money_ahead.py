"""Series, classes, passes and prices where they meet: ids, decisions, covers, coupons. Now is Tue 24 Nov 2026, 09:00."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bookctl.engine.recurrence import dates
from practice_kit import JING, NA, WEI, Practice

PLANS = {
    "services/yoga.toml": 'name = "Yoga"\nminutes = 60\nseats = 3\nmin_seats = 2\ndecide = 180\nneeds = [{ kind = "room" }]\nprice = 100.00\n',
    "plans/one.toml": 'name = "One"\nkind = "pass"\nsessions = 1\nprice = 80\nvalid = "30d"\nfreeze = 10\n',
    "plans/ten.toml": 'name = "Ten"\nkind = "pass"\nsessions = 10\nprice = 800\n',
    "plans/card.toml": 'name = "Card"\nkind = "balance"\nprice = 1000\n',
    "plans/club.toml": 'name = "Club"\nkind = "membership"\nprice = 90\ntier = "club"\nservices = ["yoga"]\n',
}
CLUB = '\n[[tier]]\nid = "club"\ndiscount = "50%"\n'
LATER = {"BOOKCTL_NOW": "2026-11-24T10:00"}


def price(text):
    return "\n[[price]]\n" + text


@pytest.fixture
def it(empty):
    return Practice(empty, CLUB, PLANS)


def series(it, *words, **env):
    return it.result("series", "add", *words, "--yes", **env)["series"]


def ids(it, one):
    """Of its dates, in order."""
    return [line.split("\t")[0] for line in it.ok("series", "show", one).splitlines()]


def commit_of(it, op):
    return next(line.split("\t")[0] for line in it.ok("log").splitlines() if op in line)


def test_ids_of_series_purchases_and_payments_are_their_own(it):
    """At one clock the same words twice make two of each."""
    one = series(it, NA, "tuina-60", "every tue 15:00 x2", "--source", "phone")
    it.ok("series", "move", one, "wed 15:00", "--scope", "all", "--yes")
    two = series(it, NA, "tuina-60", "every tue 15:00 x2", "--source", "phone")
    assert one != two
    sold = [it.result("plan", "sell", WEI, "ten")["id"] for _ in range(2)]
    assert len(set(sold)) == 2
    booked = [it.booked(WEI, "tuina-60", when, "--cover", "none") for when in ("fri 10:00", "fri 12:00")]
    paid = [it.result("pay", id_, "100")["id"] for id_ in booked]
    assert len(set(paid)) == 2
    it.proven()
    page = it.book.root / "payments/2026/2026-11-24.toml"
    page.write_text(page.read_text().replace(paid[1], paid[0]))
    assert f"the id {paid[0]} is taken by another payment" in it.book.run("check").out


@pytest.mark.parametrize("to", ["2026-12-01 18:00", "2026-11-24 16:00"])
def test_a_moved_class_is_decided_as_long_before_as_ever(it, to):
    one = it.result("session", "add", "yoga", "tue 18:00", BOOKCTL_NOW="2026-11-18T09:00")["id"]
    it.ok("session", "join", one, NA, BOOKCTL_NOW="2026-11-18T09:00")
    it.ok("move", one, to)
    moved = datetime.fromisoformat(to)
    assert f"decide = {moved:%Y-%m-%d}T{moved.hour - 3}:00:00+08:00" in it.record(one)
    assert "nothing to decide" in it.ok("session", "decide", BOOKCTL_NOW=f"{moved:%Y-%m-%d}T12:59")


def test_what_lapsed_pays_anew(it):
    it.ok("plan", "sell", NA, "one")
    held = it.booked(NA, "tuina-60", "fri 10:00", "--hold", "30")
    it.booked(NA, "tuina-60", "fri 14:00", **LATER)
    done = it.book.run("mark", held, "confirm", **LATER)
    assert "what covered it does not hold then: 680.00 CNY is to be paid" in done.err
    assert "cover" not in it.record(held)
    it.proven(**LATER)


def test_a_coupon_that_was_used_meanwhile_is_not_used_again(empty):
    it = Practice(empty, price('id = "hi"\ncoupon = "hi"\nchange = "-10%"\nuses = 1\n'))
    held = it.booked(NA, "tuina-60", "fri 10:00", "--hold", "30", "--coupon", "hi")
    it.booked(WEI, "tuina-60", "fri 14:00", "--coupon", "hi", **LATER)
    assert "was used up: 1 of 1" in it.refused("mark", held, "confirm", **LATER)


def test_undo_leaves_no_purchase_overdrawn_and_none_that_bookings_rely_on(it):
    it.ok("plan", "sell", NA, "one")
    first = it.booked(NA, "tuina-60", "fri 10:00")
    it.ok("cancel", first)
    it.booked(NA, "tuina-60", "fri 14:00")
    assert "would pay for more than is left of it" in it.refused("undo", commit_of(it, f"cancel {first}"))
    assert "pays for 1 booking" in it.refused("undo", commit_of(it, "plan sell"))
    it.proven()


def test_a_membership_that_was_taken_back_gives_no_tier(it):
    it.ok("plan", "sell", NA, "club")
    assert "club\t-50.00" in it.ok("price", "yoga", "fri 10:00", "-c", NA)
    it.ok("plan", "void", NA, "--refund", "90")
    assert "club" not in it.ok("price", "yoga", "fri 10:00", "-c", NA)


def test_a_series_is_edited_through_the_gate(it):
    one = series(it, "yoga", "every fri 10:00 x2")
    date = ids(it, one)[0]
    for who in (NA, WEI, JING):
        it.ok("session", "join", date, who)
    assert "3 seats are taken already" in it.refused(
        "series", "edit", one, "--scope", "all", "--seats", "2", "--yes"
    )
    assert "a timetable has no --price" in it.refused("series", "edit", one, "--price", "9", "--yes", code=2)
    it.proven()


def test_a_price_that_is_agreed_on_is_what_purchases_pay(empty):
    it = Practice(
        empty,
        CLUB
        + price('id = "evening"\nchange = "+20%"\nhours = ["mon-fri 15:00-18:00"]\n')
        + '\n[[approval]]\nid = "dear"\nprice_above = 900\napprovers = ["owner"]\n',
        PLANS,
    )
    it.ok("plan", "sell", NA, "card")
    one = series(it, NA, "tuina-60", "every fri 16:00 x1")
    it.ok("series", "edit", one, "--scope", "one", "--price", "60", "--yes")
    record = it.record(ids(it, one)[0])
    assert "price = 60.00" in record
    assert "amount = 60.00" in record
    assert "lines" not in record
    assert "owner must agree first" in it.refused("series", "edit", one, "--price", "999", "--yes")


def test_what_a_series_was_edited_to_is_what_it_is_extended_with(it):
    one = series(it, NA, "tuina-60", "every fri 10:00 x2")
    it.ok("series", "edit", one, "--scope", "all", "--project", "acme", "--resource", "chen", "--yes")
    it.ok("series", "extend", one, "1 more", "--yes")
    last = ids(it, one)[-1]
    assert 'project = "acme"' in it.record(last)
    assert 'asked = ["chen"]' in it.record(last)


def test_money_is_given_back_once(it):
    made = it.booked(WEI, "tuina-60", "fri 10:00")
    it.ok("pay", made, "50")
    it.ok("pay", WEI, "50", "--kind", "refund")
    assert "only 0.00 CNY was paid" in it.refused("pay", made, "50", "--kind", "refund")


def test_a_class_that_moves_asks_what_pays_for_its_seats(it):
    it.ok("plan", "sell", NA, "one")
    one = it.result("session", "add", "yoga", "fri 18:00")["id"]
    seat = it.result("session", "join", one, NA)["id"]
    done = it.book.run("move", one, "2027-01-12 18:00")
    assert "李娜: what covered it does not hold then: 100.00 CNY is to be paid" in done.err
    assert "cover" not in it.record(seat)


@pytest.mark.parametrize("limit", ["uses = 1", "each = 1"])
def test_a_coupon_of_minutes_is_used_up_too(empty, limit):
    it = Practice(empty, price(f'id = "extra"\ncoupon = "extra"\nminutes = 15\n{limit}\n'))
    it.booked(NA, "tuina-60", "fri 10:00", "--coupon", "extra")
    assert "1 of 1" in it.refused("book", NA, "tuina-60", "fri 14:00", "--coupon", "extra")
    assert ("1 of 1" in it.book.run("price", "tuina-60", "fri 14:00", "--coupon", "extra").err) == (
        "uses" in limit
    )


@pytest.mark.parametrize(
    ("rule", "says"),
    [('change = "-0.005"\n', "decimals"), ('change = "-5"\nhours = ["fry 10:00-12:00"]\n', "fry")],
)
def test_a_price_rule_that_does_not_read_is_told(empty, rule, says):
    it = Practice(empty, price('id = "bad"\n' + rule))
    assert says in it.book.run("check").out
    for words in (["price", "tuina-60", "fri 10:00"], ["book", NA, "tuina-60", "fri 10:00"]):
        done = it.book.run(*words)
        assert done.code in {1, 3}
        assert says in done.err


def test_a_series_is_not_moved_into_an_hour_that_is_left_out(empty):
    it = Practice(empty, "", {})
    it.write(
        "bookctl.toml", (empty.root / "bookctl.toml").read_text().replace("Asia/Shanghai", "Europe/Berlin")
    )
    it.write("resources/wang.toml", 'name = "W"\nkind = "staff"\nskills = ["tuina"]\n')
    spring = {"BOOKCTL_NOW": "2027-03-20T09:00"}
    one = series(it, NA, "tuina-60", "every sun 10:00 x2", **spring)
    told = it.refused("series", "move", one, "2027-03-21 02:15", "--scope", "all", "--yes", **spring)
    assert "02:15 does not exist on Sun 28 Mar 2027" in told


def test_a_series_goes_on_by_its_own_hour(it):
    """Its first date was moved on its own; the shift is the series', not that date's."""
    one = series(it, NA, "tuina-60", "every tue 15:00 for 3 weeks")
    first = ids(it, one)[0]
    it.ok("move", first, "2026-11-24 10:00")
    it.ok("series", "move", first, "2026-11-25 10:00", "--scope", "all", "--yes")
    it.ok("series", "extend", one, "1 more", "--yes")
    assert "Wed 16 Dec 2026 15:00" in it.ok("series", "show", one)


def test_every_second_week_stays_the_same_one_when_it_is_moved(it):
    """Mon 7, Wed 9 and Mon 21 December go to Tue 1, Thu 3 and Tue 15: Thu 17 and Tue 29 follow."""
    one = series(it, NA, "tuina-60", "every 2 weeks on mon, wed 09:00 x4")
    it.ok(
        "series", "move", one, "2026-12-01 09:00", "--scope", "all", "--yes", BOOKCTL_NOW="2026-11-25T10:00"
    )
    it.ok("series", "extend", one, "2 more", "--yes", BOOKCTL_NOW="2026-11-25T10:00")
    days = re.findall(r"\d\d Dec", it.ok("series", "show", one))
    assert days == ["01 Dec", "03 Dec", "15 Dec", "17 Dec", "29 Dec"]


def test_an_end_with_a_time_is_that_instant():
    berlin = ZoneInfo("Europe/Berlin")
    start, limit = (datetime.fromisoformat(day) for day in ("2026-11-25T17:00", "2027-01-01"))
    found = dates("FREQ=WEEKLY;BYDAY=WE;UNTIL=20261202T080000Z", start, berlin, limit)
    assert len(found.instants) == 1
    assert len(dates("FREQ=WEEKLY;BYDAY=WE;UNTIL=20261202T160000Z", start, berlin, limit).instants) == 2


def test_a_price_of_the_rules_moves_with_today_s_rules(empty):
    it = Practice(empty, price('id = "late"\nchange = "+25%"\nhours = ["mon-fri 15:00-18:00"]\n'))
    made, agreed = (
        it.booked(NA, "tuina-60", "fri 10:00"),
        it.booked(WEI, "tuina-60", "fri 10:00", "--price", "680"),
    )
    it.ok("service", "edit", "tuina-60", "--price", "800")
    it.ok("move", made, "fri 16:00")
    it.ok("move", agreed, "fri 16:00")
    assert "price = 1000.00" in it.record(made)
    assert "price = 680.00" in it.record(agreed)


def test_a_move_keeps_the_purchase_that_was_chosen(it):
    it.ok("plan", "sell", NA, "one")
    ten = it.result("plan", "sell", NA, "ten")["id"]
    made = it.booked(NA, "tuina-60", "fri 10:00", "--cover", ten)
    done = it.book.run("move", made, "fri 14:00")
    assert done.err == ""
    assert f'purchase = "{ten}"' in it.record(made)


def test_a_cheaper_time_says_nothing_of_covers(empty):
    it = Practice(
        empty, CLUB + price('id = "late"\nchange = "+25%"\nhours = ["mon-fri 15:00-18:00"]\n'), PLANS
    )
    it.ok("plan", "sell", NA, "card")
    made = it.booked(NA, "tuina-60", "fri 16:00")
    assert "does not hold" not in it.book.run("move", made, "fri 10:00").err


@pytest.mark.parametrize("words", [["--kind", "pass", "--price", "10"], ["--kind", "balance"]])
def test_a_plan_that_could_not_be_sold_is_refused(it, words):
    assert "needs" in it.refused("plan", "add", "p0", "--name", "P", *words, code=2)


def test_a_least_number_of_seats_comes_with_its_decision(it):
    one = it.result("session", "add", "yoga", "fri 18:00")["id"]
    it.ok("session", "edit", one, "--min-seats", "0")
    assert "decide" in it.record(one)


def test_one_date_that_lapsed_does_not_hold_up_the_series(empty):
    it = Practice(empty, "deposit = 100\nhold = 60\n")
    one = series(it, NA, "tuina-60", "every fri 10:00 x3")
    dates_ = ids(it, one)
    for date in dates_[1:]:
        it.ok("pay", date, "100", "--kind", "deposit")
    it.ok("series", "move", one, "2026-12-04 12:00", "--scope", "all", "--yes", **LATER)
    assert [re.search(r"T(\d\d):", it.record(date))[1] for date in dates_] == ["10", "12", "12"]


def test_parts_of_a_price_are_as_fine_as_they_are_written(empty):
    it = Practice(empty, price('id = "third"\nchange = "-33.3333%"\n'))
    it.write("services/oil.toml", 'name = "Oil"\nminutes = 30\nprice = 3000\n')
    assert "third\t-1000.00" in it.ok("price", "oil", "fri 10:00")


def test_a_class_has_no_length_and_no_addons_of_its_own(it):
    told = it.refused("series", "add", "yoga", "every fri 10:00 x2", "--minutes", "20", "--yes", code=2)
    assert "as long as its service says" in told


def test_dates_that_are_cancelled_late_say_what_they_cost(empty):
    it = Practice(empty, 'cancel = "24h"\nlate_fee = "50%"\n')
    one = series(it, NA, "tuina-60", "every wed 08:00 x2", "--force", "early bird")
    done = it.book.run("series", "cancel", one, "--scope", "all", "--yes")
    assert "1 date of these cancelled late, 340.00 CNY owed" in done.err


def test_times_in_json_are_rfc_3339(it):
    it.ok("plan", "sell", NA, "ten")
    assert '"at": "2026-11-24T09:00:00+08:00"' in it.ok("plan", "sold", "--format", "json")


def test_a_date_that_was_cancelled_is_not_said_to_be_over(it):
    one = series(it, NA, "tuina-60", "every fri 10:00 x3")
    first = ids(it, one)[0]
    it.ok("cancel", first)
    assert f"{first} is cancelled; name a later date" in it.refused("series", "cancel", first, "--yes")


def test_a_page_of_payments_keeps_its_line_ends(it):
    it.ok("pay", NA, "50")
    page = it.book.root / "payments/2026/2026-11-24.toml"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    it.ok("pay", NA, "60")
    assert page.read_bytes().count(b"\n") == page.read_bytes().count(b"\r\n")
