"""What each word of the customers' query language asks of a person."""

import operator
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from bookctl.ledger.index import people, shelf
from bookctl.ledger.index.crowd import NOBODY, Crowd, Person
from bookctl.ledger.index.find import named
from bookctl.ledger.index.people import fold
from bookctl.model.money import exponent
from bookctl.words.query import QueryError, Term
from bookctl.words.source import quoted

Test = Callable[[Person], bool]
COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
}  # fmt: skip


def _text(crowd: Crowd, term: Term) -> Test:
    """In the name, the e-mail address or the telephone number, however that is spelled, or an id's beginning."""
    ids = {one.id for value in term.values for one in people.search(crowd.store, value)}
    for value in term.values:
        ids |= _by_number(crowd, value)
    return lambda one: one.row.id in ids


def _by_number(crowd: Crowd, value: str) -> set[str]:
    """Those who have the number in another spelling: with another, or no, code before it."""
    if not people.is_number(value):
        return set()
    from bookctl.model.contact import SHORTEST, code_of, phone_key

    code = code_of(crowd.settings.country)
    key = phone_key(value, code)
    near = people.search(crowd.store, key[-SHORTEST:]) if key else []
    return {row.id for row in near if phone_key(row.phone, code) == key}


def _name(_: Crowd, term: Term) -> Test:
    wanted = [fold(value) for value in term.values]
    return lambda one: any(value in fold(one.row.name) for value in wanted)


def _phone(crowd: Crowd, term: Term) -> Test:
    wanted = [people.digits_of(value) for value in term.values]
    ids = {id_ for value in term.values for id_ in _by_number(crowd, value)}
    return lambda one: (
        one.row.id in ids or any(value and value in people.digits_of(one.row.phone or "") for value in wanted)
    )


def _email(_: Crowd, term: Term) -> Test:
    wanted = [fold(value) for value in term.values]
    return lambda one: any(value in fold(one.row.email or "") for value in wanted)


def _id(_: Crowd, term: Term) -> Test:
    beginnings = tuple(value.lower() for value in term.values)
    return lambda one: one.row.id.startswith(beginnings)


def _tag(_: Crowd, term: Term) -> Test:
    wanted = {fold(value) for value in term.values}
    return lambda one: not wanted.isdisjoint(one.row.tags)


def _segment(_: Crowd, term: Term) -> Test:
    """The values are the ids of those in it, see find_people."""
    ids = frozenset(term.values)
    return lambda one: one.row.id in ids


def _source(crowd: Crowd, term: Term) -> Test:
    wanted = {fold(value) for value in term.values}
    return lambda one: fold(str(crowd.files.get(one.row.id, {}).get("source", ""))) in wanted


def _language(crowd: Crowd, term: Term) -> Test:
    """Who says nothing speaks the ledger's."""
    usual = crowd.settings.locale
    return lambda one: (one.row.language or usual) in term.values


def _birthday(_: Crowd, term: Term) -> Test:
    days = {day for span in term.days for day in _days_of_year(span.start, span.end)}
    return lambda one: one.birthday in days


def _days_of_year(start: date, end: date) -> set[str]:
    """As MM-DD; whoever was born on 29 February is found on the 28th of other years too."""
    length = min((end - start).days, 366)
    days = {f"{start + timedelta(days=number):%m-%d}" for number in range(length)}
    return days | ({"02-29"} if "02-28" in days else set())


def _created(crowd: Crowd, term: Term) -> Test:
    return lambda one: _on(term, _day(crowd.files.get(one.row.id, {}).get("created")))


def _from(crowd: Crowd, term: Term) -> Test:
    return _created(crowd, term._replace(op=">="))


def _to(crowd: Crowd, term: Term) -> Test:
    return _created(crowd, term._replace(op="<="))


