"""The book as it was, and which commits touched what: questions to git's history."""

from bookctl.ledger import git
from bookctl.ledger.state import State


def commit_at(state: State, at: int) -> str | None:
    """The newest commit whose author's instant is not after `at`; None where the history begins later."""
    if git.head(state) is None:
        return None
    rows = git.run(state.root, "log", "--first-parent", "--format=%H %at").decode().split()
    for commit, when in zip(rows[::2], rows[1::2], strict=True):
        if int(when) <= at:
            return commit
    return None


def pages_with(state: State, commit: str, id_: str) -> list[str]:
    """The pages of a commit on which a record's id begins so."""
    try:
        out = git.run(state.root, "grep", "-l", "-z", "-F", "-e", f'id = "{id_}', commit, "--", "bookings")
    except git.GitFailed as fault:
        if fault.code == 1:
            return []
        raise
    return [name.decode().partition(":")[2] for name in out.split(b"\0") if name]


def commits_about(state: State, id_: str) -> set[str]:
    """The commits that name the record in their message, or that brought it to a page or took it from one."""
    if git.head(state) is None:
        return set()
    named = git.run(state.root, "log", "--format=%H", "-F", f"--grep={id_}")
    moved = git.run(state.root, "log", "--format=%H", f'-Sid = "{id_}"', "--", "bookings")
    return set((named + moved).decode().split())
