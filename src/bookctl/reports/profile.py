"""One customer on one screen: what is ahead, what was, what they like, what they spent and owe."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from bookctl.engine.owing import Account, account, charge, delivered
from bookctl.ledger.index import PurchaseRow, Row
from bookctl.model.persons import PEOPLE
from bookctl.reports.activity import level
from bookctl.reports.heatmap import NAMES
from bookctl.reports.no_show import cancelled_late
from bookctl.reports.source import Source

RECENT = 5


class Profile(NamedTuple):
    """Money in minor units; `since` is calendar days since the last visit, None where there was none."""

    ahead: list[Row]
    recent: list[Row]
    visits: int
    no_shows: int
    late: int
    money: Account
    value: int
    service: str | None
    person: str | None
    time: str | None
    since: int | None
    activity: str
    purchases: list[PurchaseRow]


def profile(source: Source, customer: str) -> Profile:
    rows = source.index.customer_rows(customer)
    visits = [row for row in rows if delivered(row.status, row.end, source.now)]
    ahead = [row for row in rows if source.live(row) and row.end > source.now and row not in visits]
    paid = [(one.kind, source.minor(one.amount)) for one in source.index.payments_of(customer=customer)]
    value = sum(map(source.price, visits))
    charged = sum(charge(row, source.now, source.currency) for row in rows)
    since = (source.day(source.now) - source.day(visits[-1].start)).days if visits else None
    past = [row for row in rows if row.start <= source.now and row not in ahead]
    return Profile(
        ahead, past[-RECENT:][::-1], len(visits), sum(row.status == "no-show" for row in rows),
        sum(cancelled_late(source, row) for row in rows), account(charged, paid), value, *_usual(source, visits), since,
        level(since, source.catalogue.settings.activity, ahead=bool(ahead)), source.index.purchases(customer),
    )  # fmt: skip


def _usual(source: Source, visits: list[Row]) -> tuple[str | None, str | None, str | None]:
    """What, with whom and when most often; the newer one where two are as frequent."""
    people = source.resources
    times = (f"{NAMES[source.local(row.start).weekday()]} {source.local(row.start):%H}:00" for row in visits)
    return (
        _most(source.services.get(row.service, row.service) for row in visits),
        _most(people[use[0]] for row in visits for use in row.uses if _works(source, use[0])),
        _most(times),
    )


def _most(values: Iterable[str]) -> str | None:
    counts = Counter(reversed(list(values)))
    return counts.most_common(1)[0][0] if counts else None


def _works(source: Source, resource: str) -> bool:
    one = source.catalogue.resources.get(resource)
    return one is not None and one.kind in PEOPLE
