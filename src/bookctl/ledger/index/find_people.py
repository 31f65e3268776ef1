"""Customers by their query language, and who is in a segment."""

from collections.abc import Iterable, Mapping
from contextlib import suppress

from bookctl.ledger.index import people
from bookctl.ledger.index.crowd import Crowd, Person
from bookctl.ledger.index.people_terms import DEAR, TESTS, Test
from bookctl.ledger.index.rows import CustomerRow
from bookctl.words.calendar import Context
from bookctl.words.query import QueryError, Term, parse_query
from bookctl.words.query_people import PEOPLE, parse_segment
from bookctl.words.source import quoted


def find(crowd: Crowd, text: str) -> list[CustomerRow]:
    """Whom every word holds for, by name and id; QueryError where one does not read."""
    return [one.row for one in _found(crowd, _read(crowd, text))]


def members(crowd: Crowd, name: str) -> frozenset[str]:
    """The ids of those in a segment; QueryError where there is none, or its query does not read."""
    known = crowd.settings.segment
    if name not in known:
        raise QueryError(f"there is no segment {quoted(name)}: {_near(name, known)}")
    try:
        return frozenset(one.row.id for one in _found(crowd, parse_segment(known[name].query, _words(crowd))))
    except QueryError as fault:
        raise QueryError(f"segment {name}: {fault}") from None


def all_members(crowd: Crowd) -> dict[str, frozenset[str]]:
    """By segment; one whose query does not read is left out."""
    made = {}
    for name in crowd.settings.segment:
        with suppress(QueryError):
            made[name] = members(crowd, name)
    return made


def with_members(crowd: Crowd, terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms with the ids of customers where they named a segment."""
    return tuple(
        term._replace(values=tuple(sorted(_any_members(crowd, term)))) if term.key == "segment" else term
        for term in terms
    )


def _any_members(crowd: Crowd, term: Term) -> set[str]:
    return {id_ for value in term.values for id_ in members(crowd, value.lower())}


def _near(name: str, known: Mapping[str, object]) -> str:
    from difflib import get_close_matches

    if not known:
        return "bookctl customer segment add NAME QUERY makes one"
    near = get_close_matches(name, known, 1, 0.5)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(known))}"


def _words(crowd: Crowd) -> Context:
    return Context(crowd.now, crowd.zone, crowd.settings.first_weekday)


def _read(crowd: Crowd, text: str) -> tuple[Term, ...]:
    return joined_numbers(parse_query(text, _words(crowd), PEOPLE))


def joined_numbers(terms: Iterable[Term]) -> tuple[Term, ...]:
    """A telephone number typed with blanks is one word."""
    made: list[Term] = []
    for term in terms:
        if made and _is_number(made[-1]) and _is_number(term):
            made[-1] = made[-1]._replace(values=(f"{made[-1].values[0]} {term.values[0]}",))
        else:
            made.append(term)
    return tuple(made)


def _is_number(term: Term) -> bool:
    return term.key == "" and not term.negated and len(term.values) == 1 and people.is_number(term.values[0])


def _found(crowd: Crowd, terms: Iterable[Term]) -> Iterable[Person]:
    """The cheapest words first, so that the others look at few."""
    found: Iterable[Person] = crowd.people
    for term in sorted(with_members(crowd, terms), key=lambda term: term.key in DEAR):
        found = filter(_test(crowd, term), found)
    return found


def _test(crowd: Crowd, term: Term) -> Test:
    test = TESTS[term.key](crowd, term)
    return (lambda one: not test(one)) if term.negated else test
