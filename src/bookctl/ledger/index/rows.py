"""What the index answers with. Instants are seconds UTC; stretches are half-open."""

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from bookctl.model.status import EXPIRING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookctl.ledger.finding import Finding

RowKind = Literal["booking", "session"]
KINDS: tuple[RowKind, ...] = ("booking", "session")


class Row(NamedTuple):
    """A booking or session. `uses` are (resource, start, end, units); `price` is the number in the file.

    `until` is when a hold or a request expires, see `lapsed`; `created` is the first entry of the history,
    `changed` the newest one, `minutes` what it really took. `sequence` is how often time, place or status changed
    since it was made (RFC 5545, section 3.8.7.4). `extra` is what few bookings have, see `more`.
    """

    id: str
    kind: RowKind
    page: str
    start: int
    end: int
    status: str
    service: str
    customer: str | None
    session: str | None
    seats: int
    price: float | None
    zone: str | None
    until: int | None
    uses: tuple[tuple[str, int, int, int], ...]
    source: str | None
    created: int | None
    minutes: int | None = None
    changed: int | None = None
    sequence: int = 0
    extra: tuple[Any, ...] | None = None

    def lapsed(self, now: int) -> bool:
        """Whether it was a hold or a request that gave its time free by itself before the instant."""
        return self.until is not None and self.until <= now and self.status in EXPIRING

    @property
    def more(self) -> "Extra":
        """What few bookings have, with its defaults."""
        return PLAIN if self.extra is None else Extra(*self.extra)


class Extra(NamedTuple):
    """What few bookings have. `cover` are (purchase, visits, amount); amounts are the numbers in the file.

    `decide` is the instant at which it is decided whether a session takes place.
    """

    cover: tuple[tuple[str, int, float], ...] = ()
    late: bool = False
    fee: float | None = None
    deposit: float | None = None
    series: str | None = None
    wait: str | None = None
    project: str | None = None
    coupon: str | None = None
    prices: tuple[str, ...] = ()
    approvals: tuple[str, ...] = ()
    decide: int | None = None
    min_seats: int = 0

    @property
    def covered(self) -> float:
        return sum(amount for _, _, amount in self.cover)


PLAIN = Extra()


class CustomerRow(NamedTuple):
    """`retired` is a date as YYYY-MM-DD; `alerts` are what must be known before working with the person."""

    id: str
    name: str
    phone: str | None
    email: str | None
    tags: tuple[str, ...]
    language: str | None
    prefers: tuple[str, ...]
    retired: str | None
    alerts: tuple[str, ...] = ()


class PaymentRow(NamedTuple):
    """Money that changed hands; `amount` is the number in the file, never negative, `kind` says which way it went."""

    id: str
    at: int
    kind: str
    amount: float
    method: str
    booking: str | None
    customer: str


class PurchaseRow(NamedTuple):
    """What a customer bought ahead; `expires` is a date as YYYY-MM-DD, the last day on which it holds."""

    id: str
    at: int
    customer: str
    plan: str
    name: str | None
    sessions: int | None
    expires: str | None
    price: float | None
    kind: str = "pass"
    value: float | None = None
    services: tuple[str, ...] = ()
    freeze: int = 0
    tier: str | None = None
    method: str | None = None
    by: str | None = None
    voided: int | None = None
    refunded: float | None = None
    page: str = ""


class FreezeRow(NamedTuple):
    """Days on which a purchase covers nothing: dates as YYYY-MM-DD, both included."""

    purchase: str
    start: str
    end: str
    at: int


class WaitRow(NamedTuple):
    """Who waits for what; `start` and `end` are dates as YYYY-MM-DD, both included, `dropped` an instant."""

    id: str
    at: int
    customer: str
    service: str
    session: str | None
    start: str
    end: str
    hours: tuple[str, ...]
    asked: tuple[str, ...]
    seats: int
    dropped: int | None
    page: str


class ResourceLight(NamedTuple):
    """`retired` is a date as YYYY-MM-DD."""

    id: str
    name: str
    kind: str
    retired: str | None


class SettingsLight(NamedTuple):
    name: str
    timezone: str
    currency: str
    locale: str
    week_start: str
    invitations: str | None = None


class Refreshed(NamedTuple):
    """The files that were new, different or gone, and what is wrong with those that do not read."""

    changed: tuple[str, ...]
    broken: "tuple[Finding, ...]"


class SettingsBroken(Exception):
    """bookctl.toml is missing or does not read; `findings` say where."""

    def __init__(self, findings: "Sequence[Finding]") -> None:
        super().__init__("the ledger's settings do not read")
        self.findings = tuple(findings)
