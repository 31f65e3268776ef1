from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookctl.cli import nouns
from bookctl.cli.options import DryRun
from bookctl.cli.state import View, current
from bookctl.cli.write import write
from bookctl.render.table import Column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.messages.due import Due
    from bookctl.messages.due_judge import Verdict
    from bookctl.model.rule import Rule

app = nouns.noun()
Id = Annotated[str, typer.Argument(metavar="RULE", help="Id of a rule.")]
COLUMNS = (Column("rule"), Column("when", shrink=True), Column("then", shrink=True), Column("paused"))


@app.callback()
def bare(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_() -> None:
    with current().reading() as view:
        found = view.index.rules()
    _print(found, "rules")


@app.command()
def kit() -> None:
    from bookctl.messages.shipped import shipped_rules

    _print(shipped_rules(), "rules")


def _print(found: "Mapping[str, Rule]", key: str) -> None:
    nouns.print_rows(
        COLUMNS,
        [_line(*item) for item in sorted(found.items())],
        [_json(*item) for item in sorted(found.items())],
        key,
    )


def _line(id_: str, rule: "Rule") -> tuple[str, ...]:
    from bookctl.messages.moments_words import then_words, when_words

    return (
        id_,
        when_words(rule),
        "; ".join(then_words(then) for then in rule.then),
        "paused" if rule.paused else "",
    )


def _json(id_: str, rule: "Rule") -> dict[str, Any]:
    from msgspec import to_builtins

    return {"id": id_, **to_builtins(rule)}


@app.command()
def show(rule: Id) -> None:
    from bookctl.cli.rule_add import shipped_text
    from bookctl.ledger.files import read_file
    from bookctl.ledger.layout import record_path
    from bookctl.model.ids import is_slug
    from bookctl.model.text import shown_lines
    from bookctl.render.table import json_text

    state = current()
    with state.reading() as view:
        own = read_file(view.opened.root, record_path("rule", rule)) if is_slug(rule) else None
        chosen = None if own is None else view.index.rules().get(rule)
    text = own.decode("utf-8", "replace") if own is not None else shipped_text(rule)
    if state.env.shape("table", "plain", "json") == "json":
        from bookctl.messages.shipped import shipped_rules

        state.print(json_text({"rule": _json(rule, chosen or shipped_rules()[rule])}))
        return
    place = (
        f"# rules/{rule}.toml" if own is not None else f"# shipped; bookctl rule add {rule} puts it to use"
    )
    state.print([place, shown_lines(text.replace("\r\n", "\n")).rstrip("\n")])


@app.command()
def add(
    rule: Id,
    channel: Annotated[
        list[str] | None,
        typer.Option("--channel", help="Another channel than email; the first that reaches them."),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.cli.rule_add import added

        return added(desk, rule, channel or [])

    write(action, dry=dry_run)


@app.command()
def pause(rule: Id, dry_run: DryRun = False) -> None:
    _set_paused(rule, True, dry=dry_run)


@app.command()
def resume(rule: Id, dry_run: DryRun = False) -> None:
    _set_paused(rule, None, dry=dry_run)


def _set_paused(rule: str, paused: bool | None, *, dry: bool) -> None:
    def action(desk: "Desk") -> "Outcome":
        from bookctl.actions.problems import NotFound
        from bookctl.actions.record import edit
        from bookctl.model.ids import is_slug
        from bookctl.model.text import shown

        if not is_slug(rule):
            raise NotFound(f"no rule is called {shown(rule)!r}", help="bookctl rule list")
        verb = "pause" if paused else "resume"
        outcome = edit(desk, "rule", rule, {"paused": paused})
        return outcome._replace(line="paused" if paused else "resumed", op=f"rule {verb} {rule}")

    write(action, dry=dry)


@app.command()
def test(
    rule: Id,
    about: Annotated[
        str, typer.Argument(metavar="BOOKING", help="A booking; a customer where the rule is about one.")
    ],
) -> None:
    from bookctl.cli.rule_about import judged

    with current().reading(everything=True) as view:
        lines, records = [], []
        for one, verdict in judged(view, rule, about):
            lines.append(_told(view, one, verdict))
            records.append(_told_json(view, one, verdict))
    columns = (Column("due"), Column("then", shrink=True), Column("state"), Column("why", shrink=True))
    nouns.print_rows(columns, lines, records, "planned")


def _told(view: View, one: "Due", verdict: "Verdict") -> tuple[str, ...]:
    from bookctl.messages.moments_words import then_words

    state = {"go": "due" if one.due <= view.now else "planned"}.get(verdict.state, verdict.state)
    return f"{view.local(one.due):%a %Y-%m-%d %H:%M}", then_words(one.then), state, verdict.reason or ""


def _told_json(view: View, one: "Due", verdict: "Verdict") -> dict[str, Any]:
    return {
        "key": one.key, "rule": one.rule, "about": one.about, "due": view.local(one.due).isoformat(),
        "planned": view.local(one.planned).isoformat(), "deadline": view.local(one.deadline).isoformat(),
        "state": verdict.state, "reason": verdict.reason, "channels": list(verdict.channels),
    }  # fmt: skip
