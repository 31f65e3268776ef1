"""What is due and yet not to be done: conditions, consent, opt-outs, bookings made a moment ago, later reminders."""

from datetime import datetime

import pytest

from bookctl.messages.due import due
from bookctl.messages.due_judge import verdict
from bookctl.model.booking import Booking, Event
from bookctl.model.customer import Customer
from records_kit import Desk
from rules_kit import SHANGHAI, Shelf, at, rule

START, NOW = at("2026-11-25T10:00"), at("2026-11-25T09:10")


def _local(instant):
    return datetime.fromtimestamp(instant, SHANGHAI)


class Practice(Desk, Shelf):
    """Both what is asked to find what is due and what is asked to judge it."""

    def __init__(self, customer=None, made="2026-11-01T10:00"):
        Desk.__init__(self)
        Shelf.__init__(self)
        self.person = customer or Customer(name="张伟")
        self.book("b22222", START, at(made))

    def customer(self, id_):
        return self.person

    def customer_rows(self, customer):
        return list(self.bookings.values())

    def booking(self, id_):
        row, history = self.bookings[id_], self.histories[id_]
        events = [
            Event(at=_local(when), moved=_local(START))
            if what == "moved"
            else Event(at=_local(when), status=what)
            for when, what in history
        ]
        return Booking(
            id=id_, service="massage", customer=row.customer, start=_local(row.start), end=_local(row.end),
            status=row.status, uses=["wang"], history=events,
        )  # fmt: skip


def _verdicts(practice, rules, now=NOW, silent=frozenset()):
    found = due(practice, rules, now, SHANGHAI)
    return {one.rule: verdict(practice, rules, one, now, silent) for one in found}


def _one(practice, now=NOW, silent=frozenset(), **keys):
    return _verdicts(practice, {"r": rule(**({"before": "1h"} | keys))}, now, silent)["r"]


def test_what_is_due_goes_out_with_its_facts():
    said = _one(Practice())
    assert (said.state, said.reason, said.channels) == ("go", None, ("email",))
    assert said.facts["booking"]["in_words"] == "today at 10:00"


@pytest.mark.parametrize(
    ("condition", "state"),
    [("booking.status == 'confirmed'", "go"), ("'vip' in customer.tags", "never"), ("customer.vip", "error")],
)
def test_a_condition_decides(condition, state):
    assert _one(Practice(), if_=condition).state == state


def test_a_condition_that_does_not_read_names_its_rule():
    assert _one(Practice(), if_="booking.").reason.startswith("if of rule r: ")


def test_marketing_needs_consent():
    assert _one(Practice(), marketing=True).state == "never"
    assert _one(Practice(Customer(name="张伟", consent=["marketing"])), marketing=True).state == "go"


@pytest.mark.parametrize(
    ("optout", "channels", "state"),
    [
        ([], ("sms", "email"), "go"),
        (["sms"], ("email",), "go"),
        (["sms", "email"], (), "never"),
        (["all"], (), "never"),
    ],
)
def test_customers_get_nothing_on_channels_they_opted_out_of(optout, channels, state):
    both = [{"send": "reminder", "channel": ["sms", "email"]}]
    said = _one(Practice(Customer(name="张伟", optout=optout)), then=both)
    assert (said.channels, said.state) == (channels, state)


def test_the_owner_hears_of_customers_who_opted_out():
    to_owner = [{"send": "reminder", "to": "owner", "channel": ["email"]}]
    assert _one(Practice(Customer(name="张伟", optout=["all"])), then=to_owner).state == "go"


@pytest.mark.parametrize(
    ("made", "state"),
    [("2026-11-25T06:59", "go"), ("2026-11-25T07:01", "never"), ("2026-11-25T09:05", "never")],
)
def test_a_booking_made_shortly_before_is_not_reminded_of(made, state):
    assert _one(Practice(made=made), unless_booked_within="2h").state == state


def test_a_move_counts_as_making():
    practice = Practice()
    practice.move("b22222", at("2026-11-25T08:30"), START)
    assert _one(practice, unless_booked_within="2h").state == "never"
    assert _one(practice).state == "go"


def test_of_several_reminders_the_last_that_applies_goes_out():
    rules = {"day": rule(before="24h"), "hour": rule(before="1h")}
    said = _verdicts(Practice(), rules)
    assert said["day"].state == "missed"
    assert said["day"].reason == "the later reminder hour took its place"
    assert said["hour"].state == "go"
    rules["hour"] = rule(before="1h", if_="'vip' in customer.tags")
    said = _verdicts(Practice(), rules)
    assert (said["day"].state, said["hour"].state) == ("go", "never")


def test_in_quiet_hours_only_silent_channels_are_left():
    practice = Practice(made="2026-11-24T22:00")
    practice.hours, practice.mute = "21:00-11:00", frozenset({"ntfy"})
    both = [{"send": "reminder", "channel": ["email", "ntfy"]}]
    assert _one(practice, silent=practice.mute, then=both).channels == ("ntfy",)


def test_everybody_but_the_customer_reads_the_ledgers_language():
    practice = Practice(Customer(name="张伟", language="zh"))
    to_owner = [{"send": "reminder", "to": "owner", "channel": ["email"]}]
    assert _one(practice).subject.language == "zh"
    assert _one(practice, then=to_owner).subject.language == "en"


def test_a_record_that_does_not_read_stops_the_message():
    practice = Practice()
    practice.customer = lambda _: None
    assert _one(practice).state == "never"
    practice.booking = lambda _: None
    assert _one(practice, then=[{"mark": "done"}]).state == "never"


def test_what_was_missed_is_told_only_where_the_rule_applies():
    after = START + 60
    assert _one(Practice(), now=after).state == "missed"
    assert _one(Practice(), now=after, if_="'vip' in customer.tags").state == "never"
