"""A run that has something to do: the gates, what the last run left behind, each task, and one commit at the end."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Literal, NamedTuple

from bookctl.ledger.opened import reading
from bookctl.ledger.state import find_state
from bookctl.messages.claim import left
from bookctl.messages.outbox import Item, Outbox
from bookctl.messages.run import How, Report, Todo
from bookctl.messages.run_chores import done
from bookctl.messages.run_gate import clock_is_right, may_send, not_piled_up, take_over
from bookctl.messages.run_look import Task
from bookctl.messages.run_mark import marked
from bookctl.messages.run_memory import remember
from bookctl.messages.run_offer import offered
from bookctl.messages.run_step import Job, Marking, Offering, Step, carried_out, item_of, prepared

if TYPE_CHECKING:
    from bookctl.model.settings import Settings

PATIENT = 2
"""Tries that fail for now and are not worth a word."""


def everything(job: Job, how: How, wanted: Todo) -> Report:
    """Under the sender's lock."""
    todo, invites = wanted.tasks, frozenset(wanted.invites.values())
    state = find_state(job.root)
    now = job.clock()
    with reading(job.root, now, job.who.say) as opened:
        settings: Settings = opened.index.catalogue().settings
        mine = may_send(opened)
    if mine is False:
        return Report(other=settings.reminders.sender)
    clock_is_right(state, now)
    if not (how.catch_up or how.mark_done):
        not_piled_up(todo, now)
    designated = _designate(job) if mine is None else None
    notes = () if how.mark_done else done(job, wanted.chores)
    outbox = Outbox(state)
    steps = _left_behind(job, outbox, settings, Alive({task.key: task for task in todo}, invites))
    busy = {item.key for item in outbox.items() if item.settled or (item.next > now and not how.mark_done)}
    ready = [task for task in todo if task.key not in busy]
    late, fresh = [task for task in ready if task.due.missed], [task for task in ready if not task.due.missed]
    most = len(fresh) if how.mark_done else settings.reminders.most
    if how.mark_done:
        steps += [Step(item_of(task, now)._replace(state="done")) for task in fresh]
    else:
        steps += [_one(job, outbox, task) for task in (*late, *fresh[:most])]
    settle(job, outbox, [step.item for step in steps if step.item is not None])
    return Report(tuple(steps), len(fresh[most:]), designated=designated, notes=notes)


def _designate(job: Job) -> str | None:
    from bookctl.actions.perform import Plan, perform

    sender = perform(job.root, job.who, Plan(take_over)).outcome.data["sender"]
    return str(sender)


class Alive(NamedTuple):
    """What is still to be done: tasks by key, and keys of invitations."""

    tasks: dict[str, Task]
    invites: AbstractSet[str]


def _left_behind(job: Job, outbox: Outbox, settings: "Settings", alive: Alive) -> list[Step]:
    """What an earlier run did not bring to its end: each is tried again, given up, or left as nobody knows."""
    now, steps = job.clock(), []
    for item in list(outbox.items()):
        if item.key in alive.invites and not left(item, now, again=_repeats(settings, item)).settled:
            continue  # its turn comes when the rules are done
        step = _one_left(outbox, item, _repeats(settings, item), alive.tasks.get(item.key), now)
        if step is not None:
            steps.append(step)
    return steps


def _repeats(settings: "Settings", item: Item) -> bool:
    channel = settings.channel.get(item.channel or "")
    return channel is not None and channel.repeats


def _one_left(outbox: Outbox, item: Item, again: bool, task: Task | None, now: int) -> Step | None:
    found = left(item, now, again=again)
    if found != item:
        outbox.note(item.key, found.state, now, next=found.next, reason=found.reason)
    if found.settled:
        return (
            Step(found, loud=found.state in {"failed", "unknown"}) if found.state != "sent" else Step(found)
        )
    if task is not None and task.due.missed is None:
        return None
    if found.state == "unknown":
        return _over(outbox, found, now, "unknown")
    if task is not None and found.state == "retry":
        return _over(outbox, found, now, "failed")
    if task is None:  # cancelled, moved or past before it went out
        outbox.remove([item.key])
    return None


def _over(outbox: Outbox, item: Item, now: int, state: Literal["failed", "unknown"]) -> Step:
    """No more tries: its time is over."""
    ended = item._replace(state=state, next=0, at=now)
    outbox.note(item.key, ended.state, now, next=0, reason=ended.reason)
    return Step(ended, loud=True)


def _one(job: Job, outbox: Outbox, task: Task) -> Step:
    """The book is read right before, and free again while the message is on its way."""
    with reading(job.root, job.clock(), job.who.say) as opened:
        ready = prepared(job, task, opened)
    if isinstance(ready, Step):
        return ready
    if isinstance(ready, Marking):
        item = marked(job, ready)
        return Step(item, loud=item is not None and item.state != "sent")
    if isinstance(ready, Offering):
        item = offered(job, ready)
        return Step(item, loud=item is not None and item.state != "sent", moved=item is not None)
    item = carried_out(outbox, ready)
    soft = item.state == "retry" and item.tries <= PATIENT and not ready.mistake
    return Step(item, loud=item.state != "sent" and not soft)


def settle(job: Job, outbox: Outbox, items: Iterable[Item]) -> None:
    """Records how each ended in one commit; only then is its claim removed."""
    from bookctl.actions.perform import Plan, perform
    from bookctl.messages.record import record

    known = {item.key: item for item in items if item.settled}
    known |= {item.key: item for item in outbox.items() if item.settled}
    if not known:
        return
    perform(job.root, job.who, Plan(lambda desk: record(desk, known.values())))
    remember(find_state(job.root), {key: item.due for key, item in known.items()}, job.clock())
    outbox.remove([key for key in outbox.names() if key in known])
