"""From an action to a changed book and a line that says so."""

from typing import TYPE_CHECKING, Any

from bookctl.actions.outcome import Outcome
from bookctl.actions.problems import Usage
from bookctl.cli.patience import patience
from bookctl.cli.rows import booking_json
from bookctl.cli.state import State, current

if TYPE_CHECKING:
    from collections.abc import Callable

    from bookctl.actions.desk import Desk
    from bookctl.actions.perform import Done
    from bookctl.words import Context, Moment

MANY = 3


def write(action: "Callable[[Desk], Outcome]", *, dry: bool, yes: bool = False) -> "Done":
    """Performs the action and tells the outcome; asks first where many records change."""
    from bookctl.actions.perform import Plan, perform

    state = current()
    shape = state.env.shape("table", "plain", "json")

    def told(desk: "Desk") -> Outcome:
        outcome = action(desk)
        return outcome._replace(line=_sentence(desk, outcome), data=_data(desk, outcome))

    def go(*, agreed: bool) -> "Done":
        def agree(outcome: Outcome) -> None:
            if outcome.records >= MANY and not agreed:
                raise _ToAsk(outcome)
            if shape == "table" and "when" in outcome.data:
                state.say(outcome.data["when"])

        with patience("changing the book", quiet=state.env.quiet):
            return perform(state.root, state.who(state.clock_in()), Plan(told, dry, agree))

    try:
        done = go(agreed=yes)
    except _ToAsk as asking:  # the question is put when the lock is free again
        from bookctl.cli.asking import ask

        ask(f"{asking.outcome.line}: this changes {asking.outcome.records} records; go on?")
        done = go(agreed=True)
    _report(state, done, shape, dry=dry)
    return done


class _ToAsk(Exception):
    """So many records that somebody has to agree."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.line)
        self.outcome = outcome


def moment(desk: "Desk", text: str) -> "Moment":
    """What a person typed for a time; Usage where it does not read."""
    from bookctl.words import WordError, parse_moment

    try:
        return parse_moment(text, words_of(desk))
    except WordError as fault:
        raise Usage(str(fault), help="bookctl help dates") from None


def words_of(desk: "Desk") -> "Context":
    from bookctl.words import Context

    return Context(desk.now, desk.zone, desk.settings.first_weekday)


def _report(state: State, done: "Done", shape: str, *, dry: bool) -> None:
    for path in done.adopted:
        state.say(f"your hand edit of {path} was committed first")
    for warning in done.warnings:
        state.say(f"note: {warning}")
    if shape == "json":
        from bookctl.render.table import json_text

        result = {**done.outcome.data, "commit": done.commit, "dry_run": dry, "changed": bool(done.files)}
        state.print(json_text({"result": result}))
    elif dry:
        from bookctl.render.diff import diff_text

        state.say(f"would be: {done.outcome.line}")
        state.print(diff_text([(file.path, file.old, file.new) for file in done.files], state.look))
    else:
        state.print([done.outcome.line])


def _sentence(desk: "Desk", outcome: Outcome) -> str:
    data = outcome.data
    if "start" not in data:
        rest = "  ".join(str(data[key]) for key in ("id", "name", "text") if data.get(key))
        return f"{outcome.line}  {rest}".rstrip()
    who = desk.index.customer(data["customer"]) if data["customer"] else None
    parts = (
        who.name if who else "",
        desk.service_names.get(data["service"], data["service"]),
        ", ".join(dict.fromkeys(use[0] for use in data["uses"])),
        _price(desk, data["price"]),
    )
    return f"{outcome.line} {data['id']}  {_when(desk, data)}  " + " · ".join(part for part in parts if part)


def _when(desk: "Desk", data: dict[str, Any]) -> str:
    from bookctl.words import echo_moment

    return echo_moment(data["start"], (data["end"] - data["start"]) // 60, desk.now, desk.zone)


def _price(desk: "Desk", price: float | None) -> str:
    from bookctl.ledger.format import money

    return "" if price is None else f"{money(price, desk.settings.currency)} {desk.settings.currency}"


def _data(desk: "Desk", outcome: Outcome) -> dict[str, Any]:
    if "start" not in outcome.data:
        return outcome.data
    return booking_json(outcome.data, desk.zone) | {"when": _when(desk, outcome.data)}
