"""What a run does besides the rules: classes are decided on, and an offer that lapsed goes to the next in line."""

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from bookctl.actions.problems import Problem
from bookctl.messages.quiet import Quiet
from bookctl.model.time import DAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.ledger.index import Row
    from bookctl.ledger.opened import Opened
    from bookctl.messages.run_step import Job


AHEAD = 31 * DAY
"""A decision is made a month before the start at most."""


class Chores(NamedTuple):
    """What there is to do, as lines; nothing is remembered of it: it is told by the book each time."""

    decide: tuple[str, ...] = ()
    offer: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.decide or self.offer)


NONE = Chores()


def chores(opened: "Opened", now: int) -> Chores:
    """Tried at a desk of which nothing is kept."""
    sessions = [row for row in _sessions(opened, now) if _decided(row, now)]
    decide = _tried(opened, now, decided) if sessions else ()
    return Chores(decide, _tried(opened, now, swept) if _offers(opened, now) else ())


def next_chore(opened: "Opened", now: int, last: int) -> int:
    """The first instant after now at which there may be something to do, `last` where there is none before."""
    instants = [row.more.decide for row in _sessions(opened, now) if row.more.decide is not None]
    if _rule(opened):
        zone = ZoneInfo(opened.index.settings().timezone)
        if (span := _night(opened, now, zone)) is not None:
            instants.append(span[1])
        instants += [row.until for row in _held(opened, now) if row.until is not None]
    return min((at for at in instants if now < at < last), default=last)


def done(job: "Job", wanted: Chores) -> tuple[str, ...]:
    """Does them, each kind in one commit; what was done, as lines."""
    from bookctl.actions.perform import Plan, perform

    found: list[str] = []
    for what, action in ((wanted.decide, decided), (wanted.offer, swept)):
        if what:
            with suppress(Problem):  # the next run does it: no reminder waits for it
                found += perform(job.root, job.who, Plan(action)).outcome.data["lines"]
    return tuple(found)


def decided(desk: "Desk") -> "Outcome":
    from bookctl.actions.decide import decide

    outcome = decide(desk)
    ids = outcome.data.get("cancelled") or [outcome.data[key] for key in ("id",) if key in outcome.data]
    return outcome._replace(
        op=f"remind {outcome.op}", data={"lines": [f"cancelled  {id_}  too few joined" for id_ in ids]}
    )


def swept(desk: "Desk") -> "Outcome":
    from bookctl.actions.outcome import Outcome
    from bookctl.actions.wait_offer import sweep

    made = sweep(desk)
    lines = [f"offered  {one.row.id}  {one.wait.id}" for one in made]
    ids = " ".join(one.row.id for one in made)
    return Outcome(f"remind offer {ids}", "offered", {"lines": lines}, len(made))


def _tried(opened: "Opened", now: int, action: "Callable[[Desk], Outcome]") -> tuple[str, ...]:
    from bookctl.actions.desk import Desk

    with suppress(Problem):  # `session decide` and `wait offer` say what is in the way
        return tuple(action(Desk(opened, now, None)).data["lines"])
    return ()


def _sessions(opened: "Opened", now: int) -> "list[Row]":
    return opened.index.rows(now, now + AHEAD, ("session",))


def _decided(row: "Row", now: int) -> bool:
    """As `actions.decide.due`, without loading it: nearly never is there anything to decide."""
    at = row.more.decide
    return row.status == "confirmed" and at is not None and at <= now < row.start


def _rule(opened: "Opened") -> bool:
    """Whether the practice has freed time offered by itself."""
    rules = opened.index.rules().values()
    return any(then.offer for rule in rules if not rule.paused for then in rule.then)


def _offers(opened: "Opened", now: int) -> bool:
    """Whether a hold may have lapsed for which somebody waits, at an hour at which they can be told."""
    if not _rule(opened):
        return False
    zone = ZoneInfo(opened.index.settings().timezone)
    return bool(_waiting(opened, now, zone)) and _night(opened, now, zone) is None


def _waiting(opened: "Opened", now: int, zone: ZoneInfo) -> list[str]:
    """The last days of those who may still wait."""
    from bookctl.model.time import local_day

    today = local_day(now, zone).isoformat()
    return [one.end for one in opened.index.waits(today) if one.dropped is None]


def _night(opened: "Opened", now: int, zone: ZoneInfo) -> tuple[int, int] | None:
    text = opened.index.catalogue().settings.reminders.quiet
    return Quiet(text, zone).around(now) if text else None


def _held(opened: "Opened", now: int) -> "list[Row]":
    """Holds that may lapse for somebody who waits."""
    from datetime import date

    from bookctl.model.time import day_start

    zone = ZoneInfo(opened.index.settings().timezone)
    days = _waiting(opened, now, zone)
    if not days:
        return []
    return opened.index.rows(
        now, day_start(date.fromisoformat(max(days)), zone) + DAY + 2 * 3600, ("booking",)
    )
