"""What customers buy ahead: files, commands, and what is left, worked out by hand. Now is Tue 24 Nov 2026, 09:00 in Shanghai."""

import json
import shutil
import subprocess
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.actions.plan import last_day
from bookctl.engine.cover import Bill, Frozen, Holding, Part, Sold, choose, holdings
from bookctl.engine.wish import Refusal
from practice_kit import JING, NA, WEI, Practice

PLANS = {
    "plans/three.toml": 'name = "Three"\nkind = "pass"\nprice = 1000.00\nsessions = 3\nvalid = "1mo"\nfreeze = 7\nservices = ["tuina-60"]\n',
    "plans/card.toml": 'name = "Card"\nkind = "balance"\nprice = 1000.00\nvalue = 1200.00\n',
    "plans/month.toml": 'name = "Month"\nkind = "membership"\nprice = 900.00\nvalid = "1mo"\ntier = "member"\n',
}
TIER = '\n[[tier]]\nid = "member"\n\n[tier.policy]\ncancel = "1h"\n'


@pytest.fixture
def it(empty):
    return Practice(empty, 'cancel = "24h"\nlate_fee = 100\n' + TIER, PLANS)


def sold(it, who, plan, *words):
    return it.result("plan", "sell", who, plan, *words)["id"]


def left(it, id_, **env):
    found = json.loads(it.ok("plan", "sold", "--all", "--format", "json", **env))["purchases"]
    one = next(one for one in found if one["id"] == id_)
    return one["sessions_left"], one["value_left"], one["last_day"], one["state"]


def test_a_pass_is_used_up_and_given_back_and_lost_when_late(it):
    held = sold(it, NA, "three")
    assert left(it, held) == (3, None, "2026-12-23", "holds")
    soon, later = it.booked(NA, "tuina-60", "wed 12:00"), it.booked(NA, "tuina-60", "mon 10:00")
    assert f'cover = [{{ purchase = "{held}", sessions = 1, amount = 680.00 }}]' in it.record(soon)
    assert left(it, held)[0] == 1
    it.ok("cancel", later)
    assert left(it, held)[0] == 2
    told = it.ok("cancel", soon, BOOKCTL_NOW="2026-11-25T09:00")  # later than a day ahead
    assert "cancelled late, 100.00 CNY owed" in told
    assert left(it, held)[0] == 2
    it.proven()


def test_a_pass_covers_its_last_day_whatever_the_day_of_booking(it):
    held = sold(it, NA, "three")
    on, behind = it.booked(NA, "tuina-60", "2026-12-23 10:00"), it.booked(NA, "tuina-60", "2026-12-24 10:00")
    assert held in it.record(on)
    assert "cover" not in it.record(behind)
    told = it.refused("book", NA, "tuina-60", "2026-12-24 14:00", "--cover", held)
    assert f"{held} ends on 2026-12-23" in told


def test_the_fourth_of_three_is_paid_in_money_or_refused_where_it_must_be_covered(it):
    held = sold(it, NA, "three")
    made = it.result("series", "add", NA, "tuina-60", "every wed 10:00 x4", "--yes")["bookings"]
    covered = [id_ for id_ in made if held in it.record(id_)]
    assert (len(made), len(covered)) == (4, 3)
    assert left(it, held)[3] == "used up"
    assert f"{held} has 0 visits left" in it.refused("book", NA, "tuina-60", "fri 10:00", "--cover", held)
    assert "cover" not in it.record(it.booked(NA, "tuina-60", "fri 10:00", "--cover", "none"))


def test_stored_value_pays_a_part_and_the_rest_is_owed(it):
    held = sold(it, WEI, "card", "--method", "wechat")
    first, second = it.booked(WEI, "tuina-60", "tue 10:00"), it.booked(WEI, "tuina-60", "tue 12:00")
    assert "amount = 680.00" in it.record(first)
    assert "amount = 520.00" in it.record(second)
    assert left(it, held) == (None, "0.00", None, "used up")
    late = {"BOOKCTL_NOW": "2026-11-24T13:30"}
    for one in (first, second):
        it.ok("mark", one, "done", **late)
    assert it.result("pay", second, "100", **late)["owed"] == "60.00"  # 680 - 520 - 100
    it.proven(**late)


