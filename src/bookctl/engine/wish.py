"""What is asked of the engine, and its answers."""

from typing import NamedTuple

from bookctl.model.status import Held


class Wish(NamedTuple):
    """A booking as it is wanted. `start` is an instant; None only where free times are looked for.

    `asked` must be among the resources taken, `prefers` should, the first most. `ignore` is the booking
    that is being moved. `tier` is the customer's; `avoid` are resources that may not be taken. `minutes` is the length of the whole booking, for services of one step. `force`
    overrides the rules of time; it counts for `staff` only.
    """

    service: str
    start: int | None
    addons: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    prefers: tuple[str, ...] = ()
    customer: str | None = None
    ignore: str | None = None
    minutes: int | None = None
    force: bool = False
    staff: bool = True
    tier: str | None = None
    avoid: frozenset[str] = frozenset()


class Refusal(NamedTuple):
    """Why not: `text` is one plain sentence, `file` and `key` say where the rule is written.

    Codes: past, notice, horizon; overlap, hours, away, closed, retired, capacity; need, unknown, addon,
    class (no session then), length; customer, seats, status, early; tier, tag, cap, deadline, hold, price, coupon, cover, approval, deposit.
    """

    code: str
    text: str
    file: str | None = None
    key: str | None = None
    blockers: tuple[Held, ...] = ()
    resources: tuple[str, ...] = ()


class Choice(NamedTuple):
    """Who serves a need, and why that one."""

    need: str
    resource: str
    why: str


class Placement(NamedTuple):
    """A booking that can be made: instants, half-open; uses with padding and without owner; minor units.

    `overridden` are the refusals that force took no notice of.
    """

    start: int
    end: int
    uses: tuple[Held, ...]
    price: int | None
    chosen: tuple[Choice, ...] = ()
    overridden: tuple[Refusal, ...] = ()


class Reason(NamedTuple):
    """One resource that could serve a need; `refusal` is None where it is free. No resource: nobody could."""

    need: str
    resource: str | None
    refusal: Refusal | None
    chosen: bool = False
