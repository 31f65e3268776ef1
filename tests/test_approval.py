"""What somebody must agree to, and what must be paid, before it is confirmed. Now is Tue 24 Nov 2026, 09:00."""

import pytest

from practice_kit import JING, NA, WEI, Practice

DEAR = '\n[[approval]]\nid = "dear"\nname = "above 600"\nprice_above = 600\napprovers = ["chen", "owner"]\nmode = "{}"\nlapse = "48h"\n'


def test_a_request_holds_its_time_and_lapses(empty):
    """Scenario: a pending request at 10:00 refuses a second one; once it lapsed the time is offered again."""
    it = Practice(empty, DEAR.format("any"), {"resources/chen.toml": 'name = "陈静"\nkind = "front-desk"\n'})
    made = it.booked(NA, "tuina-60", "fri 10:00")
    assert it.status(made) == "requested"
    assert "until = 2026-11-26T09:00:00+08:00" in it.record(made)
    assert "wang is taken" in it.refused("book", WEI, "tuina-60", "fri 10:00")
    other = it.booked(WEI, "tuina-60", "fri 10:00", BOOKCTL_NOW="2026-11-26T09:00")
    told = it.refused("--by", "chen", "mark", made, "confirm", BOOKCTL_NOW="2026-11-26T09:01")
    assert f"wang is taken 10:00-11:00 by {other}" in told
    it.proven(BOOKCTL_NOW="2026-11-26T09:01")


@pytest.mark.parametrize("mode", ["any", "all"])
def test_one_or_every_approver(empty, mode):
    it = Practice(empty, DEAR.format(mode))
    made = it.booked(NA, "tuina-60", "fri 10:00")
    told = it.refused("mark", made, "confirm")
    who = "chen or owner" if mode == "any" else "chen and owner"
    assert (
        f"{made} waits for {who} to agree (above 600), and you are wang (rule: approval.0 in bookctl.toml:10)"
        in told
    )
    it.ok("--by", "chen", "mark", made, "confirm")
    assert it.status(made) == ("confirmed" if mode == "any" else "requested")
    it.ok("--by", "owner", "mark", made, "confirm") if mode == "all" else None
    assert it.status(made) == "confirmed"
    assert 'approved = "dear"' in it.record(made)
    it.proven()


def test_who_may_agree_and_books_has_agreed(empty):
    it = Practice(empty, DEAR.format("any"))
    assert it.status(it.booked(NA, "tuina-60", "fri 10:00", BOOKCTL_BY="owner")) == "confirmed"
    assert it.status(it.booked(WEI, "tuina-60", "fri 10:00", "--own", BOOKCTL_BY="owner")) == "requested"


def test_cheap_ones_need_nobody(empty):
    it = Practice(empty, DEAR.format("any"))
    assert it.status(it.booked(NA, "tuina-60", "fri 10:00", "--price", "600")) == "confirmed"  # not above


def test_first_visits_and_sources(empty):
    rule = '\n[[approval]]\nid = "new"\nfirst_visit = true\nsource = ["portal"]\napprovers = ["wang"]\n'
    it = Practice(empty, rule)
    assert it.status(it.booked(NA, "tuina-60", "fri 10:00")) == "confirmed"
    first = it.booked(WEI, "tuina-60", "fri 10:00", "--source", "portal", BOOKCTL_BY="portal")
    assert it.status(first) == "requested"
    came = it.booked(JING, "tuina-60", "2026-11-20 10:00", "--force", "entered afterwards")
    it.ok("mark", came, "done")
    again = it.booked(JING, "tuina-60", "fri 12:00", "--source", "portal", BOOKCTL_BY="portal")
    assert it.status(again) == "confirmed"


def test_anybody_qualified_may_agree(empty):
    rule = '\n[[approval]]\nid = "skill"\nservice = ["tuina-60"]\nqualified = true\n'
    it = Practice(empty, rule, {"resources/li.toml": 'name = "李"\nkind = "staff"\n'})
    made = it.booked(NA, "tuina-60", "fri 10:00", BOOKCTL_BY="portal")
    assert "anybody qualified" in it.refused("--by", "li", "mark", made, "confirm")
    it.ok("--by", "chen", "mark", made, "confirm")


def test_after_its_time_it_goes_to_somebody_else(empty):
    rule = DEAR.format("all").replace('lapse = "48h"', 'within = "4h"\nescalate = ["boss"]')
    it = Practice(empty, rule)
    made = it.booked(NA, "tuina-60", "fri 10:00")
    it.refused("--by", "boss", "mark", made, "confirm", BOOKCTL_NOW="2026-11-24T12:59")
    inbox = it.ok("inbox", BOOKCTL_NOW="2026-11-24T13:00")
    assert inbox.split("\t")[:4] == [made, "4h late", "above 600", "chen and owner, boss"]
    assert it.ok("--by", "nobody", "inbox", "--mine", BOOKCTL_NOW="2026-11-24T13:00") == ""
    it.ok("--by", "boss", "mark", made, "confirm", BOOKCTL_NOW="2026-11-24T13:00")
    assert it.status(made) == "confirmed"


