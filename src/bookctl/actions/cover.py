"""Which purchases pay for a booking."""

from typing import TYPE_CHECKING

from bookctl.model.booking import Cover

if TYPE_CHECKING:
    from bookctl.actions.deal import Party
    from bookctl.actions.desk import Desk


def cover_for(desk: "Desk", party: "Party", minor: int | None, wanted: str | None) -> list[Cover]:
    """What purchases of the customer pay of the price (minor units) on the booking's local day.

    `wanted` is the id of the one that must pay for it, `none`, or None for the best there is. Refused where the wanted
    one does not cover it. `party.ignore` is the booking that is being moved.
    """
    return []
