"""Measures every budget that has one: python tests/benchmarks/run.py [--quick] [--write docs/performance.md]

Exit 0 when all are met, 1 when one is missed or a command failed.
"""

import argparse
import shlex
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import cases
from benchmarks.cases import GROUPS, Case, Group
from benchmarks.measure import Result, interleaved, once
from benchmarks.scene import FULL, QUICK, Scene
from benchmarks.table import Row, machine, markdown, plain, time_text, verdict, write_between


class Bench:
    """Runs the groups and keeps each command's largest memory."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._memory: dict[str, float] = {}

    def rows(self) -> Iterator[Row]:
        for make in GROUPS:
            group = make(self._scene)
            print(f"measuring {group.name}, {group.rounds} rounds", file=sys.stderr, flush=True)
            yield from self._group(group)
        print("measuring apply", file=sys.stderr, flush=True)
        yield self._batch()
        yield from self._memory_rows()

    def _group(self, group: Group) -> Iterator[Row]:
        commands = dict(group.references) | {case.what: case.command for case in group.cases}
        found = interleaved(commands, group.rounds, self._scene.environ)
        for case in group.cases:
            yield self._row(case, group, found)

    def _row(self, case: Case, group: Group, found: dict[str, Result]) -> Row:
        ours = found[case.what]
        if ours.error:
            return Row(case.what, f"failed: {ours.error}", verdict="**missed**")
        if group.name != "scale":
            self._memory[case.what] = ours.memory
        mine = getattr(ours, group.measure)
        there = [
            (getattr(found[name], group.measure), name) for name in case.reference if not found[name].error
        ]
        if not there:
            missing = "; ".join(found[name].error or "" for name in case.reference)
            return Row(case.what, _cost(mine, group), f"left out: {missing}", budget=f"≤ {case.budget:g} ×")
        cost, name = min(there)
        ratio = mine / cost if cost else float("inf")
        reference = f"{_cost(cost, group)}, {name}"
        budget = f"≤ {case.budget:g} ×"
        return Row(
            case.what, _cost(mine, group), reference, f"{ratio:.2f} ×", budget, verdict(ratio, case.budget)
        )

    def _batch(self) -> Row:
        count = self._scene.size.lines
        what = f"`apply` of {count:,} lines over a year"
        found = [once(command, self._scene.environ) for command in cases.batches(self._scene)]
        failed = next((one.error for one in found if one.error), None)
        if failed:
            return Row(what, f"failed: {failed}", verdict="**missed**")
        wall = sorted(one.wall for one in found)[len(found) // 2]
        self._memory[what] = max(one.memory for one in found)
        measured = f"{time_text(wall)}, {count / wall:,.0f} bookings/s"
        judged = verdict(count / wall, cases.BATCH_RATE, at_least=True)
        return Row(what, measured, budget=f"≥ {cases.BATCH_RATE:,} bookings/s", verdict=judged)

    def _memory_rows(self) -> Iterator[Row]:
        for what, most in self._memory.items():
            judged = verdict(most, cases.MEMORY)
            yield Row(f"memory: {what}", f"{most:.0f} MiB", budget=f"≤ {cases.MEMORY} MiB", verdict=judged)


def _cost(seconds: float, group: Group) -> str:
    return f"{time_text(seconds)} {'CPU' if group.measure == 'cpu' else 'wall'}"


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    size = QUICK if given.quick else FULL
    with tempfile.TemporaryDirectory(prefix="bookctl-bench-") as fallback:
        work = given.work or Path(fallback)
        work.mkdir(parents=True, exist_ok=True)
        scene = Scene(work, size, shlex.split(given.bookctl), given.python)
        scene.compile()
        rows = list(Bench(scene).rows())
        about = machine(work, given.python, given.date)
    small = "Quick: so small a ledger says whether the commands run, not how fast.\n" if given.quick else ""
    print(plain(rows) + "\n" + about + small, end="")
    if given.write:
        write_between(given.write, f"{markdown(rows)}\n{about}{small}")
    return 1 if any("missed" in row.verdict for row in rows) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    beside = Path(sys.executable).with_name("bookctl")
    parser.add_argument(
        "--quick", action="store_true", help="small ledgers and few rounds: does everything run?"
    )
    parser.add_argument(
        "--write", type=Path, metavar="PAGE", help="put the table between the marks of this page"
    )
    parser.add_argument("--work", type=Path, help="keep the ledgers here, and use them again")
    parser.add_argument("--bookctl", default=shlex.quote(str(beside)), help="the command to measure")
    parser.add_argument("--python", default=sys.executable, help="the interpreter bookctl is installed in")
    parser.add_argument("--date", default=f"{datetime.now(UTC):%Y-%m-%d}", help="the date to print")
    return parser


if __name__ == "__main__":
    sys.exit(main())
