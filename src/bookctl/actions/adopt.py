"""Hand edits: taken in as a commit of their own before the program changes anything itself."""

from collections.abc import Sequence

from bookctl.actions.problems import Faulty, Underneath
from bookctl.ledger import git
from bookctl.ledger.draft import PAGE_LIMIT
from bookctl.ledger.files import UnsafeFile, read_file
from bookctl.ledger.finding import Finding
from bookctl.ledger.layout import page_day, record_of
from bookctl.ledger.opened import Opened
from bookctl.ledger.transaction import Change, FileChange, commit_change

UNREADABLE = b"="


def adopt(opened: Opened, now: int, let_go: Sequence[str] = ()) -> tuple[str, ...]:
    """Commits what was edited by hand; returns the paths. Faulty where the edit is wrong or drops a booking.

    `let_go` names the bookings that may vanish with it.
    """
    if opened.state.git_dir is None:
        return ()
    if (reason := git.refuse_reason(opened.state)) is not None:
        raise Underneath(reason)
    dirty = tuple(opened.index.dirty(opened.state))
    if not dirty:
        return ()
    _refuse_faults(opened, dirty, now, let_go)
    _commit(opened, dirty, now)
    return dirty


def vanished(opened: Opened, dirty: Sequence[str]) -> list[Finding]:
    """The bookings that the last commit has and the edited files lack."""
    head = git.head(opened.state)
    if head is None:
        return []
    from bookctl.ledger.checks.dropped import dropped

    found: list[Finding] = []
    for path in dirty:
        if page_day(path) is None:
            continue
        old = git.show(opened.state, head, path)
        if old is not None:
            found += [f for f in dropped(old, _as_edited(opened, path), path) if not _elsewhere(opened, f)]
    return found


def _as_edited(opened: Opened, path: str) -> bytes | None:
    """What stands there now; what cannot be read is a finding of its own, but a folder is as good as nothing."""
    try:
        return read_file(opened.root, path, PAGE_LIMIT)
    except UnsafeFile:
        return None if (opened.root / path).is_dir() else UNREADABLE


def _elsewhere(opened: Opened, finding: Finding) -> bool:
    """Moved to another page by hand is not dropped."""
    return finding.subject is not None and opened.index.row(finding.subject) is not None


def _refuse_faults(opened: Opened, dirty: Sequence[str], now: int, let_go: Sequence[str]) -> None:
    gone = [finding for finding in vanished(opened, dirty) if finding.subject not in let_go]
    if gone:
        raise Faulty("a hand edit drops a booking that the last commit has", gone)
    from bookctl.ledger.check import run

    gone_from = _removed(opened, dirty)
    capacity = any(
        path.startswith("resources/") for path in dirty
    )  # its clashes are found on pages nobody touched
    wrong = [
        f
        for f in run(opened.root, now)
        if f.severity == "error"
        and (f.file in dirty or f.text in gone_from or (capacity and f.code == "overlap"))
    ]
    if wrong:
        raise Faulty("a hand edit is not valid; nothing was changed", wrong)


def _removed(opened: Opened, dirty: Sequence[str]) -> frozenset[str]:
    """What `references` says of each record whose file was removed, wherever it is still named."""
    gone = (record_of(path) for path in dirty if not (opened.root / path).exists())
    return frozenset(f"there is no {kind} {id_}" for kind, id_ in filter(None, gone))


def _commit(opened: Opened, dirty: Sequence[str], now: int) -> None:
    head = git.head(opened.state)
    tree = git.tree(opened.state, head) if head else {}
    files = tuple(_as_it_stands(opened, path) for path in dirty)
    names = "\n".join(f"  {'new' if path not in tree else 'changed'}: {path}" for path in dirty)
    subject = dirty[0] if len(dirty) == 1 else f"{len(dirty)} files"
    receipt = commit_change(
        opened.state, Change(op="hand-edit", message=f"Hand edit: {subject}\n\n{names}", files=files, now=now)
    )
    if not receipt.finished:
        raise Underneath(f"the hand edit could not be committed: {receipt.note}")


def _as_it_stands(opened: Opened, path: str) -> FileChange:
    data = read_file(opened.root, path, PAGE_LIMIT)
    return FileChange(path, data, data)
