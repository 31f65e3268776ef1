"""What cron runs: everything that is due and not done, once. Worked out anew each time, whatever happened before."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from bookctl.ledger.opened import reading
from bookctl.ledger.state import find_state
from bookctl.messages.invites import waiting
from bookctl.messages.run_calm import is_calm, note_calm, token
from bookctl.messages.run_chores import NONE, Chores, chores
from bookctl.messages.run_look import live, outbox_empty, tasks
from bookctl.messages.run_memory import Last, ended, last_run
from bookctl.messages.sender import only_one

if TYPE_CHECKING:
    from bookctl.ledger.opened import Opened
    from bookctl.messages.outbox import Item
    from bookctl.messages.run_look import Task
    from bookctl.messages.run_step import Job, Step


class How(NamedTuple):
    """`catch_up` sends what piled up, `mark_done` takes everything that is due as done and sends nothing."""

    catch_up: bool = False
    mark_done: bool = False


class Report(NamedTuple):
    """What came of a run: each item that was touched, and how many are left for the next run.

    `notes` are lines about classes that were decided on and offers that were made. `invites`: bookings whose
    customers' calendars are still to be told. `busy`: another process was sending. `other`: another machine is the sender.
    """

    steps: "tuple[Step, ...]" = ()
    waiting: int = 0
    busy: bool = False
    other: str | None = None
    designated: str | None = None
    invites: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether the book changed so that somebody may have to be told."""
        return bool(self.notes) or any(step.moved for step in self.steps)

    @property
    def failures(self) -> "list[Item]":
        """What a person should hear of."""
        return [step.item for step in self.steps if step.item is not None and step.loud]


def run(root: Path, now: int, say: Callable[[str], None], job: Callable[[], "Job"], how: How) -> Report:
    """Refused or another Problem where nothing may be sent. The job is made where there is one."""
    state = find_state(root)
    with only_one(state) as alone:
        if not alone:
            return Report(busy=True)
        last = last_run(state)
        report = _round(root, last, (now, say), job, how)
        if report.moved:  # whom that concerns hears of it now
            again = _round(root, last, (now, say), job, how)
            report = again._replace(
                steps=report.steps + again.steps,
                notes=report.notes + again.notes,
                designated=report.designated,
            )
        if report.other is None:
            ended(state, _summary(now, report.steps))
        return report


def _round(
    root: Path,
    last: Last | None,
    opening: tuple[int, Callable[[str], None]],
    job: Callable[[], "Job"],
    how: How,
) -> Report:
    now, say = opening
    before = token(root)
    with reading(root, now, say) as opened:
        todo = _todo(opened, now, last, before)
        report = None if todo.tasks or todo.chores.any or not outbox_empty(opened) else Report()
    if report is None:
        from bookctl.messages.run_all import everything

        report = everything(job(), how, todo)
    return report._replace(invites=() if report.other or how.mark_done else tuple(todo.invites))


class Todo(NamedTuple):
    """What is to be done; `invites` are keys of messages that are not a rule's, by booking."""

    tasks: "Sequence[Task]" = ()
    invites: Mapping[str, str] = MappingProxyType({})
    chores: Chores = NONE


def _todo(opened: "Opened", now: int, last: Last | None, before: str | None) -> Todo:
    """`before` is the book's token from before it was opened."""
    after = token(opened.root)
    if is_calm(opened.state, after, now):
        return Todo()
    known = tasks(opened, now, last.at if last is not None and last.at <= now else None)
    todo = live(opened, known, now)
    invites = waiting(opened, now)
    there = chores(opened, now)
    if not todo and not invites and not there.any and before == after:
        note_calm(opened, after, now, doubt=bool(known))
    return Todo(todo, invites, there)


def _summary(now: int, steps: "Iterable[Step]") -> Last:
    items = [step.item for step in steps if step.item is not None]
    return Last(
        now,
        sum(item.state == "sent" for item in items),
        sum(item.state in {"failed", "unknown"} for item in items),
    )