def test_a_freeze_moves_the_end_and_pays_for_nothing(it):
    held = sold(it, NA, "three")
    it.ok("plan", "freeze", NA, "2026-12-01 to 2026-12-05", "--reason", "on leave")
    assert left(it, held)[2] == "2026-12-28"
    assert left(it, held, BOOKCTL_NOW="2026-12-03T09:00")[3] == "frozen"
    assert "cover" not in it.record(it.booked(NA, "tuina-60", "2026-12-03 10:00"))
    assert held in it.record(it.booked(NA, "tuina-60", "2026-12-28 10:00"))
    told = it.refused("plan", "freeze", NA, "2026-12-07 to 2026-12-09")
    assert "may be frozen for 7 days in all, and would be for 8" in told
    assert "frozen on some of these days" in it.refused("plan", "freeze", NA, "2026-12-05")
    assert "pays for 1 booking on these days" in it.refused("plan", "freeze", NA, "2026-12-28")
    assert "is past" in it.refused("plan", "freeze", NA, "2026-11-20")


def test_a_membership_covers_everything_and_gives_its_tier(it):
    sold(it, NA, "month")
    made = it.booked(NA, "tuina-60", "wed 10:00")
    assert 'terms = { cancel = "1h", late_fee = 100.00 }' in it.record(made)
    it.ok("cancel", made, BOOKCTL_NOW="2026-11-25T09:00")
    assert "late = true" not in it.record(made)
    after = it.booked(NA, "tuina-60", "2026-12-24 10:00", BOOKCTL_NOW="2026-12-23T23:59")
    assert 'cancel = "1h"' in it.record(after)  # a member to the end of that day
    assert "cover" not in it.record(after)


def test_taking_back_gives_at_most_what_was_paid_and_never_what_is_booked(it):
    held = sold(it, NA, "three")
    made = it.booked(NA, "tuina-60", "fri 10:00")
    assert "pays for 1 booking ahead" in it.refused("plan", "void", held, "--refund", "500")
    it.ok("cancel", made)
    assert "only 1000.00 CNY was paid" in it.refused("plan", "void", held, "--refund", "1000.01")
    it.ok("plan", "void", held, "--refund", "500")
    assert left(it, held)[3] == "taken back"
    assert "cover" not in it.record(it.booked(NA, "tuina-60", "fri 10:00"))
    assert "taken back already" in it.refused("plan", "void", held)
    it.proven()


def test_a_move_behind_its_end_is_paid_in_money(it):
    held = sold(it, NA, "three")
    made = it.booked(NA, "tuina-60", "2026-12-23 10:00")
    done = it.book.run("move", made, "2026-12-24 10:00")
    assert "what covered it does not hold then: 680.00 CNY is to be paid" in done.err
    assert left(it, held)[0] == 3
    assert "cover" not in it.record(made)


def test_what_is_outstanding_by_hand(it):
    """Three at 1,000: one used, so 1000 * 1 / 3 = 333.33 is off, 666.67 is left. The card: 680 of 1,200 at 1,000, 433.34 left."""
    sold(it, NA, "three")
    sold(it, WEI, "card")
    sold(it, JING, "month")
    it.booked(NA, "tuina-60", "fri 10:00")
    it.booked(WEI, "tuina-60", "fri 10:00")
    told = json.loads(it.ok("report", "outstanding", "--format", "json"))
    facts = {fact["key"]: fact["value"] for fact in told["facts"]}
    assert facts == {"purchases": 3, "visits": 2, "value": 520.0, "liability": 1100.01, "soon": 2}
    plain = it.ok("report", "outstanding").splitlines()
    assert [line.split("\t")[1:] for line in plain if line.startswith("plans")] == [
        ["Card", "1", "0", "520.00", "433.34"],
        ["Month", "1", "0", "0.00", "0.00"],
        ["Three", "1", "2", "0.00", "666.67"],
    ]
    people = [line.split("\t")[1] for line in plain if line.startswith("customers")]
    assert people[-1] == "张伟"
    assert set(people[:2]) == {"李娜", "陈静怡"}


@pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed")
def test_hledger_sees_the_same_liability_income_and_cash(it, tmp_path):
    sold(it, NA, "three")
    sold(it, WEI, "card")
    sold(it, JING, "month")
    for who, when in ((NA, "tue 10:00"), (WEI, "tue 10:00"), (JING, "tue 14:00")):
        it.booked(who, "tuina-60", when)
    late = {"BOOKCTL_NOW": "2026-11-24T16:00"}
    journal = tmp_path / "book.journal"
    journal.write_text(it.ok("export", "--format", "hledger", **late))
    subprocess.run(["hledger", "-f", str(journal), "check"], check=True)

    def balance(*query):
        words = [
            "hledger",
            "-f",
            str(journal),
            "balance",
            *query,
            "--format",
            "%(total)",
            "-O",
            "csv",
            "--layout",
            "bare",
        ]
        rows = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
        return rows[-1].split(",")[-1].strip('"')

    assert balance("income:services") == "-2040.00"  # three visits at 680
    assert balance("liabilities:plans") == "-1100.01"  # as the report above
    assert balance("income:plans") == "-900.00"
    assert balance("assets:cash") == "2900.00"
    assert balance("assets:receivable") == "0"  # all of it was covered


@pytest.mark.parametrize(
    ("first", "valid", "last"),
    [
        ("2026-11-24", "90d", "2027-02-21"), ("2026-11-24", "1mo", "2026-12-23"), ("2027-01-31", "1mo", "2027-02-27"),
        ("2026-11-24", "1y", "2027-11-23"), ("2028-02-29", "1y", "2029-02-27"), ("2026-12-01", "6mo", "2027-05-31"),
        ("2026-11-24", "1d", "2026-11-24"),
    ],
)  # fmt: skip
def test_the_last_day_is_included(first, valid, last):
    assert last_day(date.fromisoformat(first), valid).isoformat() == last


day = st.integers(0, 60).map(lambda number: date(2027, 1, 1) + timedelta(days=number))
bought = st.builds(
    lambda kind, first, length, many, value: Sold(
        "x", kind, first, first + timedelta(days=length), many if kind == "pass" else None, value if kind == "balance" else 0
    ),
    st.sampled_from(["pass", "balance", "membership"]), day, st.integers(0, 40), st.integers(1, 4), st.integers(0, 500),
)  # fmt: skip


@given(
    st.lists(bought, max_size=4),
    st.lists(st.tuples(day, st.integers(0, 300), st.integers(1, 2)), max_size=12),
)
def test_nothing_is_ever_overdrawn_and_no_bill_is_paid_twice(purchases, bills):
    purchases = [one._replace(id=f"p{number}") for number, one in enumerate(purchases)]
    taken: list[Part] = []
    for when, amount, visits in bills:
        found = holdings(purchases, [], taken)
        parts = choose(found, Bill("tuina", when, amount, visits), None)
        assert not isinstance(parts, Refusal)
        assert sum(part.amount for part in parts) <= amount
        for part in parts:
            one = next(held for held in found if held.sold.id == part.purchase)
            assert one.holds(when)
        taken += parts
    assert not any(one.overdrawn for one in holdings(purchases, [], taken))


@given(day, st.integers(0, 30), st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), max_size=3))
def test_a_purchase_holds_for_as_many_days_with_freezes_as_without(first, length, ice):
    frozen, at = [], first
    for gap, days in ice:
        at += timedelta(days=gap)
        frozen.append(Frozen("x", at, at + timedelta(days=days - 1)))
        at += timedelta(days=days)
    inside = [one for one in frozen if one.first <= first + timedelta(days=length)]
    sold_ = Sold("x", "membership", first, first + timedelta(days=length))
    (held,) = holdings([sold_], inside[:1], [])
    days = [first + timedelta(days=number) for number in range(200)]
    assert sum(map(held.holds, days)) == length + 1
    assert isinstance(held, Holding)
