"""The house rules that a reader cannot see at a glance: which floor imports which, and how heavy a start is."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "bookctl"
FLOORS = (
    "model",
    "words",
    "engine",
    "ledger",
    "actions",
    "calendars",
    "intake",
    "messages",
    "reports",
    "render",
    "portal",
    "cli",
)
# Views are drawn from below and told from above: render knows model and words only, and cli sits on everything.
HEAVY = (
    "rich",
    "pydantic",
    "icalendar",
    "dateutil",
    "jinja2",
    "smtplib",
    "toml_rs",
    "tomllib",
    "email",
    "http",
    "phonenumbers",
)


def _imports(path: Path):
    """Every bookctl module that a file imports, those for type checkers included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("bookctl"):
            if node.module == "bookctl":
                yield from (f"bookctl.{alias.name}" for alias in node.names)
            else:
                yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("bookctl."))


def _floor(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in FLOORS else None


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_floor_imports_only_those_below_it(path):
    own = path.relative_to(SOURCE).parts[0]
    if own not in FLOORS:
        return
    above = [
        m
        for m in _imports(path)
        if (_floor(m) or own) in FLOORS and FLOORS.index(_floor(m) or own) > FLOORS.index(own)
    ]
    assert above == []


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_file_stays_short(path):
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_the_quick_commands_load_nothing_heavy(book):
    book.ok("find", "x")  # the cache is warm
    for words in (["--version"], ["_complete", "customer"], ["agenda"]):
        code = (
            "import sys, runpy\n"
            f"sys.argv = ['bookctl', *{words!r}]\n"
            "try: runpy.run_module('bookctl', run_name='__main__')\n"
            "except SystemExit as leaving: assert not leaving.code, leaving.code\n"
            "print(*sorted(m for m in sys.modules if '.' not in m), file=sys.stderr)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env=book.env, check=True
        )
        loaded = set(done.stderr.splitlines()[-1].split())
        assert loaded.isdisjoint(HEAVY), (words, loaded & set(HEAVY))
