"""Spans, open hours and occupancy against a grid on which every five minutes are looked at."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from bookctl.engine.hours import CHUNK, MARGIN, OpenHours, open_spans
from bookctl.engine.occupancy import Loads, Room, Timeline, blocking, free, full_spans, overlaps, peak
from bookctl.engine.spans import contains, erode, intersect, merge, subtract
from bookctl.model.booking import Held
from bookctl.model.hours import Window, format_hours, ordered
from bookctl.model.resource import Stretch
from bookctl.model.settings import Closed
from bookctl.model.time import DAY, MINUTE, wall
from engine_kit import at, resource, settings

TICK = 300
pairs = st.tuples(st.integers(0, 40), st.integers(0, 40))
span_lists = st.lists(pairs, max_size=8)


def points(spans):
    return {at for start, end in spans for at in range(start, end)}


def tidy(spans):
    return all(start < end for start, end in spans) and all(a[1] < b[0] for a, b in pairwise(spans))


@given(span_lists)
def test_merging_keeps_every_point_in_the_fewest_spans(spans):
    merged = merge(spans)
    assert points(merged) == points(spans)
    assert tidy(merged)


@given(span_lists, span_lists)
def test_intersection_and_difference_are_those_of_sets(one, other):
    a, b = merge(one), merge(other)
    assert points(intersect(a, b)) == points(a) & points(b)
    assert points(subtract(a, b)) == points(a) - points(b)
    assert tidy(subtract(a, b))


@given(span_lists, pairs)
def test_containing_is_having_every_point(spans, pair):
    start, end = min(pair), max(pair) + 1
    assert contains(merge(spans), start, end) == (set(range(start, end)) <= points(spans))


@given(span_lists, st.integers(-5, 5), st.integers(1, 10))
def test_eroding_leaves_the_starts_from_which_all_fits(spans, first, minutes):
    merged, last = merge(spans), first + minutes
    fits = {s for s in range(-20, 60) if contains(merged, s + first, s + last)}
    assert points(erode(merged, first, last)) == fits


# Clocks change between 00:00 and 05:00: edges of windows keep out of it, their inside does not.
clocks = st.sampled_from([0, *range(300, 1441, 5)])
zones = st.sampled_from(["UTC", "Asia/Kolkata", "Europe/Berlin", "America/New_York", "Pacific/Auckland"])
days = st.integers(-3, 12).map(lambda ahead: date(2027, 3, 25) + timedelta(days=ahead))


@st.composite
def weeks(draw):
    """Windows that do not overlap, some of them over midnight."""
    found = []
    for day in draw(st.sets(st.integers(0, 6))):
        edges = sorted(draw(st.sets(clocks, min_size=2, max_size=4)))
        found += [(day, a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
        if draw(st.booleans()) and found[-1][1] > 300 and edges[-1] < 1440 and len(edges) % 2 == 0:
            found[-1] = (day, found[-1][1], 1440 + draw(st.sampled_from([0, 300])))
    try:
        return ordered([Window(*one) for one in found])
    except ValueError:
        return ordered([Window(day, 540, 1020) for day in {one[0] for one in found}])


@st.composite
def stretches(draw):
    day = draw(days)
    if draw(st.booleans()):
        return Stretch(start=day, end=draw(st.none() | st.just(day + timedelta(days=2))))
    start = datetime.combine(day, time()) + timedelta(minutes=draw(st.sampled_from([300, 600, 905])))
    return Stretch(start=start, end=start + timedelta(minutes=draw(st.sampled_from([55, 400, 3 * 1440]))))


def is_open(one, rules, zone, instant):
    """By the clock on the wall at that one instant."""
    local = wall(instant, zone)
    day, minute = local.date(), local.hour * 60 + local.minute
    by_hours = not one.hours or any(
        window.day == (day - timedelta(days=ago)).weekday()
        and window.start <= minute + ago * 1440 < window.end
        for window in one.windows
        for ago in (0, 1)
    )
    away = any(within(stretch, local) for stretch in one.away)
    closed = any(rule.date <= day <= (rule.to or rule.date) for rule in rules.closed)
    retired = one.retired is not None and day >= one.retired
    return (by_hours or any(within(stretch, local) for stretch in one.open)) and not (
        away or closed or retired
    )


def within(stretch, local):
    if isinstance(stretch.start, datetime):
        return stretch.start <= local < stretch.end
    return stretch.start <= local.date() <= (stretch.end or stretch.start)


@given(
    weeks(),
    zones,
    st.lists(stretches(), max_size=2),
    st.lists(stretches(), max_size=2),
    st.none() | days,
    st.none() | days,
)
@tries(max_examples=40, deadline=None)
def test_a_resource_is_open_when_the_clock_on_its_wall_says_so(week, zone, away, extra, shut, retired):
    rules = settings("Europe/London", closed=[Closed(date=shut, to=shut + timedelta(days=1))] if shut else [])
    one = resource(
        hours=[format_hours(week)] if week else [], zone=zone, away=away, open=extra, retired=retired
    )
    start, end = at("2027-03-26T22:00Z"), at("2027-03-30T02:00Z")
    spans = open_spans(one, rules, start, end)
    assert tidy(spans)
    kept = OpenHours(one, rules)
    for instant in range(start, end, TICK):
        expected = is_open(one, rules, ZoneInfo(zone), instant)
        assert contains(spans, instant, instant + TICK) == expected
        assert kept.covers(instant, instant + TICK) == expected


@given(weeks(), st.integers(0, 3 * CHUNK), st.integers(1, 2 * MARGIN))
@tries(max_examples=30, deadline=None)
def test_remembered_hours_are_the_hours(week, start, length):
    one = resource(hours=[format_hours(week)] if week else [], away=[Stretch(start=date(2027, 3, 30))])
    begin = at("2027-03-01T00:00Z") + start
    kept, plain = OpenHours(one, settings()), open_spans(one, settings(), begin, begin + length)
    assert kept.spans(begin, begin + length) == plain
    assert kept.covers(begin, begin + length) == (plain == [(begin, begin + length)])


def test_hours_jump_over_a_time_that_does_not_exist():
    one = resource(hours=["sun 01:00-01:30 02:30-02:45 03:00-04:00"], zone="Europe/Berlin")
    spans = open_spans(one, settings(), at("2027-03-27T23:00Z"), at("2027-03-28T22:00Z"))
    assert spans == [
        (at("2027-03-28T00:00Z"), at("2027-03-28T00:30Z")),
        (at("2027-03-28T01:00Z"), at("2027-03-28T02:00Z")),
    ]


def test_an_edge_that_happens_twice_is_its_first():
    one = resource(hours=["sun 02:30-02:45"], zone="Europe/Berlin")
    spans = open_spans(one, settings(), at("2027-10-30T22:00Z"), at("2027-10-31T23:00Z"))
    assert spans == [(at("2027-10-31T00:30Z"), at("2027-10-31T00:45Z"))]


@st.composite
def uses(draw, owners=6):
    start = draw(st.integers(0, 200))
    return Held(
        draw(st.sampled_from(["a", "b"])),
        start * 7200,
        (start + draw(st.integers(1, 40))) * 7200,
        draw(st.integers(1, 3)),
        f"o{draw(st.integers(0, owners))}",
    )


books = st.lists(uses(), max_size=25)


def units_at(book, resource_id, instant):
    return sum(use.units for use in book if use.resource == resource_id and use.start <= instant < use.end)


@given(books, st.integers(0, 200), st.integers(1, 60), st.sets(st.integers(0, 6)))
@tries(deadline=None)
def test_a_timeline_knows_what_overlaps(book, start, length, gone):
    timeline = Timeline()
    span = (start * 7200, (start + length) * 7200)
    for use in book:
        timeline.add(use)
        assert timeline.loads(*span)[use.resource] == Loads(timeline, span)[use.resource]
    for owner in gone:
        timeline.remove(f"o{owner}")
    left = [use for use in book if use.owner not in {f"o{owner}" for owner in gone}]
    for id_ in ("a", "b"):
        expected = sorted(
            use for use in left if use.resource == id_ and use.start < span[1] and use.end > span[0]
        )
        assert sorted(timeline.held(id_, *span)) == expected
        assert timeline.loads(*span)[id_] == sum((use.end - use.start) * use.units for use in expected)


@given(books, st.integers(0, 200), st.integers(1, 40), st.integers(1, 3), st.integers(1, 7))
@tries(deadline=None)
def test_capacity_is_the_most_at_any_instant(book, start, length, units, capacity):
    first, last = start * 7200, (start + length) * 7200
    most = max(units_at(book, "a", instant) for instant in range(first, last, 7200))
    lane = [use for use in book if use.resource == "a"]
    assert peak(lane, first, last) == most
    room = Room("a", capacity, units)
    fits = most + units <= capacity
    assert free(Timeline(book), room, first, last) == fits
    assert (not blocking(lane, room, first, last)) == (fits or most == 0)


@given(books, st.integers(1, 3), st.integers(3, 6))
@tries(deadline=None)
def test_full_is_where_the_units_are_not_left(book, units, capacity):
    lane = [use for use in book if use.resource == "a"]
    full = full_spans(lane, Room("a", capacity, units))
    assert tidy(full)
    for instant in range(0, 250 * 7200, 7200):
        assert contains(full, instant, instant + 1) == (units_at(lane, "a", instant) + units > capacity)


@given(books, st.dictionaries(st.sampled_from(["a", "b"]), st.integers(1, 4)))
@tries(deadline=None)
def test_every_clash_of_a_book_is_found_and_nothing_else(book, capacity):
    clashes = overlaps(book, capacity)
    for id_ in ("a", "b"):
        limit = capacity.get(id_, 1)
        for instant in range(0, 250 * 7200, 7200):
            units = units_at(book, id_, instant)
            here = [c for c in clashes if c.resource == id_ and c.start <= instant < c.end]
            assert [(c.units, c.capacity) for c in here] == ([(units, limit)] if units > limit else [])
            if here:
                busy = {use.owner for use in book if use.resource == id_ and use.start <= instant < use.end}
                assert set(here[0].owners) == busy


def test_a_clash_names_who_came_first():
    book = [
        Held("r", 900, 4500, 1, "later"),
        Held("r", 0, 3600, 1, "first"),
        Held("r", 4500, 8000, 1, "after"),
    ]
    (clash,) = overlaps(book, 1)
    assert clash == ("r", 900, 3600, ("first", "later"), 2, 1)


def test_one_that_asks_for_more_than_there_is_clashes_with_itself():
    (clash,) = overlaps([Held("r", 0, 60, 5, "a")], {"r": 4})
    assert (clash.owners, clash.units) == (("a",), 5)


def test_long_uses_are_found_in_their_middle():
    timeline = Timeline(
        [Held("r", 0, 400 * DAY, 1, "rent"), Held("r", 5 * DAY, 5 * DAY + MINUTE, 1, "short")]
    )
    assert [use.owner for use in timeline.held("r", 300 * DAY, 300 * DAY + 1)] == ["rent"]
    assert sorted(use.owner for use in timeline.held("r", 0, 10 * DAY)) == ["rent", "short"]
    timeline.remove("rent")
    assert timeline.held("r", 300 * DAY, 301 * DAY) == []
