from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from bookctl.actions.problems import NotFound, Partly, Refused
from bookctl.cli import message_invite, message_preview, nouns
from bookctl.cli.rows import rfc3339
from bookctl.cli.state import View, current
from bookctl.model.time import DAY
from bookctl.render.table import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bookctl.messages.outbox import Item
    from bookctl.model.message import Message

app = nouns.noun()
Key = Annotated[str, typer.Argument(help="The message's key, or its beginning.")]
COLUMNS = (
    Column("key"), Column("at"), Column("state"), Column("rule"), Column("about"), Column("channel"), Column("to"),
    Column("reason", shrink=True),
)  # fmt: skip


@app.callback()
def bare(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_(
    when: Annotated[
        str | None, typer.Argument(help="'last month', '2026-11-01..2026-11-30'; absent: the last 7 days.")
    ] = None,
) -> None:
    """What was sent."""
    from bookctl.cli.query import span

    with current().reading() as view:
        start, end = span(view, when) if when else (view.now - 7 * DAY, view.now + 1)
        found = list(_recorded(view, start, end))
        rows = [_row(view, one) for one in found]
        records = [_json(one) for one in found]
    nouns.print_rows(COLUMNS, rows, records, "messages")


@app.command()
def show(key: Key) -> None:
    """One message: what came of it, and what its booking is."""
    from bookctl.render.table import json_text

    state = current()
    shape = state.env.shape("table", "plain", "json")
    with state.reading() as view:
        told = _json(_find(view, key))
    if shape == "json":
        state.print(json_text({"message": told}))
    else:
        width = max(map(len, told))
        state.print([f"{name:<{width}}  {value}" for name, value in told.items() if value is not None])


@app.command()
def outbox() -> None:
    """What this machine is trying to send."""
    from bookctl.messages.outbox import Outbox

    columns = (Column("key"), Column("state"), Column("tries", "right"), Column("next"), Column("rule"), Column("about"),
               Column("channel"), Column("reason", shrink=True))  # fmt: skip
    with current().reading() as view:
        items = list(Outbox(view.opened.state).items())
        rows = [_waiting(view, item) for item in items]
    nouns.print_rows(columns, rows, [item._asdict() for item in items], "outbox")


@app.command()
def retry(
    key: Key, yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False
) -> None:
    """Send again what failed, or of which nobody knows whether it arrived."""
    from bookctl.cli.remind import job, told
    from bookctl.messages.run_again import again

    state = current()
    with state.reading() as view:
        one = _find(view, key)
    if one.state not in {"failed", "unknown", "missed"}:
        raise Refused(
            f"{one.key} was {'sent' if one.state == 'sent' else 'taken as done'}; it is not sent again"
        )
    if not yes:
        doubt = ", and may have arrived" if one.state == "unknown" else ""
        from bookctl.cli.asking import ask

        ask(f"{one.rule} about {one.about} is {one.state}{doubt}; send it now?", "nothing was sent")
    item = again(job(state), one.key)
    if item.state != "sent":
        raise Partly(told(item))
    state.print([told(item)])


def _recorded(view: View, start: int, end: int) -> "Iterator[Message]":
    """What was due in the instants [start, end), the oldest first."""
    from bookctl.ledger.journals import load_messages
    from bookctl.model.time import local_day

    day, last = local_day(start, view.zone), local_day(max(start, end - 1), view.zone)
    while day <= last:
        page, _ = load_messages(view.opened.root, day)
        yield from (one for one in page.message if start <= one.due.timestamp() < end)
        day += timedelta(days=1)


def _find(view: View, key: str) -> "Message":
    from bookctl.ledger.journals import journals, load_messages

    found = []
    if key:
        for _, day in journals(view.opened.root, "message"):
            page, _ = load_messages(view.opened.root, day)
            found += [one for one in page.message if one.key.startswith(key.lower())]
    if len(found) != 1:
        raise NotFound(
            f"{'no' if not found else 'more than one'} message has a key that begins with {key!r}",
            help="bookctl message list",
        )
    return found[0]


def _row(view: View, one: "Message") -> tuple[str, ...]:
    at = view.local(int(one.at.timestamp()))
    return (
        one.key, f"{at:%Y-%m-%d %H:%M}", one.state, one.rule, one.about, one.channel or "", one.to or "", one.reason or "",
    )  # fmt: skip


def _json(one: "Message") -> dict[str, object]:
    from msgspec.structs import asdict

    return asdict(one) | {"due": one.due.isoformat(), "at": one.at.isoformat()}


def _waiting(view: View, item: "Item") -> tuple[str, ...]:
    following = rfc3339(item.next, view.zone) if item.next else ""
    return (
        item.key, item.state, str(item.tries), following, item.rule, item.about, item.channel or "", item.reason,
    )  # fmt: skip


message_preview.register(app)
message_invite.register(app)
