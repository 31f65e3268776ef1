import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.actions.problems import Usage
from bookctl.cli import nouns
from bookctl.cli.options import DryRun
from bookctl.cli.state import State, current

if TYPE_CHECKING:
    from pathlib import Path

    from bookctl.actions.cron import Edit, Schedule

app = nouns.noun()
Kind = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help="crontab, systemd or launchd; else what is usual here."),
]
Every = Annotated[
    str,
    typer.Option("--every", metavar="LENGTH", help="How often: 5m, 15m, 1h; it divides an hour or a day."),
]


@app.callback()
def bare(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        show()


@app.command()
def show(kind: Kind = None, every: Every = "5m") -> None:
    """What install would write."""
    state, kind = current(), _kind(kind)
    shape = state.env.shape("table", "plain", "json")
    files = _made(kind, _plan(state, every))
    if shape == "json":
        from bookctl.render.table import json_text

        records = [{"path": path, "text": text} for path, text in files]
        state.print(json_text({"kind": kind, "every": every, "files": records}))
    else:
        state.print("\n".join(text if kind == "crontab" else f"# {path}\n{text}" for path, text in files))


@app.command()
def install(kind: Kind = None, every: Every = "5m", dry_run: DryRun = False) -> None:
    """Have it started from now on."""
    state, kind = current(), _kind(kind)
    plan = _plan(state, every)
    edits = _wanted(kind, plan)
    if kind == "systemd":
        from bookctl.actions.systemd import verify

        verify(edits)
    from bookctl.actions.cron import in_words

    jobs = ", ".join(job.name for job in plan.jobs)
    _change(state, kind, edits, f"installed for {kind}: {jobs}, every {in_words(plan.every)}", dry=dry_run)
    if not dry_run:
        _next(state, kind, plan)


@app.command()
def remove(kind: Kind = None, dry_run: DryRun = False) -> None:
    """Take out again what install wrote."""
    state, kind = current(), _kind(kind)
    edits = _unwanted(kind, state)
    _change(state, kind, edits, f"removed from {kind}", dry=dry_run)
    if edits and not dry_run and kind == "systemd":
        state.say("next: systemctl --user daemon-reload")


def _kind(kind: str | None) -> str:
    from bookctl.actions.cron import KINDS

    kind = kind or ("launchd" if sys.platform == "darwin" else "crontab")
    if kind not in KINDS:
        raise Usage(f"--kind is {', '.join(KINDS[:-1])} or {KINDS[-1]}, not {kind!r}")
    return kind


def _plan(state: State, every: str) -> "Schedule":
    from bookctl.actions.cron import interval, running, schedule

    minutes = interval(every)
    with state.reading() as view:
        feeds = bool(view.index.catalogue().settings.feed)
    return schedule(state.root, minutes, os.environ, program=running(sys.argv[0]), feeds=feeds)


def _made(kind: str, plan: "Schedule") -> list[tuple[str, str]]:
    """Each file's path and text."""
    if kind == "crontab":
        from bookctl.actions.crontab import block

        return [("crontab", block(plan))]
    return [(str(path), data.decode()) for path, data in _units(kind, plan).items()]


def _units(kind: str, plan: "Schedule") -> "dict[Path, bytes]":
    from bookctl.actions import launchd, systemd

    if kind == "systemd":
        return systemd.units(plan, systemd.folder(os.environ))
    return launchd.units(plan, launchd.folder(os.environ))


def _wanted(kind: str, plan: "Schedule") -> "list[Edit]":
    from bookctl.actions.cron import Edit, compared

    if kind == "crontab":
        from bookctl.actions.crontab import read_table, with_block

        old = read_table()
        new = with_block(old, plan)
        return [Edit("crontab", old or None, new)] if new != old else []
    units: dict[Path, bytes | None] = {**_units(kind, plan)}
    gone = [path for path in _present(kind, plan.key) if path not in units and not path.is_symlink()]
    return compared(units | dict.fromkeys(gone))


def _unwanted(kind: str, state: State) -> "list[Edit]":
    from bookctl.actions.cron import Edit, compared, key_of

    if kind == "crontab":
        from bookctl.actions.crontab import read_table, without_block

        old = read_table()
        new = without_block(old, key_of(state.root))
        return [Edit("crontab", old, new or None)] if new != old else []
    return compared(dict.fromkeys(_present(kind, key_of(state.root))))


def _present(kind: str, key: str) -> "list[Path]":
    from bookctl.actions import launchd, systemd

    if kind == "systemd":
        return systemd.present(key, systemd.folder(os.environ))
    return launchd.present(key, launchd.folder(os.environ))


def _change(state: State, kind: str, edits: "list[Edit]", line: str, *, dry: bool) -> None:
    if dry:
        from bookctl.render.diff import diff_text

        state.say(f"would be: {line if edits else 'nothing to change'}")
        state.print(diff_text(edits, state.look))
        return
    if not edits:
        state.print(["nothing to change"])
        return
    if kind == "crontab":
        from bookctl.actions.crontab import write_table
        from bookctl.ledger.state import find_state

        kept = write_table(edits[0], find_state(state.root), state.clock_in())
        if kept:
            state.say(f"the table as it was is kept in {kept}")
    else:
        from bookctl.actions.cron import carried_out

        carried_out(edits)
    state.print([line, *(f"  {edit.path}" for edit in edits if kind != "crontab")])


def _next(state: State, kind: str, plan: "Schedule") -> None:
    """What is left for the user to do."""
    if kind == "systemd":
        from bookctl.actions.systemd import timers

        names = " ".join(timers(plan.key, plan.jobs))
        state.print(["next:", "  systemctl --user daemon-reload", f"  systemctl --user enable --now {names}"])
        state.say("loginctl enable-linger lets them run while nobody is logged in")
    elif kind == "launchd":
        for path in _units(kind, plan):
            state.say(f"next: launchctl bootstrap gui/$(id -u) '{path}'")
