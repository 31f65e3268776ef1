from collections import defaultdict
from collections.abc import Iterator

from bookctl.ledger.checks.kind import Check
from bookctl.ledger.survey import Covered, Remark, Sheet, Spot, Survey
from bookctl.model.money import to_minor
from bookctl.model.payment import PaymentPage
from bookctl.model.purchase import Purchase
from bookctl.model.status import occupies

TAKES = frozenset({"no-show"})


def on_page(sheet: Sheet, book: Survey, now: int) -> Iterator[Remark]:
    """Remembers what purchases pay for; the quick way leaves pages with such bookings to this one."""
    for one in sheet.bookings:
        takes = occupies(one.status, one.until, now) or one.status in TAKES or one.late
        for number, part in enumerate(one.cover):
            spot = sheet.spot(one, "cover", number)
            book.covers.append(
                Covered(spot, one.customer, part.purchase, part.sessions, float(part.amount), takes)
            )
    yield from ()


def on_book(book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    bought = dict(_purchases(book))
    visits: defaultdict[str, int] = defaultdict(int)
    amounts: defaultdict[str, int] = defaultdict(int)
    currency = book.catalogue.settings.currency if book.catalogue else "EUR"
    for one in book.covers:
        if one.purchase not in bought:
            yield Remark(one.spot, f"there is no purchase {one.purchase}")
            continue
        spot, purchase = bought[one.purchase]
        if purchase.customer != one.customer:
            text = f"{one.purchase} is {purchase.customer}'s, not {one.customer}'s"
            yield Remark(one.spot, text, notes=((spot, "the purchase"),))
        if one.takes:
            visits[one.purchase] += one.sessions
            amounts[one.purchase] += to_minor(one.amount, currency)
    for id_, (spot, purchase) in bought.items():
        if purchase.sessions is not None and visits[id_] > purchase.sessions:
            text = f"{visits[id_]} visits are taken from {id_}, which has {purchase.sessions}"
            yield Remark(spot, text, help=f"bookctl plan sold {purchase.customer} --all")
        if purchase.kind == "balance" and amounts[id_] > to_minor(purchase.value or 0, currency):
            yield Remark(spot, f"more is taken from {id_} than it was worth, {purchase.value}")
    for id_, series in book.series.items():
        if series.paid_by not in {None, "none", *bought}:
            yield Remark(
                Spot(f"series/{id_}.toml", key=("paid_by",)), f"there is no purchase {series.paid_by}"
            )
    yield from _freezes(book, bought)


def _purchases(book: Survey) -> Iterator[tuple[str, tuple[Spot, Purchase]]]:
    for file, page in book.journals.items():
        for number, one in enumerate(page.purchase if isinstance(page, PaymentPage) else ()):
            yield one.id, (Spot(file, key=("purchase", number)), one)


def _freezes(book: Survey, bought: dict[str, tuple[Spot, Purchase]]) -> Iterator[Remark]:
    for file, page in book.journals.items():
        for number, one in enumerate(page.freeze if isinstance(page, PaymentPage) else ()):
            spot = Spot(file, key=("freeze", number))
            if one.purchase not in bought:
                yield Remark(spot, f"there is no purchase {one.purchase}")
            if one.end < one.start:
                yield Remark(spot, f"to is {one.end}, before from, {one.start}")


CHECK = Check(
    "cover", "no purchase pays for more than it is worth, nor for anybody else", "always", on_page, on_book
)
