from collections.abc import Iterable, Iterator

from bookctl.engine.approval import unworkable
from bookctl.ledger.checks.kind import Check
from bookctl.ledger.faults import did_you_mean
from bookctl.ledger.layout import SETTINGS
from bookctl.ledger.survey import Remark, Sheet, Spot, Survey
from bookctl.model.hours import parse_hours
from bookctl.model.plan import lacking
from bookctl.model.policy import Policy

Key = tuple[str | int, ...]


def on_page(sheet: Sheet, book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    for record in sheet.records:
        if record.series is not None and record.series not in book.known["series"]:
            yield Remark(sheet.spot(record, "series"), f"there is no series {record.series}")


def on_book(book: Survey, now: int) -> Iterator[Remark]:  # noqa: ARG001 - see ids
    if book.catalogue is None:
        return
    settings, tiers = book.catalogue.settings, [tier.id for tier in book.catalogue.settings.tier]
    services = book.known["service"]
    yield from _policy(Spot(SETTINGS), ("policy",), settings.policy, tiers)
    for number, tier in enumerate(settings.tier):
        yield from _policy(Spot(SETTINGS), ("tier", number, "policy"), tier.policy, tiers)
    for id_, service in book.catalogue.services.items():
        yield from _policy(Spot(f"services/{id_}.toml"), ("policy",), service.policy, tiers)
    for number, price in enumerate(settings.price):
        at: Key = ("price", number)
        yield from _named(Spot(SETTINGS), (*at, "service"), "service", price.service, services)
        yield from _named(Spot(SETTINGS), (*at, "tier"), "tier", price.tier, tiers)
        yield from _hours(Spot(SETTINGS, key=(*at, "hours")), price.hours)
    for number, approval in enumerate(settings.approval):
        at = ("approval", number)
        yield from _named(Spot(SETTINGS), (*at, "service"), "service", approval.service, services)
        yield from _named(Spot(SETTINGS), (*at, "tier"), "tier", approval.tier, tiers)
        if (told := unworkable(approval)) is not None:
            yield Remark(Spot(SETTINGS, key=(*at, "escalate")), told)
    for key, ids in (("tier", tiers), ("price", settings.price), ("approval", settings.approval)):
        yield from _twice(key, [one if isinstance(one, str) else one.id for one in ids])
    yield from _plans(book, tiers)
    yield from _series(book)


def _twice(key: str, ids: list[str]) -> Iterator[Remark]:
    for number, id_ in enumerate(ids):
        if id_ in ids[:number]:
            yield Remark(Spot(SETTINGS, key=(key, number, "id")), f"two {key}s have the id {id_}")


def _plans(book: Survey, tiers: list[str]) -> Iterator[Remark]:
    for id_, plan in book.plans.items():
        spot = Spot(f"plans/{id_}.toml")
        yield from _named(spot, ("services",), "service", plan.services, book.known["service"])
        if plan.tier is not None and plan.tier not in tiers:
            yield _missing(spot._replace(key=("tier",)), "tier", plan.tier, tiers)
        if (missing := lacking(plan)) is not None:
            yield Remark(spot._replace(key=("kind",)), missing)


def _series(book: Survey) -> Iterator[Remark]:
    for id_, one in book.series.items():
        spot = Spot(f"series/{id_}.toml")
        yield from _named(spot, ("service",), "service", [one.service], book.known["service"], whole=True)
        yield from _named(spot, ("asked",), "resource", one.asked, book.known["resource"])
        if one.customer is not None and one.customer not in book.known["customer"]:
            yield Remark(spot._replace(key=("customer",)), f"there is no customer {one.customer}")


def _policy(spot: Spot, key: Key, policy: Policy, tiers: list[str]) -> Iterator[Remark]:
    yield from _named(spot, (*key, "tiers"), "tier", policy.tiers or (), tiers)
    for number, cap in enumerate(policy.cap or ()):
        if (cap.bookings is None) == (cap.minutes is None):
            yield Remark(
                spot._replace(key=(*key, "cap", number)), "a cap needs bookings or minutes, and not both"
            )


def _named(
    spot: Spot, key: Key, kind: str, ids: Iterable[str], known: Iterable[str], *, whole: bool = False
) -> Iterator[Remark]:
    there = set(known)
    for number, id_ in enumerate(ids):
        if id_ not in there:
            yield _missing(spot._replace(key=key if whole else (*key, number)), kind, id_, there)


def _missing(spot: Spot, kind: str, id_: str, known: Iterable[str]) -> Remark:
    return Remark(spot, f"there is no {kind} {id_}", help=did_you_mean(id_, known))


def _hours(spot: Spot, hours: list[str]) -> Iterator[Remark]:
    try:
        parse_hours("; ".join(hours))
    except ValueError as fault:
        yield Remark(spot, str(fault))


CHECK = Check(
    "practice",
    "tiers, prices, approvals, plans and series name only what exists",
    "always",
    on_page,
    on_book,
)
