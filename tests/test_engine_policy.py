"""Deadlines, periods, caps, shares and tiers by themselves: worked-out answers, and brute force beside them."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.engine.policy import Limit, Taken, deadline, is_late, over, period
from bookctl.engine.pricing import share_of
from bookctl.engine.tiers import Standing, tier_of
from bookctl.model.policy import Cap
from bookctl.model.tier import Tier
from bookctl.model.time import day_start, local_day, wall
from engine_kit import at

LONDON, SHANGHAI = ZoneInfo("Europe/London"), ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("start", "length", "last"),
    [
        # The clocks go forward on Sunday 28 March 2027 and back on Sunday 31 October.
        ("2027-03-28 09:00", "24h", "2027-03-27 08:00"),
        ("2027-03-28 09:00", "1d", "2027-03-27 09:00"),
        ("2027-10-31 09:00", "24h", "2027-10-30 10:00"),
        ("2027-10-31 09:00", "1d", "2027-10-30 09:00"),
        ("2027-06-07 10:00", "90m", "2027-06-07 08:30"),
        ("2027-06-07 10:00", "0m", "2027-06-07 10:00"),
        ("2027-03-29 01:30", "1d", "2027-03-28 02:00"),  # 01:30 does not exist on the 28th: passed forward
    ],
)
def test_hours_are_elapsed_and_days_keep_the_clock(start, length, last):
    limit = deadline(at(start), length, LONDON)
    assert wall(limit, LONDON).isoformat(" ", "minutes") == last
    assert not is_late(at(start), length, limit, LONDON)
    assert is_late(at(start), length, limit + 1, LONDON)


@given(
    st.integers(1_700_000_000, 1_900_000_000), st.sampled_from(["day", "week", "month"]), st.integers(0, 6)
)
def test_a_period_is_whole_local_days_around_the_instant(instant, every, first_weekday):
    first, last = period(instant, every, LONDON, first_weekday)
    assert first <= instant < last
    days = {local_day(instant, LONDON)}
    for step in (-1, 1):  # walk outwards day by day until the period's edge
        day = local_day(instant, LONDON)
        while True:
            before, day = day, day + timedelta(days=step)
            edge = day if step == 1 else before
            ends = (
                every == "day"
                or (every == "week" and edge.weekday() == first_weekday)
                or (every == "month" and edge.day == 1)
            )
            if ends:
                break
            days.add(day)
    assert (first, last) == (
        day_start(min(days), LONDON),
        day_start(max(days) + timedelta(days=1), LONDON),
    )


bookings = st.lists(
    st.builds(
        lambda service, day, hour, minutes: Taken(
            service, day * 86_400 + hour * 3600, day * 86_400 + hour * 3600 + minutes * 60
        ),
        st.sampled_from("ab"), st.integers(20_600, 20_614), st.integers(1, 14), st.sampled_from([30, 60, 90]),
    ),
    max_size=12,
)  # fmt: skip


@given(bookings, st.sampled_from(["day", "week", "month"]), st.integers(1, 4), st.booleans(), st.booleans())
def test_a_cap_counts_as_one_would_by_hand(others, every, most, minutes, own):
    wanted = Taken("a", 20_605 * 86_400 + 36_000, 20_605 * 86_400 + 39_600)
    cap = Cap(every=every, minutes=most * 60) if minutes else Cap(every=every, bookings=most)
    limit = Limit(cap, "bookctl.toml", "policy.cap.0", "a" if own else None)
    day = {"day": lambda d: d, "week": lambda d: d.isocalendar()[:2], "month": lambda d: (d.year, d.month)}[
        every
    ]
    same = [
        one
        for one in others
        if day(local_day(one.start, SHANGHAI)) == day(local_day(wanted.start, SHANGHAI))
        and (not own or one.service == "a")
    ]
    total = sum((one.end - one.start) // 60 for one in same) + 60
    refused = total > most * 60 if minutes else len(same) + 1 > most
    assert (over(limit, wanted, others, "李娜", (SHANGHAI, 0)) is not None) == refused


@pytest.mark.parametrize(
    ("share", "price", "minor"),
    [("50%", 68_000, 34_000), ("33.33%", 10_000, 3_333), ("12.5%", 4, 1), ("50%", 1, 1), ("100%", 7, 7), (100, 68_000, 10_000),
     (100.5, 0, 10_050), (None, 68_000, 0), ("0%", 68_000, 0), ("150%", 100, 100)],
)  # fmt: skip
def test_a_share_is_an_amount_or_a_part_rounded_half_up(share, price, minor):
    assert share_of(share, price, "CNY") == minor


TIERS = [Tier(id="regular", visits=3), Tier(id="gold", spend=1000, tag="vip"), Tier(id="owner", tag="owner")]


@pytest.mark.parametrize(
    ("standing", "tier"),
    [
        (Standing(), None),
        (Standing(visits=2, spend=99_999), None),
        (Standing(visits=3), "regular"),
        (Standing(visits=3, spend=100_000), "gold"),
        (Standing(tags=("vip",)), "gold"),
        (Standing(tags=("owner", "vip"), visits=99), "owner"),
        (Standing(held=("regular",)), "regular"),
    ],
)
def test_the_highest_tier_of_which_any_condition_holds(standing, tier):
    assert tier_of(TIERS, standing, "CNY") == tier
