import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookctl.actions.problems import Partly, Usage
from bookctl.cli.options import DryRun, Yes
from bookctl.cli.state import current
from bookctl.cli.write import MANY

if TYPE_CHECKING:
    from bookctl.actions.apply import Answer
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome

app = typer.Typer(rich_markup_mode=None)


@app.command()
def apply(
    skip: Annotated[bool, typer.Option("--skip", help="Take what can be taken, tell the rest.")] = False,
    stop_on_error: Annotated[
        bool, typer.Option("--stop-on-error", help="All or nothing (the usual way).")
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    if skip and stop_on_error:
        raise Usage("--skip and --stop-on-error exclude each other")
    _run(sys.stdin.buffer.read().splitlines(), skip=skip, dry=dry_run, yes=yes)


def _run(lines: list[bytes], *, skip: bool, dry: bool, yes: bool) -> None:
    from bookctl.actions.perform import Plan, perform
    from bookctl.ledger.index.quiet import no_collector

    state = current()
    told: list[bytes] = []
    failed: list[Answer] = []

    def action(desk: "Desk") -> "Outcome":
        told.clear()
        failed.clear()
        return _decide(desk, lines, told, failed, skip=skip)

    def agree(outcome: "Outcome") -> None:
        if outcome.records >= MANY and not yes:
            raise Usage(f"this changes {outcome.records} records", help="--yes says it beforehand")

    try:
        with no_collector():
            perform(state.root, state.who(state.clock_in()), Plan(action, dry, agree))
    except BaseException:
        if skip or not failed:
            told.clear()  # decided, but not done: no line may say that it was
        raise
    finally:
        if told:
            state.print(b"\n".join(told).decode() + "\n")
    if failed:
        raise Partly(f"{len(failed)} of {len(lines)} requests were not done", help="the others were")


def _decide(
    desk: "Desk", lines: list[bytes], told: list[bytes], failed: "list[Answer]", *, skip: bool
) -> "Outcome":
    """Answers all lines; one that fails stops all of it, unless such are skipped."""
    from msgspec.json import Encoder

    from bookctl.actions.apply import answers
    from bookctl.actions.outcome import Outcome

    encode = Encoder().encode
    done = 0
    for answer in answers(desk, lines, stop=not skip):
        told.append(encode(_line(answer, desk)))
        if answer.problem is not None:
            failed.append(answer)
        elif answer.outcome is not None:
            done += answer.outcome.records
    if failed and not skip:
        told[:-1] = []
        problem = failed[0].problem
        raise (
            type(problem)(
                f"line {failed[0].line}: {problem.text}; nothing was changed", help="--skip takes the others"
            )
            if problem
            else AssertionError
        )
    return Outcome(f"apply {done}", f"{done} done, {len(failed)} not", {}, records=done)


def _line(answer: "Answer", desk: "Desk") -> dict[str, Any]:
    if answer.problem is not None:
        return {
            "line": answer.line,
            "ok": False,
            "exit": answer.problem.exit_code,
            "error": answer.problem.as_dict(),
        }
    outcome = answer.outcome
    data = outcome.data if outcome else {}
    op = outcome.op if outcome else None
    if "start" not in data:
        return {"line": answer.line, "ok": True, "op": op, "id": data.get("id")}
    return {
        "line": answer.line,
        "ok": True,
        "op": op,
        "id": data["id"],
        "start": desk.stamp(data["start"]),
        "end": desk.stamp(data["end"]),
        "resources": list(dict.fromkeys([use[0] for use in data["uses"]])),
        "status": data["status"],
    }
