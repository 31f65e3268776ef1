"""The query language of `customer find` and of segments, see docs/queries.md."""

from bookctl.words.calendar import Context
from bookctl.words.query import Grammar, QueryError, Term, chosen, dates, number, parse_query
from bookctl.words.source import quoted

PEOPLE_KEYS = (
    "name", "phone", "email", "tag", "segment", "source", "language", "birthday", "created", "from", "to",
    "visits", "spend", "owed", "last", "quiet", "activity", "tier", "service", "resource", "has", "retired", "id",
)  # fmt: skip
HAS = (
    "phone", "email", "birthday", "address", "alert", "allergy", "contraindication", "health", "access",
    "preferences", "note", "relation", "referrer", "marketing", "booking",
)  # fmt: skip
ACTIVITY = ("new", "active", "quiet", "lost")


def parse_segment(query: str, ctx: Context) -> tuple[Term, ...]:
    """The terms of a segment's query, which names no other segment and is not empty; QueryError."""
    terms = parse_query(query, ctx, PEOPLE)
    if not terms:
        raise QueryError("its query has no words")
    if any(term.key == "segment" for term in terms):
        raise QueryError("a segment cannot be made of segments: write what they search for")
    return terms


def _has(term: Term, _: Context) -> Term:
    read = chosen(HAS)
    for value in term.values:
        try:
            read(term._replace(values=(value.lower().removeprefix("no-"),)), _)
        except QueryError as fault:
            text = f"{quoted(value)} is nothing that a customer has: {str(fault).partition(': ')[2]}"
            raise QueryError(text) from None
    return term._replace(values=tuple(value.lower() for value in term.values))


def _amount(key: str) -> tuple[str, str]:
    return ("a number of days", "quiet>60") if key == "quiet" else ("a number", f"{key}>3")


PEOPLE = Grammar(
    PEOPLE_KEYS,
    {
        **dict.fromkeys(("birthday", "created", "from", "to", "last"), dates),
        **{key: number(*_amount(key)) for key in ("visits", "spend", "owed", "quiet")},
        "language": chosen(("en", "zh")),
        "activity": chosen(ACTIVITY),
        "retired": chosen(("yes", "no")),
        "has": _has,
    },
    frozenset({"visits", "spend", "owed", "quiet", "last", "created"}),
    "visits, spend, owed, quiet, last and created",
    {
        "birthday": "birthday:month",
        "visits": "visits>3",
        "quiet": "quiet>60",
        "last": "last<2026-09-01",
        "has": "has:allergy",
        "activity": "activity:quiet",
    },
)
