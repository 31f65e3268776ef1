"""One booking, as it is or as it was."""

from bookctl.actions import lookup
from bookctl.actions.problems import NotFound, Usage
from bookctl.ledger import git
from bookctl.ledger.draft import PAGE_LIMIT
from bookctl.ledger.files import read_file
from bookctl.ledger.load import page_from
from bookctl.ledger.opened import Opened
from bookctl.ledger.past import commit_at, pages_with
from bookctl.model.booking import Booking, Session

Item = Booking | Session


def as_it_is(opened: Opened, text: str) -> tuple[Item, str]:
    """The record and its page."""
    row = lookup.booking(opened.index, text)
    data = read_file(opened.root, row.page, PAGE_LIMIT) or b""
    return _pick(data, row.page, row.id), row.page


def as_it_was(opened: Opened, text: str, at: int) -> tuple[Item, str]:
    """The record as the last commit up to the instant has it; NotFound where it was not in the book yet."""
    if opened.state.git_dir is None:
        raise Usage("this ledger is not under git, so it has no history", help="bookctl doctor")
    commit = commit_at(opened.state, at)
    if commit is None:
        raise NotFound("the book has no history that old")
    id_ = _known_id(opened, text)
    for path in pages_with(opened.state, commit, id_):
        data = git.show(opened.state, commit, path) or b""
        page, _ = page_from(path, data)
        for item in page.records:
            if item.id.startswith(id_):
                return item, path
    raise NotFound(f"{id_} was not in the book then", help=f"bookctl log {id_}")


def _known_id(opened: Opened, text: str) -> str:
    """The whole id where the book still has it; what was typed where it was in the book only then."""
    try:
        return lookup.booking(opened.index, text).id
    except NotFound:
        return text.lower()


def _pick(data: bytes, path: str, id_: str) -> Item:
    page, _ = page_from(path, data)
    for item in page.records:
        if item.id == id_:
            return item
    raise NotFound(f"{id_} does not stand in {path} any more", help="run the command again")
