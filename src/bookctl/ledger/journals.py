"""The pages of messages and payments: what happened, day by day, only ever added to."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bookctl.ledger.finding import Finding
from bookctl.ledger.layout import JOURNALS, PAGE_LIMIT, folder_entries, journal_of, journal_path
from bookctl.ledger.load import read, record_from
from bookctl.model.message import MessagePage
from bookctl.model.payment import PaymentPage
from bookctl.model.purchase import Purchase
from bookctl.model.waiting import WaitPage

AnyPage = MessagePage | PaymentPage | WaitPage


def load_messages(root: Path, day: date) -> tuple[MessagePage, list[Finding]]:
    """What was due on a local day; a day without a file is an empty page, one that does not read too."""
    page, found = _load(root, "message", journal_path("message", day))
    return (page if isinstance(page, MessagePage) else MessagePage()), found


def load_payments(root: Path, day: date) -> tuple[PaymentPage, list[Finding]]:
    """The money of a local day, as `load_messages`."""
    page, found = _load(root, "payment", journal_path("payment", day))
    return (page if isinstance(page, PaymentPage) else PaymentPage()), found


def load_waits(root: Path, day: date) -> tuple[WaitPage, list[Finding]]:
    """Who began to wait on a local day, as `load_messages`."""
    page, found = _load(root, "wait", journal_path("wait", day))
    return (page if isinstance(page, WaitPage) else WaitPage()), found


def load_purchases(root: Path) -> tuple[list[Purchase], list[Finding]]:
    """Every purchase, by day."""
    kept: list[Purchase] = []
    found: list[Finding] = []
    for path, _ in journals(root, "payment"):
        page, wrong = _load(root, "payment", path)
        found += wrong
        kept += page.purchase if isinstance(page, PaymentPage) else []
    return kept, found


def load_journals(root: Path, found: list[Finding]) -> dict[str, AnyPage]:
    """All of them by path; what does not read is a finding and left out."""
    kept: dict[str, AnyPage] = {}
    for kind in JOURNALS:
        for path, _ in journals(root, kind):
            page, wrong = _load(root, kind, path)
            found += wrong
            if page is not None:
                kept[path] = page
    return kept


def journals(root: Path, kind: str) -> Iterator[tuple[str, date]]:
    """Path and day of each page of a kind, in order of day."""
    for entry in folder_entries(root, JOURNALS[kind]):
        of = journal_of(entry.path)
        if of is not None:
            yield entry.path, of[1]


def _load(root: Path, kind: str, path: str) -> tuple[AnyPage | None, list[Finding]]:
    data, found = read(root, path, PAGE_LIMIT)
    if data is None:
        return None, found
    page, found = record_from(kind, path, data)
    return (page if isinstance(page, MessagePage | PaymentPage | WaitPage) else None), found
