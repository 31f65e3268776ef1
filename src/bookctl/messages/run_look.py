"""What there is to do now: what is due less what is done. Quick where there is nothing, which is nearly always."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from bookctl.messages.record import keys_everywhere, keys_of
from bookctl.messages.run_memory import done_keys
from bookctl.model.time import local_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookctl.ledger.index import Row
    from bookctl.ledger.opened import Opened
    from bookctl.messages.due import Due
    from bookctl.messages.subjects import Book
    from bookctl.model.rule import Rule


class Task(NamedTuple):
    """One action for one addressee; `resource` where it goes to one of those a booking uses.

    `row` and `of` are the booking and the rule it was worked out from, where that was a booking.
    """

    key: str
    due: "Due"
    resource: str | None = None
    row: "Row | None" = None
    of: "Rule | None" = None


class Scene(NamedTuple):
    """The book as the rules see it."""

    book: "Book"
    rules: "Mapping[str, Rule]"
    zone: ZoneInfo


def scene(opened: "Opened") -> Scene | None:
    """None where there are no rules: nothing of them is loaded then."""
    rules = opened.index.rules()
    if not rules:
        return None
    from bookctl.messages.subjects import Book

    return Scene(Book(opened.index, opened.root), rules, ZoneInfo(opened.index.settings().timezone))


def tasks(opened: "Opened", now: int, last: int | None) -> list[Task]:
    """What is due and not done, in order of time. `last` is when somebody last looked: what was missed before, was told then."""
    there = scene(opened)
    if there is None:
        return []
    found = [task for task in wanted(there, now) if not _long_missed(task, last)]
    days = {local_day(task.due.due, there.zone) for task in found}
    done = keys_of(opened.root, days) if days else set()
    left = [task for task in found if task.key not in done]
    if not left:
        return []
    done |= keys_everywhere(opened.root) | done_keys(opened.state)
    return [task for task in left if task.key not in done]


def live(opened: "Opened", todo: list[Task], now: int) -> list[Task]:
    """Those of them that are really to be done: conditions, consent and opt-outs take whole records to know."""
    there = scene(opened) if todo else None
    if there is None:
        return []
    from bookctl.messages.due_judge import verdict

    silent = there.book.silent()
    return [
        task._replace(row=there.book.row(task.due.booking or ""), of=there.rules[task.due.rule])
        for task in todo
        if verdict(there.book, there.rules, task.due, now, silent).state != "never"
        and (not task.due.then.offer or _helps(opened, now, there, task))
    ]


def _helps(opened: "Opened", now: int, there: Scene, task: Task) -> bool:
    """Whether somebody waits for what is to be offered; nothing is said of what nobody wants, however late it is."""
    from bookctl.messages.run_offer import helps

    change = there.rules[task.due.rule].when.status
    return task.due.missed is None and helps(opened, now, task.due, change)


def current(there: Scene, task: Task, now: int) -> Task | None:
    """The task as it stands now; None where it is not due any more: cancelled, moved, past, or the rule is gone."""
    same = (
        task.row is not None
        and there.book.row(task.row.id) == task.row
        and there.rules.get(task.due.rule) == task.of
    )
    if same and task.due.missed is None and task.due.due <= now < task.due.deadline:
        return task
    return next((one for one in wanted(there, now) if one.key == task.key), None)


def wanted(there: Scene, now: int) -> Iterator[Task]:
    """Everything that is due, done or not."""
    from bookctl.messages.due import due

    for one in due(there.book, there.rules, now, there.zone):
        if one.then.to == "resource" and one.then.send is not None and one.booking is not None:
            yield from _parts(there, one)
        else:
            yield Task(one.key, one)


def _parts(there: Scene, one: "Due") -> Iterator[Task]:
    """One message to each resource of the booking, or of the session it is a seat of."""
    from bookctl.messages.send_to import part_keys

    row = there.book.row(one.booking or "")
    if row is not None and row.session is not None:
        row = there.book.row(row.session)
    for key, resource in part_keys(one.key, [use[0] for use in row.uses] if row else []).items():
        yield Task(key, one, resource)


def _long_missed(task: Task, last: int | None) -> bool:
    over = task.due.missed is not None
    return over and (last is None or task.due.deadline <= last)


def outbox_empty(opened: "Opened") -> bool:
    folder = opened.state.dir / "outbox"
    try:
        return not any(folder.iterdir())
    except FileNotFoundError:
        return True
