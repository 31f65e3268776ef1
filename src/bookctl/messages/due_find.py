"""Candidates: each rule looks only at that part of the book which can be due about now."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from bookctl.messages import moments
from bookctl.messages.moments import Planned
from bookctl.messages.subjects import MOVED, Source
from bookctl.model.time import DAY, day_start, local_day

if TYPE_CHECKING:
    from bookctl.ledger.index import PurchaseRow, Row
    from bookctl.model.rule import Rule, Then

Span = tuple[int, int, int]
"""Now; the instant after which the deadline must lie; the last instant at which it may be planned."""
FAR = 1 << 32  # the year 2106
_LIVE = moments.BOOKED | moments.OPEN
_STILL = {"arrived": frozenset({"arrived", "completed"}), MOVED: moments.OPEN | {"confirmed"}}


class Turn(NamedTuple):
    """One action of a rule for one subject, planned but not yet held against quiet hours."""

    rule: str
    about: str
    booking: str | None
    customer: str | None
    then: "Then"
    number: int
    plan: Planned

    @property
    def reminds(self) -> bool:
        """A message about something to come, which a later one makes superfluous."""
        return self.plan.ahead and self.then.send is not None


def turns(source: Source, rules: "Mapping[str, Rule]", span: Span, zone: ZoneInfo) -> Iterator[Turn]:
    """What the rules plan up to the end of the span and whose deadline lies in it."""
    for id_, rule in rules.items():
        if not rule.paused:
            for turn in _of_rule(source, id_, rule, span, zone):
                if turn.plan.planned <= span[2] and turn.plan.deadline > span[1]:
                    yield turn


def _of_rule(source: Source, id_: str, rule: "Rule", span: Span, zone: ZoneInfo) -> Iterator[Turn]:
    when = rule.when
    if when.birthday:
        yield from _birthdays(source, id_, rule, span, zone)
    elif when.quiet is not None:
        yield from _come_back(source, id_, rule, span, zone)
    elif when.expiring is not None:
        yield from _expiring(source, id_, rule, span, zone)
    else:
        for row, plan in _bookings(source, rule, span, zone):
            yield from _actions(id_, rule, row, plan, span[0])


def _actions(id_: str, rule: "Rule", row: "Row", plan: Planned, now: int) -> Iterator[Turn]:
    for number, then in enumerate(rule.then):
        if _suits(rule, then, row, now):
            yield Turn(id_, row.id, row.id, row.customer, then, number, plan)


def _suits(rule: "Rule", then: "Then", row: "Row", now: int) -> bool:
    """Whether the booking's status is one in which the action makes sense."""
    when = rule.when
    if row.lapsed(now):
        return False
    if when.pending is not None:
        return row.status == "requested"
    if when.of == "status" and when.status is not None:
        return row.status in _STILL.get(when.status, {when.status})
    if when.of == "created" or then.send is None or then.to != "customer":
        return row.status in _LIVE
    return row.status == "confirmed" if moments.comes_before(when) else row.status in moments.BOOKED


def _bookings(source: Source, rule: "Rule", span: Span, zone: ZoneInfo) -> "Iterator[tuple[Row, Planned]]":
    when = rule.when
    if when.pending is None and when.of in {"start", "end"}:
        rows = source.rows(*_reach(rule, span))
        plans = iter([(row, moments.around_start(rule, row, zone)) for row in rows])
    else:
        plans = _changed(source, rule, span, zone)
    return ((row, plan) for row, plan in plans if plan is not None)


def _reach(rule: "Rule", span: Span) -> tuple[int, int]:
    """Where bookings lie that the rule can be due for; a clock time of their day is at most 26 hours from them."""
    when, (_, low, high) = rule.when, span
    if when.before is not None:
        return low, high + moments.seconds(when.before) + 1
    if when.after is not None:
        shift, slack = moments.seconds(when.after), 0
    else:
        shift, slack = (when.day or 0) * DAY, DAY + 2 * 3600
    first = low - moments.window_of(rule) - shift - slack
    if moments.comes_before(when):
        return low, high - shift + slack
    return first, high - shift + slack + 1


