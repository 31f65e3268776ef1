"""`bookctl customer import`: a list of customers, from a spreadsheet or another program, into the book."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from bookctl.actions.problems import Usage
from bookctl.cli.asking import ask
from bookctl.cli.importing import Failing, ToAsk, data_of, partly, stopped
from bookctl.cli.options import Yes
from bookctl.cli.patience import patience
from bookctl.cli.progress import Bar
from bookctl.cli.state import State, current
from bookctl.cli.write import MANY
from bookctl.model.text import shown

if TYPE_CHECKING:
    from bookctl.actions.desk import Desk
    from bookctl.actions.outcome import Outcome
    from bookctl.actions.perform import Done
    from bookctl.intake.customers import Taken, Wish
    from bookctl.intake.customers_mapping import CustomerMapping
    from bookctl.intake.table import Table

DIFFS = 20  # files whose changes are shown line by line
LISTED = 200  # rows of a table for a person
_TITLES = ("line", "what", "id", "name", "phone", "remark")


def import_(
    file: Annotated[str, typer.Argument(help="A .csv, .xlsx, .xls or .ods file; - is standard input.")],
    mapping: Annotated[
        str | None,
        typer.Option(
            "--mapping", "--map", metavar="NAME", help="A ready mapping, or a file of your own (.toml)."
        ),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook; else the first.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="As in gb18030; else found out.")
    ] = None,
    dates: Annotated[
        str | None, typer.Option("--dates", metavar="ORDER", help="day-first or month-first, for 03/04/1990.")
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            "--keep",
            metavar="COLUMN",
            help="Put it into the customer's own fields, as COLUMN=KEY under another name; * is all unknown ones (may be repeated).",
        ),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Fill in what the book lacks of known customers.")
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="As --update, and where the two differ the file is right.")
    ] = False,
    shared: Annotated[
        bool,
        typer.Option("--shared", help="One number under two names is two people."),
    ] = False,
    skip: Annotated[bool, typer.Option("--skip", help="Take the good rows, tell the others.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Show what would be taken; change nothing.")
    ] = False,
    yes: Yes = False,
) -> None:
    from bookctl.intake.customers import Wish

    state = current()
    state.env.shape("table", "plain", "csv", "json")
    if dates not in {None, "day-first", "month-first"}:
        raise Usage(f"--dates is day-first or month-first, not {dates!r}")
    with patience("reading the file", quiet=state.env.quiet):
        table, chosen = _opened(file, mapping, sheet, encoding)
    if dates:
        chosen = _ordered(chosen, dates)  # type: ignore[arg-type]  # one of the two
    if table.note:
        state.say(f"note: {file} is {table.note}")
    wish = Wish(update or overwrite, overwrite, shared, tuple(keep or ()))
    _Run(state, table, chosen, wish).go(skip=skip, dry=dry_run, yes=yes)


def _opened(
    file: str, mapping: str | None, sheet: str | None, encoding: str | None
) -> "tuple[Table, CustomerMapping]":
    from bookctl.intake.customers_mapping import CustomerMapping, load
    from bookctl.intake.files import table_of

    chosen = load(mapping) if mapping else CustomerMapping()
    if encoding:
        from bookctl.intake.mapping import encoding_known

        encoding_known(encoding, "--encoding")
    table = table_of(data_of(file), file, sheet, encoding or chosen.encoding, chosen.delimiter, chosen.sheet)
    return table, chosen


def _ordered(chosen: "CustomerMapping", order: Literal["day-first", "month-first"]) -> "CustomerMapping":
    from msgspec.structs import replace

    return replace(chosen, formats=replace(chosen.formats, order=order))


class _Run:
    """One import, from the decision to what is told of it."""

    def __init__(self, state: State, table: "Table", mapping: "CustomerMapping", wish: "Wish") -> None:
        self.state, self.table, self.mapping, self.wish = state, table, mapping, wish
        self._taken: Taken | None = None

    @property
    def taken(self) -> "Taken":
        assert self._taken is not None  # noqa: S101 - perform has called the action
        return self._taken

    def go(self, *, skip: bool, dry: bool, yes: bool) -> None:
        """Decides, tells, writes; Partly where rows were left, exit 1 where that stopped all."""
        try:
            done = self._perform(skip=skip, dry=dry, agreed=yes)
        except ToAsk:
            ask(f"this makes or changes {self.taken.changes} customers; go on?")
            done = self._perform(skip=skip, dry=dry, agreed=True)
        except Failing:
            self._tell(None, dry=True)
            raise stopped(self._bad_rows, self._good_rows) from None
        self._tell(done, dry=dry)
        if self.taken.bad:
            raise partly(self._bad_rows, dry=dry) if skip else stopped(self._bad_rows, self._good_rows)

    @property
    def _bad_rows(self) -> int:
        return len({line for line, _ in self.taken.bad})

    @property
    def _good_rows(self) -> int:
        return len(self.taken.entries) + self.taken.same

    def _perform(self, *, skip: bool, dry: bool, agreed: bool) -> "Done":
        from bookctl.actions.perform import Plan, perform
        from bookctl.ledger.index.quiet import no_collector

        rows = len(self.table.lines)
        bar = Bar(f"{rows:,} customers", 2 * rows, quiet=self.state.env.quiet)

        def agree(outcome: "Outcome") -> None:
            if outcome.records >= MANY and not agreed:
                raise ToAsk

        def action(desk: "Desk") -> "Outcome":
            from bookctl.actions.outcome import Outcome
            from bookctl.intake.customers import take

            self._taken = taken = take(desk, self.table, self.mapping, self.wish, bar)
            bar.then(f"writing {taken.changes:,} customers")
            if taken.bad and not (skip or dry):
                raise Failing
            return Outcome(f"customer import {taken.changes}", "imported", {}, records=taken.changes)

        who = self.state.who(self.state.clock_in())
        quiet = self.state.env.quiet or bar.shown
        with bar, patience(f"importing {rows:,} customers", quiet=quiet), no_collector():
            return perform(self.state.root, who, Plan(action, dry, agree))

    def _tell(self, done: "Done | None", *, dry: bool) -> None:
        """The rows, or the change line by line where it is small and a trial; the sum, and all that is wrong."""
        taken, state = self.taken, self.state
        for path in done.adopted if done else ():
            state.say(f"your hand edit of {path} was committed first")
        shape = state.env.shape("table", "plain", "csv", "json")
        if shape == "json":
            state.print(self._json(done, dry=dry))
        elif shape == "table" and dry and done and 0 < len(done.files) <= DIFFS:
            from bookctl.render.diff import diff_text

            state.print(diff_text([(file.path, file.old, file.new) for file in done.files], state.look))
        elif taken.entries:
            self._list(shape)
        if shape != "json":
            state.say(_sums(taken, self._bad_rows, dry=dry))
            if taken.unknown:
                names = ", ".join(shown(title) for title in taken.unknown)
                state.say(
                    f"columns that were not taken: {names} (--keep COLUMN puts one into the own fields)"
                )
        for line, text in sorted([*taken.bad, *taken.notes], key=lambda one: one.line):
            self._fault(line, text)

    def _fault(self, line: int, text: str) -> None:
        import sys

        print(shown(f"{self.table.file}:{line}: {text}"), file=sys.stderr)

    def _list(self, shape: str) -> None:
        from bookctl.cli.nouns import print_rows
        from bookctl.render.table import Column

        rows = [(str(entry.line), *entry[1:]) for entry in self.taken.entries]
        seen = rows if shape != "table" else rows[:LISTED]
        print_rows([Column(title, shrink=title in {"name", "remark"}) for title in _TITLES], seen, [], "rows")
        if len(seen) < len(rows):
            self.state.say(f"and {len(rows) - len(seen):,} more rows")

    def _json(self, done: "Done | None", *, dry: bool) -> str:
        from bookctl.render.table import json_text

        taken = self.taken
        result: dict[str, Any] = {
            "rows": [entry._asdict() for entry in taken.entries],
            "bad": [bad._asdict() for bad in taken.bad],
            "notes": [note._asdict() for note in taken.notes],
            "same": taken.same,
            "unknown_columns": taken.unknown,
            "commit": done.commit if done else None,
            "dry_run": dry,
        }
        return json_text({"result": result})


def _sums(taken: "Taken", bad: int, *, dry: bool) -> str:
    """`12 new, 1 updated; 3 there already`."""
    counts = {
        what: sum(entry.what == what for entry in taken.entries) for what in ("new", "updated", "changed")
    }
    parts = [f"{counts['new']:,} new"]
    parts += [f"{counts['updated']:,} updated"] if counts["updated"] else []
    if counts["changed"]:
        parts.append(f"{counts['changed']:,} the file has otherwise (--update fills in, --overwrite sets)")
    parts += [f"{taken.same:,} there already"] if taken.same else []
    parts += [f"{bad:,} that cannot be taken"] if bad else []
    return ("would be: " if dry else "") + ", ".join(parts)
