"""The query language's terms, judged row by row; the most selective one decides which rows are looked at."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from zoneinfo import ZoneInfo

from bookctl.ledger.index import bookings, people, shelf
from bookctl.ledger.index.people import fold
from bookctl.ledger.index.quiet import no_collector
from bookctl.ledger.index.rows import Row
from bookctl.ledger.index.store import Store
from bookctl.model.time import day_start
from bookctl.words.query import Term

Test = Callable[[Row], bool]
_FEW = 50  # customers whose bookings are quicker found one by one than by looking at all
_ALL = 1 << 30
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "=": lambda one, other: one == other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
}


def find(store: Store, terms: Sequence[Term], zone: ZoneInfo) -> list[Row]:
    """What every term holds for, by start and id."""
    tests = [_test(store, term, zone) for term in terms]
    with no_collector():
        found: Iterable[Row] = chain.from_iterable(_candidates(store, terms, zone))
        for test in tests:
            found = filter(test, found)
        return sorted(found, key=itemgetter(3, 0, 2))


def _test(store: Store, term: Term, zone: ZoneInfo) -> Test:
    test = _KEYS[term.key](store, term, zone)
    return (lambda row: not test(row)) if term.negated else test


def _candidates(store: Store, terms: Sequence[Term], zone: ZoneInfo) -> Iterable[Iterable[Row]]:
    """Every row the terms allow, each once, and as few others as an index can tell."""
    wanted = {term.key: term for term in terms if not term.negated}
    if "id" in wanted:
        return [_beginning(store, wanted["id"].values)]
    if "customer" in wanted:
        ids = _people(store, wanted["customer"].values)
        if len(ids) <= _FEW:
            return (bookings.of_customer(store, id_) for id_ in ids)
    start, end = _bounds(terms, zone)
    if start is None and end is None:
        return bookings.everything(store)
    return [
        bookings.between(store, -_ALL * 100 if start is None else start, _ALL * 100 if end is None else end)
    ]


def _beginning(store: Store, values: Iterable[str]) -> set[Row]:
    return {row for value in values for row in bookings.by_prefix(store, value.lower(), _ALL)}


def _bounds(terms: Sequence[Term], zone: ZoneInfo) -> tuple[int | None, int | None]:
    """The instants outside of which nothing can be found."""
    starts, ends = [], []
    for term in terms:
        spans = [] if term.negated else _instants(term, zone)
        if spans and term.key in {"on", "from"}:
            starts.append(min(start for start, _ in spans))
        if spans and term.key in {"on", "to"}:
            ends.append(max(end for _, end in spans))
    return max(starts, default=None), min(ends, default=None)


def _instants(term: Term, zone: ZoneInfo) -> list[tuple[int, int]]:
    return [(day_start(span.start, zone), day_start(span.end, zone)) for span in term.days]


def _people(store: Store, values: Iterable[str]) -> set[str]:
    """Whose id or name it is; where nobody's, all who are found by it."""
    ids = set()
    for value in values:
        found = people.search(store, value)
        same = [one for one in found if one.id == value.lower() or fold(one.name) == fold(value)]
        ids |= {one.id for one in same or found} | {value.lower()}
    return ids


def named(names: Mapping[str, str], values: Iterable[str]) -> set[str]:
    """Whose id or name it is; where nobody's, all whose id or name has it."""
    ids = set()
    for value in values:
        folded = fold(value)
        same = {id_ for id_, name in names.items() if folded in {id_, fold(name)}}
        ids |= same or {id_ for id_, name in names.items() if folded in id_ or folded in fold(name)}
        ids.add(folded)
    return ids


def _customer(store: Store, term: Term, _: ZoneInfo) -> Test:
    ids = _people(store, term.values)
    return lambda row: row.customer in ids


def _service(store: Store, term: Term, _: ZoneInfo) -> Test:
    ids = named(shelf.names(store, "service"), term.values)
    return lambda row: row.service in ids


def _resource(store: Store, term: Term, _: ZoneInfo) -> Test:
    ids = named(shelf.names(store, "resource"), term.values)
    return lambda row: any(use[0] in ids for use in row.uses)


def _tag(store: Store, term: Term, _: ZoneInfo) -> Test:
    wanted = {fold(value) for value in term.values}
    ids = {id_ for id_, tags in people.tagged(store).items() if tags & wanted}
    return lambda row: row.customer in ids


def _segment(_: Store, term: Term, __: ZoneInfo) -> Test:
    """The values are the ids of those in it, see find_people."""
    ids = frozenset(term.values)
    return lambda row: row.customer in ids


def _status(_: Store, term: Term, __: ZoneInfo) -> Test:
    return lambda row: row.status in term.values


def _kind(_: Store, term: Term, __: ZoneInfo) -> Test:
    return lambda row: row.kind in term.values


def _series(_: Store, term: Term, __: ZoneInfo) -> Test:
    beginnings = tuple(value.lower() for value in term.values)
    return lambda row: row.extra is not None and (row.more.series or "").startswith(beginnings)


def _project(_: Store, term: Term, __: ZoneInfo) -> Test:
    wanted = {fold(value) for value in term.values}
    return lambda row: row.extra is not None and fold(row.more.project or "") in wanted


def _source(_: Store, term: Term, __: ZoneInfo) -> Test:
    wanted = {fold(value) for value in term.values}
    return lambda row: row.source is not None and fold(row.source) in wanted


def _id(_: Store, term: Term, __: ZoneInfo) -> Test:
    beginnings = tuple(value.lower() for value in term.values)
    return lambda row: row.id.startswith(beginnings)


def _session(_: Store, term: Term, __: ZoneInfo) -> Test:
    beginnings = tuple(value.lower() for value in term.values)
    return lambda row: row.session is not None and row.session.startswith(beginnings)


def _price(_: Store, term: Term, __: ZoneInfo) -> Test:
    compare, amounts = _COMPARE[term.op], [float(value) for value in term.values]
    return lambda row: row.price is not None and any(compare(row.price, amount) for amount in amounts)


def _on(_: Store, term: Term, zone: ZoneInfo) -> Test:
    spans = _instants(term, zone)
    return lambda row: any(row.start < end and row.end > start for start, end in spans)


def _from(_: Store, term: Term, zone: ZoneInfo) -> Test:
    first = min(start for start, _ in _instants(term, zone))
    return lambda row: row.end > first


def _to(_: Store, term: Term, zone: ZoneInfo) -> Test:
    last = max(end for _, end in _instants(term, zone))
    return lambda row: row.start < last


def _text(store: Store, term: Term, _: ZoneInfo) -> Test:
    """A word of its own: in a customer's or service's name, or the beginning of an id."""
    customers = {one.id for value in term.values for one in people.search(store, value)}
    folded = [fold(value) for value in term.values]
    names = shelf.names(store, "service").items()
    services = {id_ for id_, name in names if any(word in id_ or word in fold(name) for word in folded)}
    beginnings = tuple(folded)
    return lambda row: row.customer in customers or row.service in services or row.id.startswith(beginnings)


_KEYS: Mapping[str, Callable[[Store, Term, ZoneInfo], Test]] = {
    "": _text,
    "customer": _customer,
    "service": _service,
    "resource": _resource,
    "status": _status,
    "kind": _kind,
    "on": _on,
    "from": _from,
    "to": _to,
    "price": _price,
    "tag": _tag,
    "segment": _segment,
    "source": _source,
    "series": _series,
    "project": _project,
    "session": _session,
    "id": _id,
}
