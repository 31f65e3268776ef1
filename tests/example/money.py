"""What the studio's customers paid: at the end of the visit, most of them by phone."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from operator import itemgetter
from random import Random

from example.records import NOW, Record

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
METHODS = ("wechat", "wechat", "wechat", "alipay", "card", "cash")
UNPAID = 23  # every so many visits the money is forgotten; of older ones it was asked for


def payment_files(records: Iterable[Record], seed: int = 20261116, unpaid: int = UNPAID) -> dict[str, str]:
    """The pages of payments, path to text."""
    pages: dict[str, list[tuple[datetime, str]]] = {}
    rng = Random(seed)
    visits = sorted((r for r in records if r.status == "completed" and r.price), key=lambda r: (r.end, r.id))
    for number, visit in enumerate(visits, 1):
        if number % unpaid == 0:
            continue
        at = visit.end + timedelta(minutes=rng.randrange(2, 9))
        if at > NOW:
            continue
        method = rng.choice(METHODS)
        entries = [("payment", visit.price or 0, method)]
        if rng.random() < 0.12:
            entries.append(("tip", rng.choice((20, 30, 50)), method))
        for kind, amount, how in entries:
            text = _entry(rng, visit, at, (kind, amount, how))
            pages.setdefault(f"payments/{at:%Y}/{at:%Y-%m-%d}.toml", []).append((at, text))
    return {
        path: "\n".join(text for _, text in sorted(found, key=itemgetter(0))) for path, found in pages.items()
    }


def _entry(rng: Random, visit: Record, at: datetime, paid: tuple[str, float, str]) -> str:
    kind, amount, method = paid
    id_ = "p" + "".join(rng.choice(LETTERS) for _ in range(5))
    named = "" if kind == "payment" else f'kind = "{kind}"\n'
    return (
        f'[[payment]]\nid = "{id_}"\nat = {at.isoformat()}\n{named}amount = {amount:.2f}\nmethod = "{method}"\n'
        f'booking = "{visit.id}"\ncustomer = "{visit.customer}"\nby = "wang"\n'
    )
