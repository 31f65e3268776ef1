from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from bookctl.model.fields import Amount, Count, Minutes, Name, Record, Slug, Text
from bookctl.model.policy import Policy
from bookctl.model.question import Question


class Need(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a step asks for while it lasts: one resource of a kind and with skills, or a named one.

    The same need in several steps is the same resource throughout; twice in one step it is two.
    """

    kind: Annotated[Slug | None, Meta(description="kind of the resource")] = None
    skills: Annotated[list[Slug], Meta(description="skills it must have, all of them")] = []
    resource: Annotated[Slug | None, Meta(description="id of the one resource that will do")] = None
    before: Annotated[
        Minutes | None, Meta(description="minutes it is held ahead; absent: the resource's own")
    ] = None
    after: Annotated[
        Minutes | None, Meta(description="minutes it is held afterwards; absent: the resource's own")
    ] = None
    units: Annotated[int, Meta(ge=1, le=10_000, description="how much of its capacity is used")] = 1
    role: Annotated[Slug | None, Meta(description="tells two otherwise equal needs apart across steps")] = (
        None
    )


class Step(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One phase of a service."""

    minutes: Annotated[int, Meta(ge=1, le=43_200, description="how long the phase lasts")]
    needs: Annotated[list[Need], Meta(description="what it asks for, see Need")] = []
    name: Annotated[Name | None, Meta(description="what happens in it")] = None


class Service(Record, frozen=True, kw_only=True):
    """`services/<id>.toml`: what can be booked. Either `minutes` and `needs`, or `[[step]]` tables."""

    name: Annotated[Name, Meta(description="free text in any script")]
    category: Annotated[
        list[Name], Meta(max_length=3, description="up to three levels, the widest first")
    ] = []
    minutes: Annotated[
        int, Meta(ge=0, le=43_200, description="length of a service of one step; 0 only for an add-on")
    ] = 0
    needs: Annotated[list[Need], Meta(description="what a service of one step asks for, see Need")] = []
    step: Annotated[
        list[Step], Meta(max_length=50, description="the phases, one after the other, see Step")
    ] = []
    price: Annotated[Amount | None, Meta(description="in the ledger's currency")] = None
    addon: Annotated[bool, Meta(description="true: only booked on top of another service")] = False
    addons: Annotated[list[Slug], Meta(description="ids of the add-ons that may be booked on top")] = []
    seats: Annotated[Count | None, Meta(description="a class: how many may join one session")] = None
    min_seats: Annotated[
        int, Meta(ge=0, le=10_000, description="a class: how many must have joined for it to run")
    ] = 0
    decide: Annotated[
        Annotated[int, Meta(ge=1, le=43_200)] | None,
        Meta(description="a class: so many minutes before it starts it is cancelled if too few have joined"),
    ] = None
    description: Annotated[Text | None, Meta(description="for the customer")] = None
    question: Annotated[
        list[Question], Meta(max_length=50, description="what customers are asked, see Question")
    ] = []
    policy: Annotated[Policy, Meta(description="rules of this service, see Policy")] = Policy()
    retired: Annotated[date | None, Meta(description="from this day on it is not booked any more")] = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The phases, whichever way they are written."""
        if self.step:
            return tuple(self.step)
        return (Step(minutes=self.minutes, needs=self.needs),) if self.minutes else ()

    @property
    def length(self) -> int:
        """Minutes from start to end, padding not counted."""
        return sum(step.minutes for step in self.steps)

    @property
    def is_class(self) -> bool:
        return self.seats is not None
