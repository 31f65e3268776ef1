"""One task: looked at again, made into a letter, a mark or a program's input, and done."""

import json
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from bookctl.actions.problems import Usage
from bookctl.messages.channels.letter import Letter, Receipt
from bookctl.messages.claim import claim, tried
from bookctl.messages.outbox import Item, Outbox
from bookctl.messages.run_look import Scene, Task, current, scene

if TYPE_CHECKING:
    from pathlib import Path

    from bookctl.actions.perform import Who
    from bookctl.actions.userconfig import UserConfig
    from bookctl.ledger.index import Row
    from bookctl.ledger.opened import Opened
    from bookctl.messages.due_judge import Verdict
    from bookctl.messages.send_to import Recipient
    from bookctl.model.settings import Settings

Attempt = Callable[[Callable[[], None]], Receipt]


class Job(NamedTuple):
    """`clock` gives the instant; the book is read again for each task."""

    root: "Path"
    who: "Who"
    config: "UserConfig"
    clock: Callable[[], int]


class Ready(NamedTuple):
    """What is about to be tried. `again`: where nobody knows whether it arrived, it is repeated.

    `mistake`: there is nothing to try before somebody corrects a rule, a template or a setting.
    """

    item: Item
    attempt: Attempt
    again: bool
    mistake: bool = False


class Marking(NamedTuple):
    """A booking's next status; `seen` is the booking that was judged."""

    item: Item
    verb: str
    seen: "Row"


class Offering(NamedTuple):
    """What a booking set free is to be offered; `seen` is the booking that was judged, `change` the rule's."""

    item: Item
    seen: "Row"
    change: str | None


class Step(NamedTuple):
    """`item` is None where nothing was to be done after all. `loud`: somebody should hear of it.

    `moved`: the book is another one now, of which somebody may have to be told.
    """

    item: Item | None
    loud: bool = False
    moved: bool = False


NOTHING = Step(None)


def judged(job: Job, task: Task, opened: "Opened") -> tuple[Scene, Task, "Verdict"] | None:
    """The task as it stands now and whether it is to be done; None where it is not due any more."""
    from bookctl.messages.due_judge import verdict

    there, now = scene(opened), job.clock()
    if there is None:
        return None
    found = current(there, task, now)
    if found is None:
        return None
    return there, found, verdict(there.book, there.rules, found.due, now, there.book.silent())


def prepared(job: Job, task: Task, opened: "Opened") -> Ready | Marking | Offering | Step:
    """Decided on the book as it is right now."""
    found = judged(job, task, opened)
    if found is None or found[2].state == "never":
        return NOTHING
    item = item_of(found[1], job.clock())
    said = found[2].reason or ""
    if found[2].state == "missed":
        return Step(item._replace(state="missed", reason=said), loud=found[1].due.missed is not None)
    return _mistake(item, said) if found[2].state == "error" else _action(job, item, *found)


def _action(
    job: Job, item: Item, there: Scene, task: Task, said: "Verdict"
) -> Ready | Marking | Offering | Step:
    then = task.due.then
    if then.send is not None:
        return _letter(job, there, task, said)
    if then.run is not None:
        return _program(job, item, then.run, said.facts)
    row = there.book.row(task.due.booking or "")
    if then.offer:
        return Offering(item, row, there.rules[task.due.rule].when.status) if row is not None else NOTHING
    return Marking(item, then.mark, row) if row is not None and then.mark is not None else NOTHING


def item_of(task: Task, now: int) -> Item:
    one = task.due
    to = one.then.to if one.then.send is not None else None
    return Item(task.key, one.rule, one.about, one.due, one.deadline, now, to=to)


def _mistake(item: Item, reason: str) -> Ready:
    """Tried again later, when somebody may have corrected it."""
    return Ready(item, lambda _: Receipt("retry", reason), again=False, mistake=True)


def _letter(job: Job, there: Scene, task: Task, said: "Verdict") -> Ready | Step:
    from bookctl.messages.channels.open import open_channel
    from bookctl.messages.send_to import Unreached
    from bookctl.messages.template import TemplateError, render

    settings: Settings = there.book.catalogue().settings
    item = item_of(task, job.clock())
    try:
        to = _recipient(settings, there, task, said)
    except Unreached as fault:
        return Step(item._replace(state="missed", reason=str(fault)))
    item = item._replace(channel=to.channel)
    try:
        text = render(str(task.due.then.send), said.subject.language, said.facts, root=job.root)
        carrier = open_channel(settings, to.channel, job.config)
    except (TemplateError, Usage) as fault:
        return _mistake(item, str(fault))
    subject = text.subject or settings.name
    letter = Letter(to.address, subject, text.body, task.key, said.subject.language, item.at, settings.email)
    hashed = sha256(f"{subject}\n\n{text.body}".encode()).hexdigest()
    return Ready(
        item._replace(hash=hashed), partial(carrier.send, letter), settings.channel[to.channel].repeats
    )


def _recipient(settings: "Settings", there: Scene, task: Task, said: "Verdict") -> "Recipient":
    from bookctl.messages import send_to

    channels = said.channels
    if task.resource is not None:
        one = there.book.catalogue().resources.get(task.resource)
        return send_to.resource(settings, channels, one)
    if task.due.then.to == "owner":
        return send_to.owner(settings, channels)
    return send_to.customer(settings, channels, said.subject.customer)


def _program(job: Job, item: Item, name: str, facts: dict[str, Any]) -> Ready:
    from bookctl.messages.channels.command import answered
    from bookctl.messages.channels.program import run_program

    try:
        command = job.config.program(name)
    except Usage as fault:
        return _mistake(item, str(fault))
    if command is None:
        return _mistake(item, f"the program {name} has no entry in {job.config.path}")
    told = {"key": item.key, "rule": item.rule, "about": item.about, "due": item.due, **facts}
    data = json.dumps(told, ensure_ascii=False).encode()
    return Ready(item, lambda begin: answered(run_program(command, data, PATIENCE, begin)), again=False)


PATIENCE = 120
"""Seconds for a program that a rule runs."""


def carried_out(outbox: Outbox, ready: Ready, *, redo: bool = False) -> Item:
    """Claimed, tried and noted. Nobody waits for the book meanwhile."""
    item = claim(outbox, ready.item._replace(redo=redo))
    return tried(outbox, item, ready.again, ready.attempt)
