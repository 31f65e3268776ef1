"""Carrying out what an intent says: names in git, files, git's index, what git keeps besides, caches. Each may be repeated."""

import os
from collections.abc import Iterable
from pathlib import Path

from bookctl.ledger import epoch, git, gitindex, stalelocks
from bookctl.ledger.disk import sync_path
from bookctl.ledger.erase import intent as intents
from bookctl.ledger.erase import person, prune, sweep, unpushed
from bookctl.ledger.erase.intent import Intent
from bookctl.ledger.erase.plan import Move, Planned, build
from bookctl.ledger.erase.settings import raised
from bookctl.ledger.erase.traces import refs
from bookctl.ledger.files import Content, UnsafeFile, put_files, read_file
from bookctl.ledger.interrupts import held_back
from bookctl.ledger.journal import NothingChanged
from bookctl.ledger.layout import PAGE_LIMIT, SETTINGS, record_path
from bookctl.ledger.state import State

TRIES = 5


def carry_out(state: State, intent: Intent, planned: Planned | None = None) -> list[str]:
    """Under the exclusive lock. Returns what is still left, as sentences; NothingChanged where git is in the way.

    `planned` is what was built for it just now; without it everything is built anew.
    """
    if state.git_dir is not None:
        _moved_on(state, intent, planned)
        unpushed.note(state, intent)
    _files(state, intent)
    if state.git_dir is not None:
        _index(state, intent)
        prune.prune(state, intent.stashes)
    sweep.private(state, intent)
    sweep.caches(state)
    epoch.approve(state)
    intents.drop(state)
    return prune.left(state, intent) if state.git_dir is not None else []


def recover(state: State) -> str | None:
    """Finishes what a killed `forget` began; a sentence for the person where there was something."""
    if not intents.pending(state):
        return None
    intent = intents.read(state)
    try:
        with held_back():
            left = carry_out(state, intent)
    except (git.GitFailed, OSError, UnsafeFile) as fault:
        raise NothingChanged(f"`bookctl {intent.op}` is not finished, and cannot be now: {fault}") from None
    return "; ".join([f"finished what was cut short: {intent.op}", *left])


def _moved_on(state: State, intent: Intent, planned: Planned | None) -> None:
    """Every name in git to what it shall be; commits that come in between are taken along."""
    stalelocks.heal(state, patient=True)
    if (refused := git.refuse_reason(state)) is not None:
        raise git.GitFailed("update-ref", 1, refused)
    for more in reversed(range(TRIES)):
        planned = planned or build(state, intent)
        try:
            _moved(state, intent, planned.moves)
        except git.GitFailed as fault:
            if not more:
                _give_up(state, planned, fault)
            planned = None
        else:
            _synced(git.common_dir(state))
            return


def _synced(common: Path) -> None:
    """The names are on the disk before anything is deleted that only the old ones would need."""
    for folder, _, _ in os.walk(common / "refs"):
        sync_path(Path(folder))
    if (common / "packed-refs").exists():
        sync_path(common / "packed-refs")
    sync_path(common)


def _give_up(state: State, planned: Planned, fault: git.GitFailed) -> None:
    """Names move all together or not at all: while each is where it was, nothing has happened, and nothing will."""
    now = {ref.name: ref.oid for ref in refs(state)}
    if all(now.get(move.ref) == move.old for move in planned.moves):
        intents.drop(state)
        raise NothingChanged(str(fault))
    raise fault


def _moved(state: State, intent: Intent, moves: Iterable[Move]) -> None:
    """All names at once, each only if it still is where it was; GitFailed where somebody was faster."""
    lines = "".join(f"update {move.ref}\0{move.new}\0{move.old}\0" for move in moves)
    git.run(
        state.root, "update-ref", "--no-deref", "-m", f"bookctl: {intent.op}", "-z", "--stdin",
        input=lines.encode("utf-8", "surrogateescape"),
    )  # fmt: skip


def _files(state: State, intent: Intent) -> None:
    """What lies in the folder, where it still is what history had; the settings with whatever was edited meanwhile."""
    contents = [*_replaced(state, intent)]
    settings = read_file(state.root, SETTINGS)
    if settings is not None and state.git_dir is not None:
        new = raised(settings, intent.epoch, intent.replaced)
        contents += [Content(SETTINGS, new)] if new != settings else []
    if contents:
        put_files(state.root, contents)


def _replaced(state: State, intent: Intent) -> Iterable[Content]:
    algorithm = git.object_format(state) if state.git_dir is not None else "sha1"
    own = {record_path("customer", id_) for id_ in intent.ids}
    for path, rule in intent.rules.items():
        try:
            data = read_file(state.root, path, PAGE_LIMIT)
        except UnsafeFile:
            continue
        if data is None:
            continue
        oid = git.blob_oid(data, algorithm)
        if oid in rule:
            text = rule[oid]
            yield Content(path, None if text is None else text.encode())
        elif path in own and person.words_of(data):  # edited since it was decided
            text = next(iter(rule.values()))
            yield Content(path, None if text is None else text.encode())


def _index(state: State, intent: Intent) -> None:
    """Enters the same into git's index; what else was staged stays staged."""
    paths = [*intent.rules, SETTINGS]
    names = [f"HEAD:{path}" for path in paths]
    found = git.objects(state, names)
    now = {path: item.data if item else None for path, item in zip(paths, found, strict=True)}
    staged = (
        git.run(state.root, "ls-files", "-z", "--", *paths).decode("utf-8", "surrogateescape").split("\0")
    )
    known = set(staged)
    files = {path: data for path, data in now.items() if data is not None or path in known}
    if not gitindex.refresh(state, files):  # it would keep what it names
        raise git.GitFailed("update-index", 1, "git's index is in use by another program")
    git.run(state.root, "update-index", "--clear-resolve-undo")
