"""Taking in hand edits on request, with a word on each booking they drop."""

from collections.abc import Callable
from pathlib import Path

from bookctl.actions.adopt import adopt
from bookctl.actions.edit import place_of
from bookctl.actions.problems import Faulty, NotFound, Problem
from bookctl.ledger import git
from bookctl.ledger.draft import PAGE_LIMIT, Added, merged
from bookctl.ledger.files import Content, put_files, read_file, write_file
from bookctl.ledger.load import page_from
from bookctl.ledger.opened import Opened, writing
from bookctl.ledger.past import pages_with
from bookctl.ledger.toml.splice import record_text
from bookctl.model.booking import Booking


def take_in(
    root: Path, now: int, keep: tuple[str, ...], drop: tuple[str, ...], say: Callable[[str], None]
) -> tuple[str, ...]:
    """Commits the hand edits; `keep` are put back where they stood, `drop` are let go."""
    with writing(root, now, "bookctl adopt", say) as opened:
        _refuse_undropped(opened, (*keep, *drop))
        before: dict[str, bytes | None] = {}
        try:
            for id_ in keep:
                _put_back(opened, id_, before)
            if keep:
                opened.index.refresh(customers=True)
            if opened.index.broken():
                raise Faulty(
                    "the book has files that do not read; nothing was changed", opened.index.broken()
                )
            return adopt(opened, now, drop)
        except Problem:
            put_files(root, [Content(path, data) for path, data in before.items()])
            raise


def edits(opened: Opened) -> list[tuple[str, bytes | None, bytes | None]]:
    """What was edited by hand since the last commit: path, then and now."""
    head = git.head(opened.state)
    if head is None:
        return []
    return [
        (path, git.show(opened.state, head, path), read_file(opened.root, path, PAGE_LIMIT))
        for path in opened.index.dirty(opened.state)
    ]


def _refuse_undropped(opened: Opened, ids: tuple[str, ...]) -> None:
    for id_ in ids:
        if (row := opened.index.row(id_)) is not None:
            raise NotFound(f"{id_} was not dropped: it stands in {row.page}")


def _put_back(opened: Opened, id_: str, before: dict[str, bytes | None]) -> None:
    """Writes the record into its page again; what stood there is remembered in `before`."""
    head = git.head(opened.state)
    for path in pages_with(opened.state, head, id_) if head else []:
        old = (git.show(opened.state, head or "", path) or b"").decode()
        page, _ = page_from(path, old.encode())
        for item in page.records:
            if item.id == id_:
                kind = "booking" if isinstance(item, Booking) else "session"
                block = record_text(old, place_of(old, kind, id_)).replace("\r\n", "\n")
                here = read_file(opened.root, path, PAGE_LIMIT)
                before.setdefault(path, here)
                text = merged((here or b"").decode(), [Added(int(item.start.timestamp()), id_, block)])
                write_file(opened.root, path, text.encode(), 0o600)
                return
    raise NotFound(f"the last commit has no booking {id_!r}")
