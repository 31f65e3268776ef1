import os
from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.actions.problems import Partly, Usage
from bookctl.cli.state import State, current

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bookctl.messages.outbox import Item
    from bookctl.messages.run import Report
    from bookctl.messages.run_step import Job

app = typer.Typer(rich_markup_mode=None)


@app.command()
def remind(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Show what would go out; send and record nothing.")
    ] = False,
    status: Annotated[
        bool, typer.Option("--status", help="Who sends, the last run, what comes next, what went wrong.")
    ] = False,
    catch_up: Annotated[bool, typer.Option("--catch-up", help="Send what piled up, too.")] = False,
    mark_done: Annotated[
        bool, typer.Option("--mark-done", help="Take everything that is due as done; send nothing.")
    ] = False,
    take_over: Annotated[
        bool, typer.Option("--take-over", help="Make this machine the one that sends.")
    ] = False,
) -> None:
    if sum((dry_run, status, catch_up, mark_done, take_over)) > 1:
        raise Usage("--dry-run, --status, --catch-up, --mark-done and --take-over exclude each other")
    state = current()
    if dry_run or status:
        from bookctl.cli.remind_show import show_plan, show_status

        show_plan(state) if dry_run else show_status(state)
    elif take_over:
        _take_over()
    else:
        _run(state, catch_up=catch_up, mark_done=mark_done)


def _invite(state: State, bookings: "tuple[str, ...]") -> None:
    """Each on its own: what fails now is tried again by the next run."""
    from bookctl.actions.problems import Problem, Refused

    wrong = []
    for booking in bookings:
        from bookctl.cli.message_invite_send import send

        try:
            send(state, booking, by_hand=False)
        except Refused:
            continue  # nothing to tell it with, such as a customer without an address
        except Problem as fault:
            wrong.append(f"{booking}: {fault.text}")
    if wrong:
        raise Partly(f"{len(wrong)} invitations did not go out", lines=wrong, help="bookctl message outbox")


def _run(state: State, *, catch_up: bool, mark_done: bool) -> None:
    from bookctl.messages.run import How, run

    report = run(state.root, state.clock_in(), state.say, lambda: job(state), How(catch_up, mark_done))
    _tell(state, report)
    _invite(state, report.invites)
    if report.failures:
        raise Partly(
            _sentence(report.failures),
            lines=[told(item) for item in report.failures],
            help="bookctl remind --status",
        )


def job(state: State) -> "Job":
    from bookctl.actions.perform import Who
    from bookctl.actions.userconfig import UserConfig
    from bookctl.messages.run_step import Job

    now = state.clock_in()
    who, clock = state.who(now), state.clock if state.env.now is None else lambda: now
    return Job(state.root, Who("bookctl remind", *who[1:]), UserConfig(os.environ), clock)


def _tell(state: State, report: "Report") -> None:
    """Silent where nothing was done: whatever a command of cron prints, somebody gets as a mail."""
    if report.other is not None and os.isatty(2):
        state.say(
            f"nothing was sent: {report.other} is the machine that sends; --take-over makes it this one"
        )
    if report.designated is not None:
        state.say(f"this machine sends from now on: {report.designated}")
    if report.notes and not state.env.quiet:
        state.print(report.notes)
    done = [step.item for step in report.steps if step.item is not None and not step.loud]
    if done and not state.env.quiet:
        state.print([told(item) for item in done])
    if report.waiting:
        state.say(f"{report.waiting} more wait for the next run: reminders.most in bookctl.toml")


def _sentence(items: "Iterable[Item]") -> str:
    counts: dict[str, int] = {}
    for item in items:
        counts[item.state] = counts.get(item.state, 0) + 1
    words = {
        "retry": "failed for now and will be tried again",
        "unknown": "may or may not have arrived",
        "missed": "came too late",
    }
    return "; ".join(f"{number} {words.get(what, what)}" for what, number in sorted(counts.items()))


def told(item: "Item") -> str:
    parts = (item.state, item.rule, item.about, item.channel or "", item.key, item.reason)
    return "  ".join(part for part in parts if part)


def _take_over() -> None:
    from bookctl.cli.write import write
    from bookctl.messages.run_gate import take_over

    write(take_over, dry=False, yes=True)
