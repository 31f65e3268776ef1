"""Invented ledgers are valid and free of conflicts, and the measuring of commands works."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.generate import NOW, generate
from benchmarks.lines import free_first_hours, lines
from benchmarks.measure import Command, environment, interleaved
from benchmarks.run import main
from benchmarks.shape import booking_id, customer_id, open_windows, shape_of
from benchmarks.table import BEGIN, END, write_between
from bookctl.ledger.load import page_from, record_from
from bookctl.model.booking import Booking, Page, Session, held_by
from bookctl.model.customer import Customer
from bookctl.model.hours import parse_hours
from bookctl.model.ids import is_short_id
from bookctl.model.resource import Resource
from bookctl.model.service import Service
from bookctl.model.settings import Settings
from bookctl.model.status import occupies

STAND_IN = "import sys; 'apply' in sys.argv and sys.stdin.read(); sys.exit(4 if 'free' in sys.argv else 0)"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    folder = tmp_path_factory.mktemp("benchmark")
    generate(folder / "ledger", 2000, journal=folder / "book.journal")
    return folder


def load(path, kind):
    if kind is Page:
        record, findings = page_from(f"bookings/{path.parent.name}/{path.name}", path.read_bytes())
    else:
        name = kind.__name__.lower()
        rel = path.name if kind is Settings else f"{path.parent.name}/{path.name}"
        record, findings = record_from(name, rel, path.read_bytes())
    assert findings == []
    return record


def records(folder) -> list[Booking | Session]:
    pages = [load(path, Page) for path in sorted((folder / "ledger" / "bookings").rglob("*.toml"))]
    return [item for page in pages for item in (*page.session, *page.booking)]


def occupying(folder) -> list[Booking | Session]:
    now = int(NOW.timestamp())
    return [one for one in records(folder) if occupies(one.status, getattr(one, "until", None), now)]


def test_the_same_options_write_the_same_bytes(ledger, tmp_path):
    generate(tmp_path / "again", 2000)
    first, second = ledger / "ledger", tmp_path / "again"
    there = {path.relative_to(first): path.read_bytes() for path in first.rglob("*") if path.is_file()}
    assert there == {
        path.relative_to(second): path.read_bytes() for path in second.rglob("*") if path.is_file()
    }


def test_another_seed_writes_another_book(ledger, tmp_path):
    generate(tmp_path, 2000, seed=2)
    page = Path("bookings/2026/2026-11-24.toml")
    assert (tmp_path / page).read_bytes() != (ledger / "ledger" / page).read_bytes()


def test_there_are_exactly_as_many_bookings_as_asked_for_and_each_id_once(ledger):
    found = records(ledger)
    assert sum(isinstance(one, Booking) for one in found) == 2000
    assert len({one.id for one in found}) == len(found)
    assert all(is_short_id(one.id) and one.id[0] != "c" for one in found)


@pytest.mark.parametrize(
    ("folder", "kind"), [("resources", Resource), ("services", Service), ("customers", Customer)]
)
def test_the_catalogue_reads(ledger, folder, kind):
    assert all(load(path, kind) for path in (ledger / "ledger" / folder).iterdir())
    assert load(ledger / "ledger" / "bookctl.toml", Settings).format == 1


def test_no_resource_and_no_customer_is_in_two_places(ledger):
    spans: dict[str, list[tuple[int, int]]] = {}
    for one in occupying(ledger):
        for held in held_by(one):
            spans.setdefault(held.resource, []).append((held.start, held.end))
        if isinstance(one, Booking):
            spans.setdefault(one.customer, []).append((int(one.start.timestamp()), int(one.end.timestamp())))
    for taken in spans.values():
        taken.sort()
        assert all(before[1] <= after[0] for before, after in pairwise(taken))


def test_classes_are_not_overbooked(ledger):
    sessions = {one.id: one.seats for one in records(ledger) if isinstance(one, Session)}
    taken = Counter(one.session for one in occupying(ledger) if isinstance(one, Booking) and one.session)
    assert taken
    assert all(count <= sessions[id_] for id_, count in taken.items())


@pytest.mark.parametrize("person", [0, 1])
def test_the_planner_knows_the_hours_that_the_files_state(ledger, person):
    text = (ledger / "ledger" / "resources" / f"staff-{person + 1}.toml").read_text(encoding="utf-8")
    stated = next(line for line in text.splitlines() if line.startswith("hours"))
    windows = parse_hours("; ".join(json.loads(stated.partition("= ")[2])))
    for day in (date(2026, 11, 23), date(2026, 11, 29)):
        assert tuple((w.start, w.end) for w in windows if w.day == day.weekday()) == open_windows(person, day)


def test_requests_for_apply_fit_into_the_book(ledger):
    shape = shape_of(2000, NOW)
    made = list(lines(shape, 3000))
    last = max(one.end for one in records(ledger))
    assert len({line["request"] for line in made}) == 3000
    assert len({(line["start"], *line["resources"]) for line in made}) == 3000
    assert all(datetime.fromisoformat(line["start"]) >= last for line in made)
    people = Counter((line["start"], line["customer"]) for line in made)
    assert max(people.values()) == 1


def test_the_first_hour_of_the_coming_days_is_free(ledger):
    busy = {(h.resource, h.start) for one in occupying(ledger) for h in held_by(one)}
    slots = list(free_first_hours(shape_of(2000, NOW)))
    assert len(slots) > 16
    for clock, person in slots:
        at = int(datetime.fromisoformat(f"{clock}:00+08:00").timestamp())
        assert not any((person, at + minutes * 60) in busy for minutes in range(0, 60, 5))


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="give more days"):
        shape_of(1_000_000, NOW, days=100)
    with pytest.raises(ValueError, match="free half hours"):
        list(lines(shape_of(2000, NOW), 100_000))


def test_ids_are_never_given_twice():
    assert len({booking_id(number, 1) for number in range(50_000)}) == 50_000
    assert len({customer_id(number) for number in range(10_000)}) == 10_000


@pytest.mark.parametrize(
    "command", [("hledger", "-f", "{}", "check"), ("ledger", "--strict", "-f", "{}", "bal")]
)
def test_accounting_programs_accept_the_journal(ledger, command):
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    journal = str(ledger / "book.journal")
    said = subprocess.run(
        [word.format(journal) for word in command], capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stderr) == (0, "")


def test_commands_are_measured_in_turn_and_a_failure_is_told(tmp_path):
    burn = Command([sys.executable, "-c", "sum(range(3_000_000))"])
    fail = Command([sys.executable, "-c", "import sys; sys.exit('no such thing')"])
    gone = Command(["nothing"], missing="nothing is not installed")
    commands = {"burn": lambda _: burn, "fail": lambda _: fail, "gone": lambda _: gone}
    found = interleaved(commands, 2, environment(tmp_path))
    assert found["burn"].error is None
    assert (found["burn"].runs, found["burn"].cpu > 0.01, found["burn"].memory > 5) == (2, True, True)
    assert found["fail"].error == "exit 1: no such thing"
    assert found["gone"].error == "nothing is not installed"


def test_the_environment_of_the_caller_does_not_get_through(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("GIT_DIR", "/elsewhere")
    assert not {"PYTHONDONTWRITEBYTECODE", "GIT_DIR"} & set(environment(tmp_path))


def test_the_whole_measurement_runs_and_writes_its_page(tmp_path, capsys):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    program = tmp_path / "stand_in.py"
    program.write_text(STAND_IN, encoding="utf-8")
    words = ["--quick", "--work", str(tmp_path / "work"), "--bookctl", f"{sys.executable} {program}"]
    code = main([*words, "--write", str(page), "--date", "2026-11-24"])
    text = page.read_text(encoding="utf-8")
    assert code == 1
    assert text.startswith(f"before\n{BEGIN}\n| what |")
    assert text.endswith(f"{END}\nafter\n")
    assert "| failed: exit 4: it said nothing |" in text
    assert "Measured 2026-11-24 on " in text
    assert "memory: one book, durable and committed" in capsys.readouterr().out


def test_a_page_without_the_marks_is_left_alone(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("text\n", encoding="utf-8")
    with pytest.raises(ValueError, match="has no lines"):
        write_between(page, "table\n")
    assert page.read_text(encoding="utf-8") == "text\n"
