import re
from collections.abc import Iterator

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.layout import BUSY, FOLDERS, JOURNALS, PAGES, busy_of, journal_of, page_day, record_of
from bookctl.ledger.survey import Remark, Spot, Survey

FREE = frozenset({"templates", "public"})
_PAGED = "|".join((PAGES, *JOURNALS.values()))
_PLACES = re.compile(rf"({'|'.join(FOLDERS.values())}|({_PAGED})(/[0-9]{{4}})?|{BUSY})\Z")
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
        elif file.startswith(f"{BUSY}/") and busy_of(file) is None:
            yield Remark(Spot(file), "not read: busy time lies in busy/<resource>/<name>.ics")
        elif file.endswith(".toml") and not _known(file):
            yield from _unknown(file)


def _known(file: str) -> bool:
    return record_of(file) is not None or page_day(file) is not None or journal_of(file) is not None


def _unknown(file: str) -> Iterator[Remark]:
    folder = file.partition("/")[0] if "/" in file else ""
    if folder in FOLDERS.values():
        yield Remark(
            Spot(file),
            "not read: a record's file is named by its id, in lower-case letters, digits and dashes",
        )
    elif folder in {PAGES, *JOURNALS.values()}:
        yield Remark(Spot(file), f"not read: a page is named by its day, as in {folder}/2026/2026-11-24.toml")
    elif folder not in FREE:
        yield Remark(
            Spot(file), "bookctl does not know this file", help="move it out of the ledger", warning=True
        )


CHECK = Check("stray", "no file stands where bookctl would not read it", "always", on_book=on_book)
