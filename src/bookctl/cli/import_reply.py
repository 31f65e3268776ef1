"""`bookctl import reply`: fit to stand at the end of a mail pipe."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from bookctl.actions.problems import Failed, NotFound, Problem, Refused, Usage
from bookctl.cli.faults import translated
from bookctl.cli.options import DryRun
from bookctl.cli.state import State, current

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.actions.perform import Done
    from bookctl.calendars.reply import Reply

LATER = 75  # sysexits.h EX_TEMPFAIL: the mail system keeps the e-mail and tries again
_DRAINED = 100_000_000


class _NotOurs(Exception):
    """An e-mail that will never be of use, whenever it is tried again."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text)
        self.problem = problem


def register(app: typer.Typer) -> None:
    """Adds `reply` to the group."""
    app.command("reply")(reply)


def reply(
    file: Annotated[str, typer.Argument(help="An e-mail or .ics file; - reads standard input.")],
    pipe: Annotated[
        bool,
        typer.Option(
            "--pipe", help="For a mail system: what is of no use exits 0, what may work later exits 75."
        ),
    ] = False,
    dry_run: DryRun = False,
) -> int:
    """A customer's answer to an invitation."""
    state = current()
    try:
        _told(state, _taken(state, file, dry=dry_run), dry=dry_run)
    except _NotOurs as fault:
        if not pipe:
            raise fault.problem from None
        print(f"bookctl: {fault.problem.text}", file=sys.stderr)
    except Exception as fault:
        problem = translated(fault) if pipe and not isinstance(fault, Problem) else fault
        if not pipe or not isinstance(problem, Problem):
            raise
        print(f"bookctl: {problem.text}", file=sys.stderr)
        return LATER
    return 0


def _taken(state: State, file: str, *, dry: bool) -> "Done":
    from bookctl.actions.perform import Plan, perform

    data = _bytes(file)
    with state.reading() as view:
        domain, now = view.index.catalogue().settings.domain, view.now
    answer = _read(data, domain)

    def action(desk: "Desk") -> "Outcome":
        from bookctl.calendars.reply_take import take

        try:
            return take(desk, answer, dry=dry)
        except (NotFound, Refused) as problem:
            raise _NotOurs(problem) from None

    return perform(state.root, state.who(now), Plan(action, dry))


def _read(data: bytes, domain: str) -> "Reply":
    from bookctl.calendars.reply import read_reply

    try:
        return read_reply(data, domain=domain)
    except Problem as problem:
        raise _NotOurs(problem) from None


def _told(state: State, done: "Done", *, dry: bool) -> None:
    outcome = done.outcome
    if state.env.shape("table", "plain", "json") == "json":
        from bookctl.render.table import json_text

        result = {
            "booking": outcome.data["id"],
            "attendance": outcome.line if outcome.records else None,
            "text": outcome.line,
            "commit": done.commit,
            "dry_run": dry,
            "changed": bool(done.files),
        }
        state.print(json_text({"result": result}))
        return
    if dry:
        from bookctl.render.diff import diff_text

        state.print(diff_text([(file.path, file.old, file.new) for file in done.files], state.look))
    state.print([f"{'would be: ' if dry else ''}{outcome.line} {outcome.data['id']}"])
    if outcome.line == "declined":
        state.say(f"the booking stays as it is; bookctl cancel {outcome.data['id']} cancels it")


def _bytes(file: str) -> bytes:
    from bookctl.calendars.reply_mail import LIMIT

    try:
        if file == "-":
            return _drained(sys.stdin.buffer, LIMIT)
        with Path(file).open("rb") as opened:
            return opened.read(LIMIT + 1)
    except FileNotFoundError:
        raise Usage(f"there is no file {file}") from None
    except OSError as fault:
        raise Failed(f"{file} cannot be read: {fault.strerror}") from None


def _drained(stream: BinaryIO, limit: int) -> bytes:
    """Reads what is too long to its end too: a mail system takes a closed pipe for a failure."""
    data, more = stream.read(limit + 1), 0
    while len(data) > limit and more < _DRAINED and (piece := stream.read(1 << 20)):
        more += len(piece)
    return data
