"""The steps in a booking's life."""

import pytest

from bookctl.engine.lifecycle import advance

LIFE = {
    ("requested", "held"), ("requested", "confirmed"), ("requested", "declined"), ("requested", "cancelled"),
    ("held", "requested"), ("held", "confirmed"), ("held", "declined"), ("held", "cancelled"),
    ("confirmed", "arrived"), ("confirmed", "completed"), ("confirmed", "no-show"), ("confirmed", "cancelled"),
    ("arrived", "completed"), ("arrived", "cancelled"),
}  # fmt: skip
STATUSES = ["requested", "held", "confirmed", "arrived", "completed", "declined", "cancelled", "no-show"]


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("target", STATUSES)
def test_a_booking_goes_only_where_its_life_leads(status, target):
    assert (advance(status, target) is None) == ((status, target) in LIFE)


def test_an_impossible_step_says_what_is_possible():
    assert (
        advance("no-show", "cancelled").text == "it is no-show, and that is final: it cannot become cancelled"
    )
    assert (
        advance("held", "arrived").text
        == "it is held: it can become requested, confirmed, declined or cancelled, not arrived"
    )
    assert advance("held", "held").text == "it is held already"
