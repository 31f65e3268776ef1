import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bookctl.actions.problems import Usage
from bookctl.cli.state import State, current

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bookctl.actions.doctor import Answer

app = typer.Typer(rich_markup_mode=None)


@app.command()
def doctor() -> int:
    from bookctl.actions.doctor import Place, examine

    state = current()
    shape = state.env.shape("table", "plain", "json")
    place = Place(_root(state), os.environ, sys.stdout.encoding or "ascii", state.clock())
    answers = [*examine(place), *_book(state, place.root)]
    if shape == "json":
        from bookctl.render.table import json_text

        state.print(json_text({"answers": [answer._asdict() for answer in answers]}))
    else:
        state.print(_lines(answers))
    return 1 if any(answer.ok is False for answer in answers) else 0


def _root(state: State) -> Path | None:
    try:
        return state.root
    except Usage:
        return None


def _book(state: State, root: Path | None) -> "Iterator[Answer]":
    """What only the open book can tell."""
    from bookctl.actions.doctor import Answer

    if root is None:
        return
    with state.reading(everything=True) as view:
        broken = view.index.broken()
        yield Answer("ledger", "do all files read", not broken, "bookctl check")
        dirty = view.index.dirty(view.opened.state) if view.opened.state.git_dir else []
        hint = f"{', '.join(dirty[:3])}: the next change, or bookctl adopt, commits them first"
        yield Answer("git", "is everything committed", not dirty, hint)
        if not broken:
            from bookctl.actions.userconfig import UserConfig
            from bookctl.messages.health import answers

            rules = any(not rule.paused for rule in view.index.rules().values())
            settings = view.index.catalogue().settings
            yield from (Answer(*one) for one in answers(root, settings, UserConfig(), view.now, rules=rules))


def _lines(answers: "list[Answer]") -> list[str]:
    mark = {True: "yes", False: "no", None: "?"}
    lines = []
    for section in dict.fromkeys(answer.section for answer in answers):
        lines.append(section)
        for answer in answers:
            if answer.section == section:
                hint = f"  -> {answer.hint}" if answer.ok is not True and answer.hint else ""
                lines.append(f"  {mark[answer.ok]:<4}{answer.question}{hint}")
    return lines
