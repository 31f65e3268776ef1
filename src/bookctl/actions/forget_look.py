"""Whom and what a `forget` would be about. Changes nothing."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl.actions import lookup
from bookctl.actions.forgetting import Task, Traced, intent_of, refuse_shared, remotes, trace
from bookctl.actions.problems import NotFound
from bookctl.ledger import git
from bookctl.ledger.erase import person, plan
from bookctl.ledger.files import UnsafeFile, read_file
from bookctl.ledger.layout import PAGE_LIMIT, record_of, record_path, walk
from bookctl.ledger.opened import Opened
from bookctl.model.ids import is_slug

MERGED = "merged-into-"
_OWN = ("name", "phone", "email")
_LIVE = frozenset({"requested", "held", "confirmed"})


class Mention(NamedTuple):
    """A line elsewhere that still has one of the person's words."""

    file: str
    line: int


class Preview(NamedTuple):
    """What forgetting would do. `versions` counts their files' contents in history; `older` other contents that name them.

    `changed` of `commits` get another id; `ahead` of `bookings` are still to come.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    versions: int
    commits: int
    changed: int
    epoch: int
    bookings: int
    ahead: int
    payments: int
    mentions: tuple[Mention, ...]
    older: int
    remotes: tuple[str, ...]


def whom(opened: Opened, wanted: Sequence[str]) -> tuple[str, ...]:
    """The ids, with those of the same person's other records; NotFound where there never was such a customer."""
    found = {_one(opened, text) for text in wanted}
    into = {
        row.id: {tag.removeprefix(MERGED) for tag in row.tags if tag.startswith(MERGED)}
        for row in opened.index.search_customers("")
    }
    while True:
        kept = {id_ for one in found for id_ in into.get(one, ()) if id_ in into}
        more = (kept | {id_ for id_, those in into.items() if those & found}) - found
        if not more:
            return tuple(sorted(found))
        found |= more


def _one(opened: Opened, text: str) -> str:
    """Of one who is in the book, or was once."""
    try:
        return lookup.customer(opened.index, text).id
    except NotFound:
        if not is_slug(text) or opened.state.git_dir is None:
            raise
        path = record_path("customer", text)
        if not git.run(opened.root, "log", "--all", "-n", "1", "--format=%H", "--", path):
            raise
        return text


def preview(opened: Opened, task: Task, zone: ZoneInfo, now: int) -> Preview:
    """Refused, or Underneath, where it could not be done now."""
    refuse_shared(opened.state)
    index, state = opened.index, opened.state
    rows = [row for id_ in task.ids for row in index.customer_rows(id_)]
    people = index.customers(task.ids)
    traced = trace(state, task.ids) if state.git_dir is not None else None
    intent = intent_of(state, task, zone, now, traced)
    planned = plan.build(state, intent, dry=True) if state.git_dir is not None else None
    return Preview(
        ids=task.ids,
        names=tuple(people[id_].name if id_ in people else "" for id_ in task.ids),
        versions=sum(len(rule) for rule in intent.rules.values()),
        commits=planned.commits if planned else 0,
        changed=planned.changed if planned else 0,
        epoch=intent.epoch if planned else 1,
        bookings=len(rows),
        ahead=sum(row.end > now and row.status in _LIVE for row in rows),
        payments=sum(len(index.payments_of(customer=id_)) + len(index.purchases(id_)) for id_ in task.ids),
        mentions=mentions(opened.root, intent.words, intent.rules),
        older=_older(opened, traced) if traced and not task.redact else 0,
        remotes=remotes(state),
    )


def _older(opened: Opened, traced: Traced) -> int:
    """Contents in history, of other files than customers', that name them."""
    found = person.mentions(opened.state, traced.paths, traced.people)
    return len({oid for path, held in found.items() if not _customer(path) for oid in held})


def mentions(root: Path, words: Sequence[str], own: Collection[str]) -> tuple[Mention, ...]:
    """Lines of other files in the folder that have one of the words; another customer of the same name is no mention."""
    marks = [word.encode() for word in words]
    found: list[Mention] = []
    for path, _ in walk(root) if marks else ():
        try:
            data = read_file(root, path, PAGE_LIMIT) or b"" if path not in own else b""
        except UnsafeFile:
            continue
        if any(mark in data for mark in marks):
            for number, line in enumerate(data.split(b"\n"), 1):
                theirs = _customer(path) and line.decode("utf-8", "replace").split("=")[0].strip() in _OWN
                if not theirs and any(mark in line for mark in marks):
                    found.append(Mention(path, number))
    return tuple(found)


def _customer(path: str) -> bool:
    return (record_of(path) or ("",))[0] == "customer"