def test_an_approver_declines_and_force_confirms(empty):
    it = Practice(empty, DEAR.format("all"))
    one, other = it.booked(NA, "tuina-60", "fri 10:00"), it.booked(WEI, "tuina-60", "fri 10:00")
    it.refused("mark", one, "decline")
    it.ok("--by", "chen", "mark", one, "decline", "--reason", "no time")
    it.ok("mark", other, "confirm", "--force", "the owner said so on the phone")
    assert (
        'status = "confirmed", by = "wang", reason = "the owner said so on the phone", forced = "approval"'
        in it.record(other)
    )
    it.proven()


def test_a_move_to_a_dearer_time_asks_as_well(empty):
    rule = (
        DEAR.format("any")
        + '\n[[price]]\nid = "off-peak"\nchange = "-20%"\nhours = ["mon-fri 09:00-12:00"]\n'
    )
    it = Practice(empty, rule)
    made = it.booked(NA, "tuina-60", "fri 10:00")
    assert it.status(made) == "confirmed"  # 544
    assert "at that price chen or owner must agree first" in it.refused("move", made, "fri 14:00")
    it.ok("--by", "owner", "move", made, "fri 14:00")


def test_a_deposit_holds_and_confirms(empty):
    it = Practice(empty, 'deposit = "30%"\nhold = 60\n')
    told = it.ok("book", NA, "tuina-60", "fri 10:00")
    assert "held until Tue 24 Nov 10:00 for a deposit of 204.00 CNY" in told
    made = it.booked(WEI, "tuina-60", "fri 10:00")
    assert "a deposit of 204.00 CNY is due first" in it.refused("mark", made, "confirm")
    it.ok("pay", made, "100", "--kind", "deposit")
    assert it.status(made) == "held"
    assert "is confirmed" in it.ok("pay", made, "104", "--kind", "deposit")
    assert it.status(made) == "confirmed"
    assert "until" not in it.record(made)
    assert it.ok("agenda", "fri", BOOKCTL_NOW="2026-11-24T10:00").count("张伟")
    it.proven()


def test_a_deposit_comes_after_the_agreement(empty):
    it = Practice(empty, "deposit = 200\nhold = 60\n" + DEAR.format("any"))
    made = it.booked(NA, "tuina-60", "fri 10:00")
    assert it.status(made) == "requested"
    told = it.ok("--by", "chen", "mark", made, "confirm", BOOKCTL_NOW="2026-11-24T12:00")
    assert "agreed, and held until Tue 24 Nov 13:00 for a deposit of 200.00 CNY" in told
    it.ok("pay", made, "200", "--kind", "deposit", BOOKCTL_NOW="2026-11-24T12:30")
    assert it.status(made) == "confirmed"
    it.proven()


def test_a_deposit_paid_too_late_confirms_nothing(empty):
    it = Practice(empty, "deposit = 200\nhold = 60\n")
    made = it.booked(NA, "tuina-60", "fri 10:00")
    it.ok("pay", made, "200", "--kind", "deposit", BOOKCTL_NOW="2026-11-24T10:00")
    assert it.status(made) == "held"
    it.ok("mark", made, "confirm", BOOKCTL_NOW="2026-11-24T10:00")  # paid, and the time is still free
    assert it.status(made) == "confirmed"


def test_messages_offer_the_link_to_pay(empty):
    rules = 'deposit = "50%"\nhold = 60\n'
    files = {
        "rules/ask.toml": (
            'name = "Deposit"\nwhen = { after = "0m", of = "status", status = "held" }\nif = "booking.pay_link"\n'
            'then = [{ send = "ask", channel = ["post"] }]\n'
        ),
        "templates/ask.en.txt": "Please pay {{ booking.deposit_text }}: {{ booking.pay_link }}\n",
    }
    it = Practice(empty, rules, files)
    text = (empty.root / "bookctl.toml").read_text()
    it.write(
        "bookctl.toml",
        f'pay_link = "https://pay.example/{{booking}}?amount={{amount}}"\n{text}\n[channel.post]\nkind = "file"\n',
    )
    made = it.booked(NA, "tuina-60", "fri 10:00")
    shown = it.ok("message", "preview", "ask", made)
    assert f"https://pay.example/{made}?amount=340.00" in shown
