"""The whole book, read anew from its files and proven right. No index, no git, no clock."""

from collections.abc import Iterable
from pathlib import Path

from bookctl.ledger.bulk import Bulk
from bookctl.ledger.checks import CHECKS
from bookctl.ledger.checks.kind import Check
from bookctl.ledger.express import PROVES, Express
from bookctl.ledger.finding import Finding, ordered
from bookctl.ledger.index.quiet import no_collector
from bookctl.ledger.journals import load_journals
from bookctl.ledger.layout import FOLDERS, PAGE_LIMIT, page_day, record_of, walk
from bookctl.ledger.load import load_catalogue, load_customers, load_plans, load_rules, load_series, read
from bookctl.ledger.reading import sheet_from
from bookctl.ledger.resolve import Resolver
from bookctl.ledger.survey import Remark, Survey


def run(root: Path, now: int, names: Iterable[str] = (), *, strict: bool = False) -> list[Finding]:
    """What is wrong, in order of file and line.

    Runs the checks that always run, with `strict` the strict ones too, and those named. `now` is an
    instant: it decides which holds have expired.
    """
    chosen = _chosen(frozenset(names), strict=strict)
    with no_collector():
        remarks, found = _examine(root, now, chosen)
        resolver = Resolver(root)
        found += [resolver.finding(remark, name) for name, remark in remarks]
    return ordered(found)


def _chosen(names: frozenset[str], *, strict: bool) -> list[Check]:
    tiers = {"always", "strict"} if strict else {"always"}
    return [check for check in CHECKS if check.tier in tiers or check.name in names]


def _examine(root: Path, now: int, chosen: list[Check]) -> tuple[list[tuple[str, Remark]], list[Finding]]:
    files = [entry.path for entry in walk(root)]
    catalogue, found = load_catalogue(root)
    if any(finding.code == "format" for finding in found):
        return [], found
    customers, more = load_customers(root)
    found += more
    book = Survey(catalogue, customers, files, _known(files))
    book.rules = load_rules(root, found)
    book.plans = load_plans(root, found)
    book.series = load_series(root, found)
    book.journals = load_journals(root, found)
    remarks = _pages(root, book, now, chosen, found)
    for check in chosen:
        if check.on_book:
            remarks += [(check.name, remark) for remark in check.on_book(book, now)]
    return remarks, found


def _pages(
    root: Path, book: Survey, now: int, chosen: list[Check], found: list[Finding]
) -> list[tuple[str, Remark]]:
    """Takes every page into the survey; adds to `found` what does not read."""
    quick = all(check.name in PROVES for check in chosen if check.on_page)
    express = Express(book)
    remarks: list[tuple[str, Remark]] = []
    with Bulk(root) as bulk:
        for file in book.files:
            day = page_day(file)
            data, more = read(bulk, file, PAGE_LIMIT) if day else (None, [])
            found += more
            if day is None or data is None or (quick and express.prove(file, day, data)):
                continue
            sheet, more = sheet_from(file, day, data)
            found += more
            book.take_in(sheet, now)
            for check in chosen:
                if check.on_page:
                    remarks += [(check.name, remark) for remark in check.on_page(sheet, book, now)]
    return remarks


def _known(files: list[str]) -> dict[str, set[str]]:
    """The ids of each kind by their files alone, so that one faulty record is not reported a thousand times."""
    known: dict[str, set[str]] = {kind: set() for kind in (*FOLDERS, "settings")}
    for file in files:
        of = record_of(file)
        if of is not None:
            known[of[0]].add(of[1])
    return known
