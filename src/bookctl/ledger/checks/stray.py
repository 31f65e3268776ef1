import re
from collections.abc import Iterator

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.layout import FOLDERS, PAGES, page_day, record_of
from bookctl.ledger.survey import Remark, Spot, Survey

LATER = frozenset({"plans", "rules", "templates", "payments", "messages", "busy", "public"})
_PLACES = re.compile(rf"({'|'.join(FOLDERS.values())}|{PAGES}(/[0-9]{{4}})?)\Z")
_COPY = re.compile(r"conflicted copy|\.sync-conflict-|\.(orig|rej|bak|mine|theirs)\Z|\.r\d+\Z", re.IGNORECASE)


def on_book(book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    for file in book.files:
        if _PLACES.match(file):
            yield Remark(Spot(file), "not read: a folder belongs here, not a link or a file")
        elif _COPY.search(file):
            help_ = "compare it with the file beside it, then remove it"
            yield Remark(
                Spot(file), "a copy that a merge or a synchronisation left behind", help=help_, warning=True
            )
        elif file.endswith(".toml") and record_of(file) is None and page_day(file) is None:
            yield from _unknown(file)


def _unknown(file: str) -> Iterator[Remark]:
    folder = file.partition("/")[0] if "/" in file else ""
    if folder in FOLDERS.values():
        yield Remark(
            Spot(file),
            "not read: a record's file is named by its id, in lower-case letters, digits and dashes",
        )
    elif folder == PAGES:
        yield Remark(Spot(file), "not read: a page is named by its day, as in bookings/2026/2026-11-24.toml")
    elif folder not in LATER:
        yield Remark(
            Spot(file), "bookctl does not know this file", help="move it out of the ledger", warning=True
        )


CHECK = Check("stray", "no file stands where bookctl would not read it", "always", on_book=on_book)
