"""What was typed for an option, as the value an action takes."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bookctl.actions.problems import Usage

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.requests import NewStatus
    from bookctl.model.service import Need

TIME_ALONE = re.compile(r"\d{1,2}([:：]\d{2})?\s*([ap]m)?\Z", re.IGNORECASE)


def amount(desk: "Desk", text: str | None) -> float | None:
    """Money as typed, in the ledger's currency."""
    if text is None:
        return None
    from bookctl.model.money import format_minor
    from bookctl.words import WordError, parse_money

    try:
        return float(format_minor(parse_money(text, desk.settings.currency), desk.settings.currency))
    except WordError as fault:
        raise Usage(str(fault)) from None


def new_status(text: str) -> "NewStatus":
    """The status of a new booking."""
    from typing import get_args

    from bookctl.actions.requests import NewStatus

    if text not in get_args(NewStatus):
        raise Usage(f"a new booking is {', '.join(get_args(NewStatus))}, not {text!r}")
    return text  # type: ignore[return-value]


def on_the_day_of(desk: "Desk", booking: str, when: str) -> str:
    """A time alone is meant on the booking's own day."""
    if not TIME_ALONE.match(when.strip()):
        return when
    return f"{desk.day(desk.row(booking).start).isoformat()} {when}"


def needs(texts: Sequence[str] | None) -> "list[Need] | None":
    """`kind:room,after=15`, `skill:deep-tissue`, `resource:room-2`; None where none was given."""
    return [_need(text) for text in texts] if texts else None


def known_needs(desk: "Desk", texts: Sequence[str]) -> "list[Need]":
    """As `needs`, where a resource that is named must be one of the ledger's."""
    from msgspec.structs import replace

    from bookctl.actions.lookup import named

    return [
        replace(need, resource=named("resource", desk.resource_names, need.resource))
        if need.resource
        else need
        for need in needs(texts) or ()
    ]


def _need(text: str) -> "Need":
    from bookctl.model.service import Need

    values: dict[str, Any] = {}
    for part in text.split(","):
        key, colon, value = part.strip().replace("=", ":", 1).partition(":")
        if key in {"skill", "skills"} and colon and value:
            values.setdefault("skills", []).append(value)
        elif key in {"kind", "resource", "role"} and colon and value:
            values[key] = value
        elif key in {"before", "after", "units"} and value.isascii() and value.isdigit():
            values[key] = int(value)
        else:
            raise Usage(
                f"--need {text!r}: {part.strip()!r} is no part of a need",
                help="kind:room  skill:deep-tissue  resource:room-2, then before= after= units= in minutes and units",
            )
    if not values.keys() & {"kind", "skills", "resource"}:
        raise Usage(f"--need {text!r} asks for nothing", help="say kind:, skill: or resource:")
    return Need(**values)


def day(desk: "Desk", text: str) -> Any:
    """A date as typed."""
    from bookctl.cli.write import words_of
    from bookctl.words import WordError, parse_date

    try:
        return parse_date(text, words_of(desk))
    except WordError as fault:
        raise Usage(str(fault), help="bookctl help dates") from None


def given(**values: Any) -> dict[str, Any]:
    """Only what was said."""
    return {key: value for key, value in values.items() if value is not None}


def stretch(desk: "Desk", text: str) -> tuple[Any, Any]:
    """Days, the last included, or a stretch of hours on one day as local times."""
    from datetime import timedelta

    from bookctl.cli.write import words_of
    from bookctl.words import WordError, parse_moment, parse_range

    try:
        first, last = parse_range(text, words_of(desk))
        return first, last - timedelta(days=1)
    except WordError as fault:
        try:
            moment = parse_moment(text, words_of(desk))
        except WordError:
            raise Usage(str(fault), help="bookctl help dates") from None
    if moment.minutes is None:
        raise Usage(f"{text!r} has no end", help="write fri 13:00-17:00, or a day alone")
    start = desk.local(moment.at).replace(tzinfo=None)
    return start, desk.local(moment.at + moment.minutes * 60).replace(tzinfo=None)