def _last(crowd: Crowd, term: Term) -> Test:
    def test(one: Person) -> bool:
        since = crowd.since(one.row.id)
        return _on(term, None if since is None else crowd.today - timedelta(days=since))

    return test


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _on(term: Term, day: date | None) -> bool:
    """Whether the day is in, before or after one of the ranges; what has no day is never found."""
    if day is None:
        return False
    judges: Mapping[str, Callable[[date, date], bool]] = {
        "=": lambda start, end: start <= day < end,
        ">": lambda _, end: day >= end,
        ">=": lambda start, _: day >= start,
        "<": lambda start, _: day < start,
        "<=": lambda _, end: day < end,
    }
    return any(judges[term.op](span.start, span.end) for span in term.days)


def _number(value: Callable[[Crowd, str], float | None], *, money: bool = False) -> Callable[..., Test]:
    """Compares what somebody comes to; amounts are typed in the ledger's currency."""

    def made(crowd: Crowd, term: Term) -> Test:
        unit = 10 ** exponent(crowd.settings.currency) if money else 1
        compare, wanted = COMPARE[term.op], [float(text) * unit for text in term.values]

        def test(one: Person) -> bool:
            found = value(crowd, one.row.id)
            return found is not None and any(compare(found, number) for number in wanted)

        return test

    return made


def _activity(crowd: Crowd, term: Term) -> Test:
    return lambda one: crowd.level(one.row.id) in term.values


def _tier(crowd: Crowd, term: Term) -> Test:
    known = {tier.id: tier.name for tier in crowd.settings.tier}
    for value in term.values:
        if value.lower() not in known:
            raise QueryError(
                f"there is no tier {quoted(value)}: bookctl.toml has {', '.join(known) or 'none'}"
            )
    wanted = {value.lower() for value in term.values}
    return lambda one: crowd.tier(one.row) in wanted


def _service(crowd: Crowd, term: Term) -> Test:
    ids = named(shelf.names(crowd.store, "service"), term.values)
    return lambda one: not ids.isdisjoint(crowd.came.get(one.row.id, NOBODY).services)


def _resource(crowd: Crowd, term: Term) -> Test:
    ids = named(shelf.names(crowd.store, "resource"), term.values)
    return lambda one: not ids.isdisjoint(crowd.came.get(one.row.id, NOBODY).resources)


def _has(crowd: Crowd, term: Term) -> Test:
    wanted = [(value.removeprefix("no-"), not value.startswith("no-")) for value in term.values]
    return lambda one: any(_owns(crowd, one, what) is there for what, there in wanted)


def _owns(crowd: Crowd, one: Person, what: str) -> bool:
    if what in {"phone", "email"}:
        return bool(getattr(one.row, what))
    if what == "birthday":
        return one.birthday is not None
    if what == "alert":
        return bool(one.row.alerts)
    if what == "booking":
        return crowd.came.get(one.row.id, NOBODY).ahead
    record = crowd.files.get(one.row.id, {})
    if what == "marketing":
        return what in record.get("consent", ())
    return bool(record.get(what)) or any(alert.get("kind") == what for alert in record.get("alert", ()))


def _retired(crowd: Crowd, term: Term) -> Test:
    today = crowd.today.isoformat()
    return lambda one: ("yes" if one.row.retired and one.row.retired <= today else "no") in term.values


DEAR = frozenset({"visits", "spend", "owed", "last", "quiet", "activity", "tier", "service", "resource", "has",
                   "created", "from", "to", "source", "segment"})  # fmt: skip
TESTS: Mapping[str, Callable[[Crowd, Term], Test]] = {
    "": _text,
    "name": _name,
    "phone": _phone,
    "email": _email,
    "id": _id,
    "tag": _tag,
    "segment": _segment,
    "source": _source,
    "language": _language,
    "birthday": _birthday,
    "created": _created,
    "from": _from,
    "to": _to,
    "last": _last,
    "visits": _number(lambda crowd, id_: crowd.came.get(id_, NOBODY).visits),
    "spend": _number(lambda crowd, id_: crowd.came.get(id_, NOBODY).spend, money=True),
    "owed": _number(lambda crowd, id_: crowd.owed.get(id_, 0), money=True),
    "quiet": _number(lambda crowd, id_: crowd.since(id_)),
    "activity": _activity,
    "tier": _tier,
    "service": _service,
    "resource": _resource,
    "has": _has,
    "retired": _retired,
}
