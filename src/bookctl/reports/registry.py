"""Every report, in the order of the manual: the one place to add one."""

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from bookctl.reports.frame import Ask, Report
from bookctl.reports.source import Source, before


class Entry(NamedTuple):
    """`days` is the range that is meant where none is said, in the words of `bookctl help dates`.

    `compares`: the figures are of days gone by, so those of the days before can stand beside them.
    """

    name: str
    help: str
    days: str = "this month"
    compares: bool = True

    @property
    def build(self) -> Callable[[Source, Ask], Report]:
        made: Callable[[Source, Ask], Report] = import_module(
            f"bookctl.reports.{self.name.replace('-', '_')}"
        ).build
        return made

    def ask(self, source: Source, ask: Ask) -> Report:
        """The report; with `compare` the facts of the days before beside its own, where the book has any."""
        made = self.build(source, ask._replace(compare=False))
        if not ask.compare or not self.compares:
            return made
        earlier = before(ask)
        if not source.bookings(earlier._replace(where="")):
            return made
        was = {fact.key: fact.value for fact in self.build(source, earlier._replace(compare=False)).facts}
        return made._replace(facts=tuple(fact._replace(before=was.get(fact.key)) for fact in made.facts))


REPORTS = (
    Entry("utilisation", "How much of the open hours is used, and what the roster makes possible"),
    Entry("services", "Services side by side: count, time, revenue, share"),
    Entry("heatmap", "Busy hours of the week"),
    Entry("staff", "People side by side: bookings, hours, revenue, rating, punctuality"),
    Entry("no-show", "No-shows and late cancellations: trend, service, weekday, lead time, customer"),
    Entry("revenue", "What was earned: by time and category, average ticket, value of an hour"),
    Entry("billing", "Time really spent, by customer and project"),
    Entry("outstanding", "What was bought ahead and is still to be given", "today"),
    Entry("channels", "Where bookings come from, and what becomes of them"),
    Entry("customers", "Who comes: growth, repeat visits, activity, cohorts, value, referrals"),
    Entry("ratings", "What customers say of their visits"),
    Entry("messages", "What was sent and what came of it"),
    Entry("forecast", "How many bookings to expect, with the error on weeks held back", "next week", False),
    Entry("today", "One page: who comes, what waits, what is owed", "today", False),
    Entry("month", "One page: what went well, what fell, what to act on", compares=False),
    Entry("risk", "Which of the bookings ahead may not be kept", "next 14 days", False),
)
BY_NAME = {entry.name: entry for entry in REPORTS}
