"""What customers answer to a service's questions."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk


def keep(desk: "Desk", customer: str, booking: str, service: str, given: Mapping[str, str]) -> None:
    """Judges the answers and writes them into the customer's file; Refused with every fault."""
