"""What is said of a series that was booked: its dates, those that were skipped, and what still has to happen."""

from collections import Counter
from typing import NamedTuple

from bookctl.actions.amounts import amount_words
from bookctl.actions.desk import Desk
from bookctl.actions.outcome import Outcome
from bookctl.actions.problems import Refused
from bookctl.ledger.index import Row
from bookctl.ledger.rule_at import rule_at
from bookctl.model.counted import counted


class Missed(NamedTuple):
    """A date that could not be had, and why."""

    when: str
    why: str


def why(desk: Desk, fault: Refused) -> str:
    """Why one of many dates cannot be had: its rule, and the first time near it that could."""
    near = f"; {fault.lines[0]}" if fault.lines else ""
    return f"{fault.text}{rule_at(desk.opened.root, fault.file, fault.key)}{near}"


def told(desk: Desk, id_: str, op: str, made: list[str], missed: list[Missed]) -> Outcome:
    """`made` are the ids of what was booked."""
    rows = [row for row in (desk.rows.latest(one) for one in made) if row is not None]
    desk.warnings += [f"skipped {one.when}: {one.why}" for one in missed]
    desk.warnings += [*_paid(desk, rows), *_open(rows)]
    first, last = (f"{desk.local(at):%a %d %b %Y %H:%M}" for at in (rows[0].start, rows[-1].start))
    line = f"{len(made)} dates, {first} to {last}:" if len(made) > 1 else f"one date, {first}:"
    data = {
        "id": id_,
        "series": id_,
        "bookings": made,
        "skipped": [{"when": one.when, "why": one.why} for one in missed],
    }
    return Outcome(op, line, data, records=len(made))


def _paid(desk: Desk, rows: list[Row]) -> list[str]:
    """What purchases pay, and what they do not."""
    pays = Counter(purchase for row in rows for purchase, _, _ in row.more.cover)
    if not pays:
        return []
    all_ = counted(len(rows), "date")
    who = ", ".join(f"{id_} pays for {count} of" for id_, count in pays.items())
    covered = sum(amount for row in rows for _, _, amount in row.more.cover)
    rest = sum(row.price or 0.0 for row in rows) - covered
    left = f"; {amount_words(rest, desk.settings.currency)} is not covered" if round(rest, 3) > 0 else ""
    return [f"{who} {all_}{left}"]


def _open(rows: list[Row]) -> list[str]:
    states = Counter(row.status for row in rows)
    waits = {"requested": "waits to be agreed to", "held": "waits for its deposit"}
    return [
        f"{states[state]} of {counted(len(rows), 'date')} {what if states[state] == 1 else _many(what)}: bookctl inbox"
        for state, what in waits.items()
        if states[state]
    ]


def _many(text: str) -> str:
    return text.replace("waits", "wait").replace("its deposit", "their deposits")
