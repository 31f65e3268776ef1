"""Saying yes where two rules meet: what is final, deposits, offers, and who has said yes. Now is Tue 24 Nov 2026, 09:00."""

import pytest

from practice_kit import JING, NA, WEI, Practice

RULE = '\n[[approval]]\nid = "dear"\nname = "above 600"\nprice_above = 600\napprovers = ["chen", "owner"]\nmode = "{}"\n'
ANY, ALL = RULE.format("any"), RULE.format("all")
DEPOSIT = "deposit = 200\nhold = 60\n"


@pytest.mark.parametrize("mode", [ANY, ALL])
@pytest.mark.parametrize("end", ["cancelled", "declined"])
def test_what_is_final_cannot_be_agreed_to(empty, mode, end):
    it = Practice(empty, mode)
    made = it.booked(NA, "tuina-60", "fri 10:00", "--resource", "wang")
    it.ok("cancel", made) if end == "cancelled" else it.ok("--by", "chen", "mark", made, "decline")
    it.booked(WEI, "tuina-60", "fri 10:00", "--resource", "wang", BOOKCTL_BY="owner")
    before = it.record(made)
    told = it.refused("--by", "chen", "mark", made, "confirm")
    assert f"it is {end}, and that is final" in told
    assert it.record(made) == before
    it.proven()


def test_what_is_confirmed_is_not_held_again(empty):
    it = Practice(empty, DEPOSIT + ANY)
    made = it.booked(NA, "tuina-60", "fri 10:00")
    it.ok("mark", made, "confirm", "--force", "paid at the desk tomorrow")
    assert "confirmed already" in it.refused("--by", "chen", "mark", made, "confirm")
    assert it.status(made) == "confirmed"


def test_a_deposit_paid_first_waits_for_the_agreement(empty):
    it = Practice(empty, DEPOSIT + ANY)
    made = it.booked(NA, "tuina-60", "fri 10:00", "--hold", "60")
    assert it.status(made) == "held"
    told = it.ok("pay", made, "200", "--kind", "deposit")
    assert f"deposit paid, {made} waits for chen or owner to agree" in told
    assert it.status(made) == "requested"
    assert "until" not in it.record(made)
    assert f"{made}\t" in it.ok("--by", "chen", "inbox", "--mine")
    it.ok("--by", "chen", "mark", made, "confirm")
    assert it.status(made) == "confirmed"
    it.proven()


def test_an_agreement_before_the_deposit_is_kept(empty):
    it = Practice(empty, DEPOSIT + ANY)
    made = it.booked(NA, "tuina-60", "fri 10:00", "--hold", "60")
    assert f"{made}\t" in it.ok("--by", "chen", "inbox", "--mine")
    assert "agreed; a deposit of 200.00 CNY is still due" in it.ok("--by", "chen", "mark", made, "confirm")
    assert "a deposit of 200.00 CNY is due first" in it.refused("--by", "chen", "mark", made, "confirm")
    assert f"{made} is confirmed" in it.ok("pay", made, "200", "--kind", "deposit")
    it.proven()


def test_the_hold_after_the_agreement_is_the_tiers(empty):
    tiers = '\n[[tier]]\nid = "gold"\ntag = "gold"\npolicy = { hold = 240 }\n'
    it = Practice(empty, DEPOSIT + ANY + tiers, {"customers/cgold2.toml": 'name = "Gold"\ntags = ["gold"]\n'})
    made = it.booked("cgold2", "tuina-60", "fri 10:00")
    assert "held until Tue 24 Nov 13:00" in it.ok("--by", "chen", "mark", made, "confirm")


def offered(it):
    """The id of what is held for who waits."""
    taken = [it.booked(who, "tuina-60", "fri 10:00", BOOKCTL_BY="owner") for who in (NA, WEI)]
    it.ok("wait", "add", JING, "tuina-60", "fri", "--hours", "fri 10:00-10:15")
    it.ok("cancel", taken[0])
    it.ok("wait", "offer")
    return it.ok("find", f"customer:{JING}").split("\t")[0]


def test_an_accepted_offer_waits_for_the_agreement(empty):
    it = Practice(empty, ANY)
    offer = offered(it)
    told = it.ok("mark", offer, "confirm")
    assert "accepted; it waits for chen or owner to agree" in told
    assert it.status(offer) == "requested"
    assert f"{offer}\t" in it.ok("--by", "chen", "inbox", "--mine")
    it.ok("--by", "chen", "mark", offer, "confirm", BOOKCTL_NOW="2026-11-25T09:00")
    assert it.status(offer) == "confirmed"
    it.proven()


def test_an_offer_is_turned_down_by_whoever_got_it(empty):
    it = Practice(empty, ANY)
    offer = offered(it)
    it.ok("mark", offer, "decline")
    assert it.status(offer) == "declined"


