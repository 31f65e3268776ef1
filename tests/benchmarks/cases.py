"""What is measured, against what, and how much it may cost: the one place to change a command or a budget."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from benchmarks.lines import free_first_hours
from benchmarks.measure import Command, run
from benchmarks.scene import NOW, Scene

Measure = Literal["cpu", "wall"]
START = "import typer"
DAY = NOW[:10]


class Case(NamedTuple):
    """`reference` names one command or several, of which the cheapest counts; the budget is a ratio to it."""

    what: str
    command: Callable[[int], Command]
    reference: tuple[str, ...]
    budget: float


class Group(NamedTuple):
    """Cases and references that run in turn, all on the same measure."""

    name: str
    measure: Measure
    references: dict[str, Callable[[int], Command]]
    cases: list[Case]
    rounds: int


def always(command: Command) -> Callable[[int], Command]:
    return lambda _: command


def starts(scene: Scene) -> Group:
    """What is typed all day long, warm, against the start of the command line's own library."""
    size, book = f"{scene.size.large:,} bookings", scene.ledger
    agenda = scene.bookctl(book, "agenda", DAY, "--now", NOW)
    free = scene.bookctl(book, "free", "heat-60", "next 14 days", "--limit", "10", "--now", NOW)
    return Group(
        "start",
        "cpu",
        {START: always(Command([scene.python, "-c", START]))},
        [
            Case("`--version`", always(Command([*scene.program, "--version"])), (START,), 1.3),
            Case(
                "completion of a booking's id",
                always(Command([*scene.program, "_complete", "booking", "7", str(book)])),
                (START,),
                1.3,
            ),
            Case(f"`agenda`, {size}, warm", always(agenda), (START,), 1.8),
            Case("`free`, next 10, person + room + device", always(free), (START,), 2.5),
        ],
        scene.size.rounds,
    )


def clockwork(scene: Scene) -> Group:
    """What cron runs every few minutes, nearly always for nothing."""
    remind = scene.bookctl(scene.clockwork, "remind", "--quiet", "--now", NOW)
    build = scene.bookctl(scene.feeds, "feed", "build", "--quiet", "--now", NOW)
    tenth = f"{scene.size.large // 10:,}"
    return Group(
        "clockwork",
        "cpu",
        {START: always(Command([scene.python, "-c", START]))},
        [
            Case(f"`remind`, {scene.size.large:,} bookings, nothing due", always(remind), (START,), 1.8),
            Case(f"`feed build`, {tenth} bookings, nothing changed", always(build), (START,), 1.8),
        ],
        scene.size.rounds,
    )


def reports(scene: Scene) -> Group:
    """All the years of the book, against an accounting program on a journal of the same bookings."""
    scene.ledger  # noqa: B018 - writes the journal
    days = ("--from", "2020-01-01", "--to", "2029-12-31", "--by", "month", "--now", NOW, "--format", "csv")
    balance = scene.other("hledger", "-f", str(scene.journal), "balance", "-M")
    return Group(
        "reports",
        "cpu",
        {"hledger balance -M": always(balance)},
        [
            Case(
                f"`report {name}`, {scene.size.large:,} bookings, warm",
                always(scene.bookctl(scene.ledger, "report", name, *days)),
                ("hledger balance -M",),
                0.2,
            )
            for name in ("revenue", "utilisation")
        ],
        scene.size.long_rounds + 2,
    )


def proof(scene: Scene) -> Group:
    """The whole book proved, without any index, against accounting programs on a journal of the same bookings."""
    scene.ledger  # noqa: B018 - writes the journal
    journal = str(scene.journal)
    check = scene.bookctl(scene.ledger, "check", "--no-index", "--now", NOW)
    return Group(
        "check",
        "cpu",
        {
            "hledger check": always(scene.other("hledger", "-f", journal, "check")),
            "ledger --strict bal": always(scene.other("ledger", "--strict", "-f", journal, "bal")),
        },
        [
            Case(
                f"`check --no-index`, {scene.size.large:,} bookings, cold",
                always(check),
                ("hledger check", "ledger --strict bal"),
                0.8,
            )
        ],
        scene.size.long_rounds + 2,
    )


def write(scene: Scene) -> Group:
    """One booking decided, durable and committed, against git's own commit of one changed page."""
    ours, theirs = scene.copy("copy-book"), scene.copy("copy-git")
    slots = list(free_first_hours(scene.shape))
    page = theirs / "bookings" / DAY[:4] / f"{DAY}.toml"

    def book(number: int) -> Command:
        when, person = slots[number]
        words = ("book", scene.customer(number), "quick-20", when, "--resource", person)
        return scene.bookctl(ours, *words, "--yes", "--now", NOW)

    def commit(number: int) -> Command:
        return Command(
            ["git", "commit", "-q", "-m", f"Change {number}", "--", str(page)],
            theirs,
            before=lambda: _touch(page, number),
        )

    return Group(
        "book",
        "wall",
        {"git commit of one file": commit},
        [Case("one `book`, durable and committed", book, ("git commit of one file",), 4)],
        scene.size.rounds,
    )


def _touch(page: Path, number: int) -> None:
    with page.open("a", encoding="utf-8") as file:
        file.write(f"# {number}\n")


def scale(scene: Scene) -> Group:
    """The same question to a book ten times as large."""
    small = scene.bookctl(scene.ledger, "agenda", DAY, "--now", NOW)
    large = scene.bookctl(scene.huge, "agenda", DAY, "--now", NOW)
    name = f"the same, {scene.size.large:,} bookings"
    return Group(
        "scale",
        "cpu",
        {name: always(small)},
        [Case(f"`agenda`, {scene.size.huge:,} bookings, warm", always(large), (name,), 2)],
        scene.size.rounds,
    )


def batches(scene: Scene) -> Iterator[Command]:
    """`apply` of all lines, each time to a ledger that has not seen them, its index warm."""
    for number in range(scene.size.long_rounds):
        folder = scene.copy(f"copy-apply-{number}")
        agenda = scene.bookctl(folder, "agenda", DAY, "--now", NOW)
        command = scene.bookctl(folder, "apply", "--skip", "--yes", "--now", NOW, stdin=scene.lines)
        yield command._replace(before=partial(run, agenda, scene.environ))


GROUPS = (starts, clockwork, reports, proof, write, scale)
BATCH_RATE = 20_000  # bookings a second
MEMORY = 250  # MiB, for any command on the ledger of `Size.large`
