"""The manual is the help is the test: every example of every page is run and compared."""

import os
from pathlib import Path

import pytest

import transcript
from bookctl.cli import manual
from bookctl.cli.registry import COMMANDS

PAGES = Path(manual.__file__).parent.parent / "help"


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_example_prints_what_its_page_says(book, name):
    path = PAGES / f"{name}.md"
    text = path.read_text("utf-8")
    found = transcript.steps(text)
    assert len(found) >= 2, "a page has two examples or more"
    outputs = []
    for step in found:
        wanted, code, printed = transcript.perform(book, step)
        assert code == wanted, (step.line, code, printed)
        outputs.append(printed)
    if os.environ.get("BOOKCTL_UPDATE"):
        path.write_text(transcript.rewritten(text, outputs), "utf-8")
        return
    assert outputs == [step.expected for step in found]
    assert book.run("check").code == 0


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_help_lists_every_option_and_ends_with_exit_codes(book, name):
    printed = book.ok(name, "--help")
    assert f"bookctl {name}" in printed
    assert "Exit codes" in printed
    assert "--ledger" in printed
    assert "{options}" not in printed


def test_every_page_is_reachable(book):
    first = book.ok("help")
    for command in COMMANDS:
        assert f"  {command.name} " in first
    for topic in manual.topics():
        assert topic in first
        assert book.ok("help", topic).startswith("# ")
