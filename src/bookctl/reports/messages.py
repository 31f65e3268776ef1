"""What was sent, what came of it, and whether those who were reminded came."""

import math
from collections import Counter, defaultdict
from datetime import date, timedelta

from bookctl.ledger.journals import journals, load_messages
from bookctl.model.message import Message
from bookctl.reports.frame import Ask, Column, Fact, Report, Table, Value, share
from bookctl.reports.source import Source

BEFORE = 366  # days ahead of a visit that a message about it may have been sent
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)
STATES = ("sent", "failed", "unknown", "missed", "done")


def build(source: Source, ask: Ask) -> Report:
    known = _journal(source, ask)
    about = {row.id for row in source.bookings(ask._replace(first=FIRST, last=LAST))} if ask.where else None
    found = [
        message for day, message in known if day >= ask.first and (about is None or message.about in about)
    ]
    sent = sum(message.state == "sent" for message in found)
    tried = sum(message.state in {"sent", "failed", "unknown"} for message in found)
    facts = (
        Fact("sent", "sent", sent, good=1),
        Fact("arrived", "of those tried went out", share(sent, tried), "share", good=1),
        Fact("missed", "missed their time", sum(message.state == "missed" for message in found), good=-1),
    )
    tables = (
        _table("rule", "By rule", found, lambda message: message.rule),
        _table("channel", "By channel", found, lambda message: message.channel or "none"),
        _outcome(source, ask, [message for _, message in known]),
    )
    return Report("messages", "Messages", ask.first, ask.last, facts, tables)


def _journal(source: Source, ask: Ask) -> list[tuple[date, Message]]:
    """What was due up to the last day; from some time before the first, as visits are spoken of ahead."""
    since = ask.first - timedelta(days=BEFORE)
    days = [day for _, day in journals(source.root, "message") if since <= day <= ask.last]
    return [(day, message) for day in days for message in load_messages(source.root, day)[0].message]


def _table(key: str, title: str, found: list[Message], of: object) -> Table:
    groups: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for message in found:
        groups[of(message)][message.state] += 1  # type: ignore[operator]
    rows: list[tuple[Value, ...]] = [
        (name, *(counts[state] for state in STATES)) for name, counts in sorted(groups.items())
    ]
    columns = (Column(key, key, "text"), *(Column(state, state, bar=state == "sent") for state in STATES))
    return Table(f"{key}s", title, columns, rows)


def _outcome(source: Source, ask: Ask, found: list[Message]) -> Table:
    """Bookings whose time has come, by whether a message about them went out before."""
    told: dict[str, float] = {}
    for message in found:
        if message.state == "sent":
            told[message.about] = min(message.at.timestamp(), told.get(message.about, math.inf))
    rows: list[tuple[Value, ...]] = []
    over = [row for row in source.bookings(ask) if row.status in {"completed", "arrived", "no-show"}]
    for name, wanted in (("with a message", True), ("without", False)):
        inside = [row for row in over if (told.get(row.id, math.inf) < row.start) is wanted]
        missed = sum(row.status == "no-show" for row in inside)
        rows.append((name, len(inside), missed, share(missed, len(inside))))
    columns = (
        Column("bookings", "bookings", "text"), Column("count", "over"), Column("no_show", "no-shows"),
        Column("share", "missed", "share", bar=True),
    )  # fmt: skip
    note = "A comparison, not a proof: who gets a message may differ from who does not."
    return Table("outcome", "Did they come", columns, rows, note=note)