def test_a_customer_never_agrees_for_the_practice(empty):
    it = Practice(empty, '\n[[approval]]\nid = "every"\n')
    made = it.booked(NA, "tuina-60", "fri 10:00", "--own")
    assert it.status(made) == "requested"
    assert it.status(it.booked(WEI, "tuina-60", "fri 10:00")) == "confirmed"  # whoever works here may
    it.ok("mark", made, "confirm")
    assert it.status(made) == "confirmed"


def test_an_approver_who_books_is_one_of_all(empty):
    it = Practice(empty, ALL)
    made = it.booked(NA, "tuina-60", "fri 10:00", BOOKCTL_BY="chen")
    assert it.status(made) == "requested"
    assert it.ok("inbox").split("\t")[3] == "owner"
    it.ok("--by", "owner", "mark", made, "confirm")
    assert it.status(made) == "confirmed"


def test_nobody_says_yes_twice(empty):
    it = Practice(empty, ALL)
    made = it.booked(NA, "tuina-60", "fri 10:00")
    it.ok("--by", "Chen", "mark", made, "confirm")  # a name in any case
    assert "Chen has agreed already; it waits for owner" in it.refused(
        "--by", "Chen", "mark", made, "confirm"
    )
    assert it.ok("--by", "chen", "inbox", "--mine") == ""
    it.ok("--by", "owner", "mark", made, "confirm")
    assert it.status(made) == "confirmed"


def test_an_approver_who_is_also_escalated_to_is_one_of_all_before_that(empty):
    rule = ALL + 'within = "4h"\nescalate = ["owner"]\n'
    it = Practice(empty, rule)
    one, other = it.booked(NA, "tuina-60", "fri 10:00"), it.booked(WEI, "tuina-60", "fri 10:00")
    it.ok("--by", "owner", "mark", one, "confirm")
    assert it.status(one) == "requested"
    it.ok("--by", "owner", "mark", other, "confirm", BOOKCTL_NOW="2026-11-24T13:00")
    assert it.status(other) == "confirmed"
    assert it.status(one) == "requested"


def test_agreeing_to_what_lapsed_holds_it_again(empty):
    it = Practice(empty, ALL + 'lapse = "48h"\n')
    made = it.booked(NA, "tuina-60", "sat 10:00")
    it.ok("--by", "chen", "mark", made, "confirm", BOOKCTL_NOW="2026-11-26T10:00")
    assert "until = 2026-11-28T10:00:00+08:00" in it.record(made)
    it.proven(BOOKCTL_NOW="2026-11-26T10:00")


def test_what_lapsed_is_taken_up_within_the_rules(empty):
    """A cap, a customer elsewhere and the length it was booked with count as they did when it was made."""
    rules = '\n[[policy.cap]]\nevery = "day"\nbookings = 1\n'
    it = Practice(empty, rules)
    late = {"BOOKCTL_NOW": "2026-11-24T10:00"}
    held = it.booked(NA, "tuina-60", "fri 10:00", "--hold", "30")
    other = it.booked(NA, "tuina-60", "fri 12:00", **late)
    told = it.refused("mark", held, "confirm", **late)
    assert "李娜 has 1 booking that day, and 1 is the most (rule: policy.cap.0 in bookctl.toml:10)" in told
    it.ok("mark", held, "confirm", "--force", "she comes twice", **late)
    assert 'forced = "approval; cap"' in it.record(held)
    assert other
    it.proven(**late)


def test_what_lapsed_needs_all_of_its_time(empty):
    it = Practice(empty, "", {"resources/chen.toml": 'name = "陈静"\nkind = "front-desk"\n'})
    late = {"BOOKCTL_NOW": "2026-11-24T10:00"}
    held = it.booked(NA, "tuina-60", "fri 10:00", "--hold", "30", "--minutes", "120")
    it.booked(WEI, "tuina-60", "fri 11:00", **late)
    assert "wang is taken" in it.refused("mark", held, "confirm", **late)


def test_a_deposit_that_comes_too_late_says_so(empty):
    it = Practice(empty, DEPOSIT)
    made = it.booked(NA, "tuina-60", "fri 10:00")
    done = empty.run("pay", made, "200", "--kind", "deposit", BOOKCTL_NOW="2026-11-24T10:30")
    assert (
        f"{made} was held until Tue 24 Nov 10:00; bookctl mark {made} confirm takes it up again" in done.err
    )
    assert it.status(made) == "held"


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ('\n[[approval]]\nid = "a"\nescalate = ["boss"]\n', "nobody may agree"),
        ('\n[[approval]]\nid = "a"\napprovers = ["x"]\nescalate = ["boss"]\n', "escalate needs within"),
        ('\n[[approval]]\nid = "a"\n' * 2, "two approvals have the id a"),
        ('\n[[tier]]\nid = "a"\ntag = "t"\n' * 2, "two tiers have the id a"),
        ('\n[[price]]\nid = "a"\nchange = "-10%"\n' * 2, "two prices have the id a"),
    ],
)
def test_rules_that_cannot_work_are_told(empty, rule, says):
    it = Practice(empty, rule)
    assert says in empty.run("check").out
    assert it
