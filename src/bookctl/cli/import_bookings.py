"""`bookctl import bookings` and `import mappings`: what other programs know, taken into the book."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookctl.cli.asking import ask
from bookctl.cli.importing import Failing, ToAsk, data_of, partly, stopped
from bookctl.cli.options import Force, Resources, Yes
from bookctl.cli.patience import patience
from bookctl.cli.state import State, current
from bookctl.cli.write import MANY
from bookctl.model.counted import counted
from bookctl.model.text import shown

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.actions.perform import Done
    from bookctl.actions.problems import Faulty
    from bookctl.intake.files import Opened
    from bookctl.intake.take import Entry, Taken, Wish
    from bookctl.render.table import Column

LONG = 1000  # rows that take long enough for a word


def register(app: typer.Typer) -> None:
    """Adds `bookings` and `mappings` to the group."""
    app.command("bookings")(bookings)
    app.command("mappings")(mappings)


def bookings(
    file: Annotated[str, typer.Argument(help="A .ics, .csv, .xlsx, .xls or .ods file; - is standard input.")],
    mapping: Annotated[
        str | None,
        typer.Option("--map", metavar="NAME", help="A ready mapping, or a file of your own (.toml)."),
    ] = None,
    service: Annotated[
        str | None, typer.Option("--service", metavar="ID", help="The service of all rows.")
    ] = None,
    resource: Resources = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook; else the first.")
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Take over what has changed at the source since.")
    ] = False,
    skip: Annotated[bool, typer.Option("--skip", help="Take the good rows, tell the others.")] = False,
    force: Force = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Show what would be taken; change nothing.")
    ] = False,
    yes: Yes = False,
) -> None:
    from bookctl.intake.files import open_file
    from bookctl.intake.take import Wish

    state = current()
    state.env.shape("table", "plain", "csv", "json")
    with patience("reading the file", quiet=state.env.quiet):
        opened = open_file(data_of(file), file, mapping, sheet)
    if opened.note:
        state.say(f"note: {file} is {opened.note}")
    wish = Wish(service, tuple(resource or ()), update, force)
    _Run(state, file, opened, wish).go(skip=skip, dry=dry_run, yes=yes)


def mappings(
    name: Annotated[str | None, typer.Argument(help="Print this one, to copy and edit.")] = None,
) -> None:
    from bookctl.cli.nouns import print_rows
    from bookctl.intake.mapping import load, ready_names, ready_text

    if name is not None:
        current().print(ready_text(name))
        return
    known = [load(one) for one in ready_names()]
    rows = [(one.name, one.title, ", ".join(one.recognise)) for one in known]
    keys = ("name", "title", "columns")
    print_rows(_columns(keys), rows, [dict(zip(keys, row, strict=True)) for row in rows], "mappings")


def _columns(titles: "tuple[str, ...]") -> "list[Column]":
    from bookctl.render.table import Column

    return [
        Column(title, shrink=title in {"customer", "service", "resources", "remark", "columns"})
        for title in titles
    ]


class _Run:
    """One import, from the decision to what is told of it."""

    def __init__(self, state: State, file: str, opened: "Opened", wish: "Wish") -> None:
        self.state, self.file, self.opened, self.wish = state, file, opened, wish
        self.taken: Taken | None = None
        self._records: list[dict[str, Any]] = []

    def go(self, *, skip: bool, dry: bool, yes: bool) -> None:
        """Decides, tells, writes; Partly where rows were left, exit 1 where that stopped all."""
        try:
            done = self._perform(skip=skip, dry=dry, agreed=yes)
        except ToAsk:
            ask(f"this makes or changes {self._result.changes} bookings; go on?")
            done = self._perform(skip=skip, dry=dry, agreed=True)
        except Failing:
            self._tell(None, dry=True)
            self._list_bad()
            raise self._stopped() from None
        self._tell(done, dry=dry)
        self._list_bad()
        if self._result.bad:
            raise partly(len(self._result.bad), dry=dry) if skip else self._stopped()

    @property
    def _result(self) -> "Taken":
        assert self.taken is not None  # noqa: S101 - perform has called the action
        return self.taken

    def _stopped(self) -> "Faulty":
        return stopped(len(self._result.bad), len(self._result.entries) + self._result.same)

    def _perform(self, *, skip: bool, dry: bool, agreed: bool) -> "Done":
        from bookctl.actions.perform import Plan, perform
        from bookctl.ledger.index.quiet import no_collector

        def agree(outcome: "Outcome") -> None:
            if outcome.records >= MANY and not agreed:
                raise ToAsk

        def action(desk: "Desk") -> "Outcome":
            from bookctl.actions.outcome import Outcome
            from bookctl.intake.take import take

            self.taken = taken = take(desk, self.opened.source, self.wish)
            self._records = [_record(entry, desk) for entry in taken.entries]
            if taken.bad and not (skip or dry):
                raise Failing
            op = f"import bookings {self.opened.source.mapping.name} {taken.changes}"
            return Outcome(op, "imported", {}, records=taken.changes)

        words = f"importing {self.opened.rows:,} rows" if self.opened.rows > LONG else "importing"
        with patience(words, quiet=self.state.env.quiet), no_collector():
            return perform(self.state.root, self.state.who(self.state.clock_in()), Plan(action, dry, agree))

    def _tell(self, done: "Done | None", *, dry: bool) -> None:
        """The rows as a table, and the sum of them; as JSON in one object."""
        taken, state = self._result, self.state
        for path in done.adopted if done else ():
            state.say(f"your hand edit of {path} was committed first")
        for warning in done.warnings if done else ():
            state.say(f"note: {warning}")
        if state.env.shape("table", "plain", "csv", "json") == "json":
            from bookctl.render.table import json_text

            bad = [{"line": line, "text": text} for line, text in taken.bad]
            sums = {"same": taken.same, "left_out": taken.left_out, "customers": taken.customers}
            rest = {"commit": done.commit if done else None, "dry_run": dry}
            state.print(json_text({"result": {"rows": self._records, "bad": bad, **sums, **rest}}))
            return
        from bookctl.cli.nouns import print_rows

        titles = ("line", "what", "id", "when", "status", "customer", "service", "resources", "remark")
        if self._records:
            print_rows(_columns(titles), [_row(record) for record in self._records], self._records, "rows")
        state.say(_sums(taken, dry=dry))

    def _list_bad(self) -> None:
        for line, text in self._result.bad:
            print(shown(f"{self.file}:{line}: {text}"), file=sys.stderr)


def _record(entry: "Entry", desk: "Desk") -> dict[str, Any]:
    row = entry.row
    return {
        "line": entry.line,
        "what": entry.what,
        "id": row.id,
        "start": desk.stamp(row.start),
        "end": desk.stamp(row.end),
        "status": row.status,
        "customer": entry.customer,
        "service": row.service,
        "resources": list(dict.fromkeys(use[0] for use in row.uses)),
        "remark": entry.remark,
    }


def _row(record: dict[str, Any]) -> tuple[str, ...]:
    when = f"{record['start'][:10]} {record['start'][11:16]}-{record['end'][11:16]}"
    texts = (record["status"], record["customer"], record["service"], " ".join(record["resources"]))
    return (str(record["line"]), record["what"], record["id"], when, *texts, record["remark"])


def _sums(taken: "Taken", *, dry: bool) -> str:
    """`12 new, 1 updated; 3 there already; 2 new customers`."""
    counts = {
        what: sum(entry.what == what for entry in taken.entries) for what in ("new", "updated", "changed")
    }
    parts = [f"{counts['new']} new"]
    parts += [f"{counts['updated']} updated"] if counts["updated"] else []
    if counts["changed"]:
        parts.append(f"{counts['changed']} changed at the source (--update takes that over)")
    parts += [f"{taken.same} there already"] if taken.same else []
    parts += [f"{taken.left_out} left out by the mapping"] if taken.left_out else []
    parts += [f"{len(taken.bad)} that cannot be taken"] if taken.bad else []
    parts += [counted(taken.customers, "new customer")] if taken.customers else []
    return ("would be: " if dry else "") + ", ".join(parts)
