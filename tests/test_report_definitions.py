"""No figure without a definition, and no definition without a test with numbers worked out by hand."""

import inspect
import re

import pytest

import test_plans
import test_report_month
import test_reports
from bookctl.reports.frame import Table
from bookctl.reports.registry import BY_NAME, REPORTS
from conftest import PROJECT
from report_kit import WEEK, lay, looked

NAMES = [entry.name for entry in REPORTS]
PAGE = (PROJECT / "docs" / "reports.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    base = tmp_path_factory.mktemp("quay")
    lay(base / "ledger")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(base / "cache"))
        with looked(base / "ledger") as found:
            yield found


def figures(made):
    """The keys of all that is a number: facts, columns and maps."""
    found = {fact.key for fact in made.facts}
    for part in made.parts:
        if isinstance(part, Table):
            found |= {
                column.key for column in part.columns if column.unit not in {"text", "word", "date", "moment"}
            }
        else:
            found.add(part.key)
    return found


def defined(name):
    """The keys in the first cells of the section's tables."""
    cells = re.findall(r"^\| (`[^|]*) \|", SECTIONS[name], re.MULTILINE)
    return [key for cell in cells for key in re.findall(r"`([^`]+)`", cell)]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_one_definition_and_every_definition_a_figure(source, name):
    ask = WEEK._replace(target=0.6, last=WEEK.last.replace(day=30), by="week")
    keys = defined(name)
    assert sorted(keys) == sorted(set(keys))
    assert set(keys) == figures(BY_NAME[name].build(source, ask))


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_and_part_is_worked_out_by_hand(source, name):
    """Each key stands in the text of a test that builds the report."""
    made = BY_NAME[name].build(source, WEEK._replace(target=0.6))
    texts = [
        inspect.getsource(one)
        for module in (test_reports, test_report_month, test_plans)
        for key, one in vars(module).items()
        if key.startswith("test_") and f'"{name}"' in inspect.getsource(one)
    ]
    keys = {fact.key for fact in made.facts} | {part.key for part in made.parts}
    assert {key for key in keys if not any(f'"{key}"' in text for text in texts)} == set()


def test_the_page_has_the_reports_in_their_order():
    order = [name for name in SECTIONS if name in BY_NAME]
    assert sorted(order) == sorted(NAMES)
