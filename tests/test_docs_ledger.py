"""The manual's pages on the ledger are executable: examples load, tables and findings are the program's own.

After a change of the records or of a finding's words: `BOOKCTL_UPDATE=1 pytest tests/test_docs_ledger.py`.
"""

import os
import re
import textwrap
from pathlib import Path

import pytest

from bookctl.ledger.check import run
from bookctl.ledger.checks import CHECKS
from bookctl.ledger.finding import full
from bookctl.ledger.layout import journal_of, page_day, record_of
from bookctl.ledger.load import page_from, record_from
from bookctl.model import spec

DOCS = Path(__file__).parent.parent / "docs"
UPDATE = "BOOKCTL_UPDATE" in os.environ
NOW = 1_795_651_200  # 2026-11-26T00:00:00Z
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NEEDS_A_DISK = {"file", "dropped", "busy"}


def _toml_files(text):
    """The example files of a page: blocks whose first line names the file."""
    for fence in FENCE.finditer(text):
        name = re.match(r"# (\S.*)\n", fence[2])
        if fence[1] == "toml" and name:
            yield name[1], fence[2]


def _sections(page):
    """Title and text of each `##` section; what stands before the first has the title ''."""
    parts = re.split(r"^## (.+)$", page, flags=re.MULTILINE)
    return [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]


def _examples(text):
    """The files and the expected finding of each example of a section, with where the latter stands."""
    files = {}
    for fence in FENCE.finditer(text):
        if fence[1] == "toml":
            files[re.match(r"# (\S.*)\n", fence[2])[1]] = fence[2]
        elif fence[1] == "text":
            yield files, fence
            files = {}


def _write(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def test_the_tables_of_the_specification_are_the_structs_own():
    path = DOCS / "ledger.md"
    page = path.read_text("utf-8")
    if UPDATE:
        path.write_text(spec.refreshed(page), "utf-8")
    assert spec.refreshed(path.read_text("utf-8")) == path.read_text("utf-8")


def test_the_specification_describes_every_record():
    page = (DOCS / "ledger.md").read_text("utf-8")
    assert set(re.findall(r"<!-- keys: (\w+) -->", page)) == set(spec.KINDS)


@pytest.mark.parametrize(("name", "text"), list(_toml_files((DOCS / "ledger.md").read_text("utf-8"))))
def test_an_example_of_the_specification_loads(name, text):
    if page_day(name):
        page, found = page_from(name, text.encode())
        assert page.booking
    elif (journal := journal_of(name)) is not None:
        page, found = record_from(journal[0], name, text.encode())
        assert page is not None
    else:
        record, found = record_from(record_of(name)[0], name, text.encode())
        assert record is not None
    assert found == []


def test_the_finding_that_the_specification_shows_is_a_real_one():
    sections = dict(_sections((DOCS / "checks.md").read_text("utf-8")))
    ((_, fence),) = _examples(sections["overlap"])
    assert textwrap.indent(fence[2], "   ") in (DOCS / "ledger.md").read_text("utf-8")


def test_the_manual_explains_every_check_in_the_order_of_the_registry():
    titles = [title for title, _ in _sections((DOCS / "checks.md").read_text("utf-8")) if title]
    assert titles == [check.name for check in CHECKS]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_an_example_of_a_check_finds_what_the_manual_says(check, tmp_path):
    path = DOCS / "checks.md"
    page = path.read_text("utf-8")
    sections = dict(_sections(page))
    assert (
        sections[check.name]
        .lstrip()
        .startswith({"always": "Always", "strict": "With `--strict`", "request": "Only by name"}[check.tier])
    )
    examples = list(_examples(sections[check.name]))
    assert examples or check.name in NEEDS_A_DISK
    for number, (files, fence) in enumerate(examples):
        root = tmp_path / str(number)
        _write(root, {**dict(_toml_files(sections[""])), **files})
        found = run(root, NOW, [check.name])
        assert {finding.code for finding in found} == {check.name}
        told = full(found, root)
        if UPDATE:
            page = page.replace(fence[0], f"```text\n{told}```", 1) if fence[2] else _fill(page, files, told)
            path.write_text(page, "utf-8")
        else:
            assert told == fence[2]


def _fill(page, files, told):
    """Puts a finding into the empty block behind the example's last file."""
    last = list(files.values())[-1]
    return page.replace(f"{last}```\n\n```text\n```", f"{last}```\n\n```text\n{told}```", 1)
