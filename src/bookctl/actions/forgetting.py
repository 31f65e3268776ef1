"""What a decision to forget means for history: which contents go, and what stands there instead."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookctl.actions.problems import Refused, Underneath
from bookctl.ledger import git
from bookctl.ledger.erase import person, plan, traces
from bookctl.ledger.erase.intent import Intent
from bookctl.ledger.erase.settings import epoch_of
from bookctl.ledger.files import read_file
from bookctl.ledger.layout import PAGE_LIMIT, SETTINGS, record_path
from bookctl.ledger.state import State
from bookctl.ledger.tombstone import tombstone
from bookctl.model.time import local_day, offset_at

FEW = 5
Rules = dict[str, dict[str, bytes | None]]


class Task(NamedTuple):
    """Whom to forget, by id; `redact`: their words in pages too; `drop`: other pages that go; `verb` of the commit."""

    ids: tuple[str, ...]
    redact: bool = False
    drop: tuple[str, ...] = ()
    verb: str = "forget"

    @property
    def op(self) -> str:
        """As the commit's trailer has it: ids only."""
        named = " ".join(self.ids) if len(self.ids) <= FEW else f"{len(self.ids)} customers"
        pages = f"{len(self.drop)} pages" if self.drop else ""
        return " ".join(part for part in (self.verb, named, pages) if part)


class Traced(NamedTuple):
    """All commits, what every file was in them, and what of it is about the people."""

    commits: list[str]
    paths: traces.Paths
    people: person.Person


def trace(state: State, ids: Sequence[str]) -> Traced:
    """One look at all of history."""
    refs, kept = traces.refs(state), traces.stashes(state)
    order = traces.commits(state, [*(ref.oid for ref in refs), *(stash.oid for stash in kept)])
    known = traces.paths(state, order)
    branches = [ref.oid for ref in refs if ref.name.startswith(plan.BRANCHES)]
    here = {path for oid in branches for path in git.tree(state, oid, ["customers"])}
    return Traced(order, known, person.person(state, known, here, ids))


def intent_of(state: State, task: Task, zone: ZoneInfo, now: int, traced: Traced | None = None) -> Intent:
    """The decision as it is written down; `replaced` and what moves are known once history was built anew."""
    grave = tombstone(local_day(now, zone))
    if state.git_dir is not None:
        rules, words = _of_history(state, task, grave, traced or trace(state, task.ids))
    else:
        rules, words = _of_folder(state, task, grave)
    head = git.head(state)
    return Intent(
        tx=blake2b(repr((head, now, task)).encode(), digest_size=8).hexdigest(),
        op=task.op,
        ids=task.ids,
        words=words,
        rules={
            path: {oid: _text(data) for oid, data in rule.items()} for path, rule in rules.items() if rule
        },
        epoch=epoch_of(read_file(state.root, SETTINGS)).number + 1,
        replaced=(),
        last=head,
        now=now,
        offset=offset_at(now, zone),
    )


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8", "replace")


def _of_history(state: State, task: Task, grave: bytes, traced: Traced) -> tuple[Rules, tuple[str, ...]]:
    _, known, of = traced
    rules = person.rules(of, known, grave)
    for path in task.drop:
        data = read_file(state.root, path, PAGE_LIMIT)
        here = {git.blob_oid(data, git.object_format(state))} if data is not None else set()
        rules[path] = dict.fromkeys(sorted(known.get(path, set()) | here))
    if task.redact:
        for path, held in person.mentions(state, known, of, pages=True).items():
            blotted = {oid: person.without(of.words, data) for oid, data in held.items()}
            rules[path] = {**blotted, **rules.get(path, {})}
    return rules, of.words


def _of_folder(state: State, task: Task, grave: bytes) -> tuple[Rules, tuple[str, ...]]:
    """Without git there is only what lies in the folder."""
    rules: Rules = {}
    words: set[str] = set()
    people = [(record_path("customer", id_), grave) for id_ in task.ids]
    for path, instead in [*people, *((path, None) for path in task.drop)]:
        data = read_file(state.root, path, PAGE_LIMIT)
        if data is not None:
            rules[path] = {git.blob_oid(data): instead}
            words |= person.words_of(data) if instead else set()
    return rules, tuple(sorted(words))


def refuse_shared(state: State) -> None:
    """Refused where git keeps objects that are not this folder's own to erase."""
    if state.git_dir is None:
        return
    common = git.common_dir(state)
    others = (
        [path for path in (common / "worktrees").glob("*") if path.is_dir()]
        if (common / "worktrees").is_dir()
        else []
    )
    if others or common != git.git_dir(state):
        raise Refused(
            "this repository has other work trees, which would keep the old history",
            help="git worktree list, then git worktree remove PATH",
        )
    if (common / "objects" / "info" / "alternates").exists():
        raise Refused(
            "this repository borrows objects from another one, which would keep them",
            help="git repack -a -d, then remove .git/objects/info/alternates",
        )
    if (common / "shallow").exists():
        raise Refused("the whole history is not here", help="git fetch --unshallow")
    if (reason := git.refuse_reason(state)) is not None:
        raise Underneath(reason)


def remotes(state: State) -> tuple[str, ...]:
    """The names of the other copies that git knows."""
    return tuple(git.run(state.root, "remote").decode().split()) if state.git_dir is not None else ()
