"""Taking a change back, and taking that back too. Each is a change of its own, with its own commit."""

from bookctl.actions.desk import Desk
from bookctl.actions.gate import prove
from bookctl.actions.outcome import Outcome
from bookctl.actions.problems import NotFound, Refused, Usage
from bookctl.ledger.git import merge_file
from bookctl.ledger.historylog import Entry, changed_files, history, redo_target, undo_target
from bookctl.ledger.layout import LEDGER
from bookctl.model.text import shown

DEPTH = 500
FORGETTING = frozenset({"forget", "retain"})


def undo(desk: Desk, commit: str | None = None) -> Outcome:
    """Takes back the newest change that is still in force, or the given one."""
    entry = _pick(desk, commit) if commit else undo_target(_history(desk))
    if entry is None:
        raise Refused("there is nothing to undo")
    if (entry.op or "").partition(" ")[0] in FORGETTING:
        raise Refused(
            "who was forgotten does not come back",
            help="an earlier change by its name: bookctl log, bookctl undo CHANGE",
        )
    return _reverse(desk, entry, "undo", ("Bookctl-Undoes", entry.commit))


def redo(desk: Desk) -> Outcome:
    """Puts back what the last undo took away, unless something else was changed since."""
    entry = redo_target(_history(desk))
    if entry is None:
        raise Refused("there is nothing to redo")
    return _reverse(desk, entry, "redo", ("Bookctl-Redoes", entry.undoes or entry.commit))


def _history(desk: Desk) -> list[Entry]:
    if desk.opened.state.git_dir is None:
        raise Usage("this ledger is not under git, so it has no history", help="bookctl doctor")
    return history(desk.opened.state, LEDGER, DEPTH)


def _pick(desk: Desk, commit: str) -> Entry:
    found = [entry for entry in _history(desk) if commit and entry.commit.startswith(commit.lower())]
    if not found and _emptied(desk, commit):
        raise Refused("nothing is left of that change: it was about somebody who was forgotten since")
    if len(found) != 1:
        raise NotFound(
            f"{'no' if not found else 'more than one'} change is called {commit!r}", help="bookctl log"
        )
    return found[0]


def _emptied(desk: Desk, commit: str) -> bool:
    """Whether it is a change of ours, of which `forget` has left no file."""
    every = history(desk.opened.state, limit=DEPTH)
    return any(entry.op is not None and entry.commit.startswith(commit.lower()) for entry in every)


def _reverse(desk: Desk, entry: Entry, verb: str, trailer: tuple[str, str]) -> Outcome:
    """The files as they were before the entry, with whatever came after it kept."""
    for change in changed_files(desk.opened.state, entry.commit, LEDGER):
        old, new = (change.old or b"").decode(), (change.new or b"").decode()
        here = desk.draft.text(change.path)
        if here != new:
            merged = merge_file(desk.opened.state, ours=here.encode(), base=new.encode(), theirs=old.encode())
            if merged is None:
                raise Refused(
                    f"{change.path} was changed since in the same place",
                    help="undo the later change first: bookctl log",
                )
            old = merged.decode()
        desk.draft.put(change.path, old)
    files = desk.draft.files()
    prove(desk, files)
    what = _what(entry)
    return Outcome(
        f"{verb} {entry.commit[:10]} {what if entry.op else ''}".rstrip(),
        f"{verb}ne: {what}",
        {"commit": entry.commit, "op": entry.op, "message": entry.message},
        records=len(files),
        trailers=(trailer,),
    )


def _what(entry: Entry) -> str:
    """What was done, in the words of the change itself; of an undo or redo, what that was about."""
    text = entry.op or entry.message.partition("\n")[0]
    return shown(text.split(" ", 2)[-1] if entry.undoes or entry.redoes else text)