def _changed(
    source: Source, rule: "Rule", span: Span, zone: ZoneInfo
) -> "Iterator[tuple[Row, Planned | None]]":
    """`pending` and what counts from the making or a change."""
    when, low = rule.when, span[1]
    length = when.pending or when.after
    shift = moments.seconds(length) if length else (abs(when.day or 0) + 2) * DAY
    since = low - moments.window_of(rule) - shift
    if when.pending is None and when.of == "status":
        status = str(when.status)
        for row, at in source.changed(since, status, _STILL.get(status, frozenset({status}))):
            yield row, moments.after_change(rule, row, at, zone)
        return
    for row in source.touched(since):
        if when.pending is not None:
            yield row, moments.pending(rule, row) if row.status == "requested" else None
        elif row.created is not None:
            yield row, moments.after_change(rule, row, row.created, zone)


def _birthdays(source: Source, id_: str, rule: "Rule", span: Span, zone: ZoneInfo) -> Iterator[Turn]:
    window = moments.window_of(rule)
    for day in moments.days_between(span[1] - window - DAY, span[2] + DAY, zone):
        planned = moments.on_day(day, rule.when.at, zone)
        if planned <= span[2] and planned + window > span[1]:
            plan = Planned(day_start(day, zone), planned, planned + window, planned)
            for person in source.birthdays(moments.birthdays_on(day)):
                if person.retired is None or person.retired > day.isoformat():
                    yield from _for_customer(id_, rule, person.id, plan)


def _for_customer(id_: str, rule: "Rule", customer: str, plan: Planned) -> Iterator[Turn]:
    for number, then in enumerate(rule.then):
        if then.mark is None and not then.offer:
            yield Turn(id_, customer, None, customer, then, number, plan)


def _come_back(source: Source, id_: str, rule: "Rule", span: Span, zone: ZoneInfo) -> Iterator[Turn]:
    """A visit is a booking that is over and was not called off; one ahead means that they come anyway."""
    window = moments.window_of(rule)
    visits = []
    for row in source.rows(*_long_ago(rule, span)):
        if row.status in moments.BOOKED and row.end <= span[0]:
            last = local_day(row.end, zone) + timedelta(days=rule.when.quiet or 0)
            planned = moments.on_day(last, rule.when.at, zone)
            if planned <= span[2] and planned + window > span[1]:
                visits.append((row, Planned(row.start, planned, planned + window, planned)))
    newest = _newest(source, min((row.end for row, _ in visits), default=None), span[0])
    for row, plan in visits:
        if row.customer is not None and newest.get(row.customer) == row.id:
            yield from _for_customer(id_, rule, row.customer, plan)


def _long_ago(rule: "Rule", span: Span) -> tuple[int, int]:
    """Where the visits lie after which the rule is due; a day's clock time is at most two days off."""
    shift = (rule.when.quiet or 0) * DAY
    return span[1] - moments.window_of(rule) - shift - 2 * DAY, span[2] - shift + 2 * DAY


def _newest(source: Source, since: int | None, now: int) -> dict[str, str]:
    """The last booking of each customer who has one that ends at that instant or later: visits and what is ahead."""
    newest: dict[str, tuple[int, str]] = {}
    for row in source.rows(since - 1, FAR) if since is not None else ():
        if row.customer is not None and row.status in _LIVE and not row.lapsed(now):
            newest[row.customer] = max(newest.get(row.customer, (0, "")), (row.end, row.id))
    return {customer: id_ for customer, (_, id_) in newest.items()}


def _expiring(source: Source, id_: str, rule: "Rule", span: Span, zone: ZoneInfo) -> Iterator[Turn]:
    """Not for what was bought too late for it, nor where the same plan was bought again and lasts longer."""
    bought = source.purchases()
    for one in bought:
        plan = _before_last_day(one, rule, zone)
        near = plan is not None and plan.planned <= span[2] and plan.deadline > span[1]
        if plan is not None and near and not any(_renews(other, one) for other in bought):
            for turn in _for_customer(id_, rule, one.customer, plan):
                yield turn._replace(about=one.id)


def _before_last_day(one: "PurchaseRow", rule: "Rule", zone: ZoneInfo) -> Planned | None:
    if one.expires is None:
        return None
    last = date.fromisoformat(one.expires)
    planned = moments.on_day(last - timedelta(days=rule.when.expiring or 0), rule.when.at, zone)
    deadline = min(planned + moments.window_of(rule), day_start(last + timedelta(days=1), zone))
    fits = one.at < planned < deadline
    return Planned(day_start(last, zone), planned, deadline, planned) if fits else None


def _renews(other: "PurchaseRow", one: "PurchaseRow") -> bool:
    same = other.customer == one.customer and other.plan == one.plan
    return same and (other.expires is None or other.expires > (one.expires or ""))
