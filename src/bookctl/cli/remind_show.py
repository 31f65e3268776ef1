"""What remind would do, and how it stands."""

from typing import TYPE_CHECKING, Any

from bookctl.render.table import Column

if TYPE_CHECKING:
    from bookctl.cli.state import State, View
    from bookctl.messages.run_look import Task

COLUMNS = (
    Column("due"), Column("what"), Column("rule"), Column("about"), Column("to"), Column("channel"),
    Column("reason", shrink=True),
)  # fmt: skip


def show_plan(state: "State") -> None:
    from bookctl.cli.nouns import print_rows
    from bookctl.messages.run_look import tasks
    from bookctl.messages.run_memory import last_run

    with state.reading(everything=True) as view:
        last = last_run(view.opened.state)
        due = tasks(view.opened, view.now, last.at if last else None)
        rows = _chores(view)
        rows += [row for task in due if (row := _row(state, view, task)) is not None]
    if not rows:
        state.say("nothing is due")
    keys = [column.title for column in COLUMNS]
    print_rows(COLUMNS, rows, [dict(zip(keys, row, strict=True)) for row in rows], "due")


def _chores(view: "View") -> list[tuple[str, ...]]:
    """Classes that would be cancelled, and offers that would be made."""
    from bookctl.messages.run_chores import chores

    found, at = chores(view.opened, view.now), f"{view.local(view.now):%Y-%m-%d %H:%M}"
    decide: list[tuple[str, ...]] = [
        (at, "cancel", "", line.split()[1], "", "", "too few joined") for line in found.decide
    ]
    return decide + [(at, "offer", "", line.split()[2], "", "", "next in line") for line in found.offer]


def _row(state: "State", view: "View", task: "Task") -> tuple[str, ...] | None:
    """None for what its rule does not want after all."""
    from bookctl.cli.remind import job
    from bookctl.messages.channels.letter import nothing
    from bookctl.messages.run_step import Ready, judged, prepared

    found = judged(job(state), task, view.opened)
    if found is not None and found[1].due.then.offer:
        from bookctl.messages.run_look import live

        found = found if live(view.opened, [task], view.now) else None
    if found is None or found[2].state == "never":
        return None
    ready = prepared(job(state), task, view.opened)
    one, item = found[1].due, ready.item
    if item is None:
        return None
    missed = item.state == "missed"
    what = "missed" if missed else one.then.send or one.then.mark or one.then.run or "offer"
    reason = item.reason
    if isinstance(ready, Ready) and ready.mistake:
        what, reason = "mistake", ready.attempt(nothing).reason
    return (
        f"{view.local(one.due):%Y-%m-%d %H:%M}",
        what,
        one.rule,
        one.about,
        item.to or "",
        item.channel or "",
        reason,
    )


def show_status(state: "State") -> None:
    from bookctl.messages.status import status

    shape = state.env.shape("table", "plain", "json")
    with state.reading() as view:
        found = status(view.opened, view.now)
        lines = {
            "this machine": found.machine or "has never sent",
            "sends": found.sender or "no machine is named: bookctl remind --take-over",
            "last run": _last(view, found.last),
            "due now": str(found.now_due),
            "next due": f"{view.local(found.next_due):%a %d %b %Y, %H:%M}"
            if found.next_due
            else "nothing within 8 days",
            "on its way": str(len(found.waiting)),
        }
        for what in ("failed", "unknown", "missed"):
            lines[what] = str(sum(one.state == what for one in found.troubles))
        troubles = [
            f"  {one.state}  {one.rule}  {one.about}  {one.key}  {one.reason or ''}".rstrip()
            for one in found.troubles if one.state != "missed"
        ]  # fmt: skip
    if shape == "json":
        from bookctl.render.table import json_text

        told = found._replace(waiting=[item._asdict() for item in found.waiting], troubles=[])  # type: ignore[arg-type]
        data = told._asdict() | {
            "last": found.last and found.last.at,
            "troubles": [one.key for one in found.troubles],
        }
        state.print(json_text({"status": data}))
    else:
        width = max(map(len, lines))
        state.print([*(f"{name:<{width}}  {text}" for name, text in lines.items()), *troubles])


def _last(view: "View", last: Any) -> str:
    if last is None:
        return "never"
    return f"{view.local(last.at):%a %d %b %Y, %H:%M}, {last.sent} sent, {last.failed} failed"
