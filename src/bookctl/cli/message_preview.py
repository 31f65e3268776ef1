"""`bookctl message preview`: what a rule would say about a booking."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookctl.cli.state import View, current

if TYPE_CHECKING:
    from bookctl.messages.due import Due
    from bookctl.messages.due_judge import Verdict
    from bookctl.messages.template import Text


def register(app: typer.Typer) -> None:
    """Adds `preview` to the group `bookctl message`."""
    app.command("preview")(preview)


def preview(
    rule: Annotated[str, typer.Argument(help="Id of a rule, the ledger's or a shipped one.")],
    about: Annotated[
        str, typer.Argument(metavar="BOOKING", help="A booking; a customer where the rule is about one.")
    ],
    language: Annotated[str | None, typer.Option("--language", help="en or zh, instead of theirs.")] = None,
) -> None:
    from bookctl.cli.rule_about import judged
    from bookctl.model.text import shown_lines
    from bookctl.render.table import json_text

    state = current()
    shape = state.env.shape("table", "plain", "json")
    with state.reading(everything=True) as view:
        found = [
            _told(view, one, verdict, language)
            for one, verdict in _nearest(view, judged(view, rule, about))
            if one.then.send is not None
        ]
    if shape == "json":
        state.print(json_text({"messages": found}))
        return
    for number, message in enumerate(found):
        state.print("\n".join(([""] if number else []) + [shown_lines(line) for line in _lines(message)]))


def _nearest(view: View, found: "list[tuple[Due, Verdict]]") -> "list[tuple[Due, Verdict]]":
    """Those at the next instant to come, else at the last one that was."""
    ahead = [one.due for one, _ in found if one.deadline > view.now]
    at = min(ahead) if ahead else max(one.due for one, _ in found)
    return [(one, verdict) for one, verdict in found if one.due == at]


def _told(view: View, one: "Due", verdict: "Verdict", language: str | None) -> dict[str, Any]:
    text, speech = _rendered(view, one, verdict, language)
    return {
        "rule": one.rule, "about": one.about, "to": one.then.to, "who": _who(view, verdict) if one.then.to == "customer" else None,
        "channels": list(verdict.channels or one.then.channel), "due": view.local(one.due).isoformat(), "language": speech,
        "state": verdict.state, "reason": verdict.reason, "subject": text.subject, "body": text.body,
    }  # fmt: skip


def _rendered(view: View, one: "Due", verdict: "Verdict", language: str | None) -> "tuple[Text, str]":
    """As it would read when it is due, or now where that is past."""
    from bookctl.actions.problems import Usage
    from bookctl.messages.facts import facts
    from bookctl.messages.shipped import LANGUAGES
    from bookctl.messages.subjects import Book
    from bookctl.messages.template import TemplateError, render

    if language is not None and language not in LANGUAGES:
        raise Usage(f"--language is one of {', '.join(LANGUAGES)}")
    about = verdict.subject._replace(language=language or verdict.subject.language)
    known = facts(Book(view.index, view.opened.root), about, max(one.due, view.now))
    try:
        return render(str(one.then.send), about.language, known, root=view.opened.root), about.language
    except TemplateError as fault:
        raise Usage(str(fault)) from None


def _who(view: View, verdict: "Verdict") -> str | None:
    row = view.index.customer(verdict.subject.customer_id or "")
    return f"{row.name} ({row.id})" if row else verdict.subject.customer_id


def _lines(message: dict[str, Any]) -> list[str]:
    who = message["who"] or f"the {message['to']}"
    lines = [
        f"To:       {who}",
        f"Channel:  {' or '.join(message['channels']) or 'none'}",
        f"Due:      {message['due'][:16].replace('T', ' ')}",
    ]
    if message["state"] != "go":
        lines.append(f"Not sent: {message['reason']}")
    if message["subject"] is not None:
        lines.append(f"Subject:  {message['subject']}")
    return [*lines, "", *message["body"].rstrip("\n").split("\n")]
