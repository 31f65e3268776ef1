"""Rules tried on one booking or customer."""

from typing import TYPE_CHECKING

from bookctl.actions import lookup
from bookctl.actions.problems import NotFound, Refused
from bookctl.cli.state import View
from bookctl.messages.moments_words import when_words
from bookctl.model.text import shown

if TYPE_CHECKING:
    from bookctl.messages.due import Due
    from bookctl.messages.due_judge import Verdict
    from bookctl.messages.due_plan import Only
    from bookctl.messages.subjects import Book
    from bookctl.model.rule import Rule


def rule_named(view: View, id_: str) -> "Rule":
    """The ledger's own rule, or the shipped one."""
    from bookctl.messages.shipped import shipped_rules

    found = view.index.rules().get(id_) or shipped_rules().get(id_)
    if found is None:
        raise NotFound(f"no rule is called {shown(id_)!r}", help="bookctl rule list; bookctl rule kit")
    return found


def judged(view: View, id_: str, about: str) -> "list[tuple[Due, Verdict]]":
    """What the rule plans for the booking or customer, each judged on the book as it is; Refused where it is nothing."""
    from bookctl.messages.due_judge import verdict
    from bookctl.messages.due_plan import planned
    from bookctl.messages.subjects import Book

    rule = rule_named(view, id_)
    book = Book(view.index, view.opened.root)
    narrowed = _narrowed(view, rule, book, about)
    found = planned(narrowed, (id_, rule), view.now, view.zone)
    if not found:
        raise Refused(f"{id_} is never due for {shown(about)}", help=_why_not(view, rule, about))
    return [(one, verdict(book, {id_: rule}, one, view.now, book.silent())) for one in found]


def _narrowed(view: View, rule: "Rule", book: "Book", about: str) -> "Only":
    from bookctl.messages.due_plan import Only

    if rule.when.birthday or rule.when.quiet is not None or rule.when.expiring is not None:
        customer = lookup.customer(view.index, about).id
        return Only(book, book.customer_rows(customer), customer)
    row = lookup.booking(view.index, about)
    if row.kind == "session":
        raise Refused(f"{row.id} is a session; rules are about its seats", help=f"bookctl show {row.id}")
    return Only(book, [row], row.customer)


def _why_not(view: View, rule: "Rule", about: str) -> str:
    if rule.paused:
        return "the rule is paused"
    if rule.when.birthday:
        return "the customer's record has no birthday"
    found = view.index.find(about.lower(), limit=1)
    said = f"it is {found[0].status}; " if found else ""
    return f"{said}its status, its times or its history do not fit: {when_words(rule)}"
