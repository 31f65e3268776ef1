"""Every report as the manual shows it: as text at 80 columns, and in colour as SVG at 80 and 120.

After a change of what a report draws: `BOOKCTL_UPDATE=1 pytest tests/test_report_pictures.py`.
"""

import os
import re

import pytest

from bookctl.render.cells import width
from bookctl.render.svg import svg
from bookctl.reports.registry import REPORTS
from conftest import PROJECT

PAGE = PROJECT / "docs" / "reports-pictures.md"
PICTURES = PROJECT / "docs" / "pictures"
UPDATE = "BOOKCTL_UPDATE" in os.environ
NAMES = [entry.name for entry in REPORTS]
SHOWN = re.compile(r"^```text\n\$ bookctl (report [^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DRAWN = [(name, 80) for name in ("utilisation", "heatmap", "revenue", "month")] + [
    (name, 120) for name in ("today", "customers", "month")
]
COLOUR = re.compile("\x1b\\[[0-9;]*m")


def pictured(book, name, columns):
    words = ("report", name, "--format", "table", "--width", str(columns), "--color", "always")
    return svg(book.ok(*words).splitlines(), f"bookctl report {name}")


def test_every_report_has_its_picture_as_text():
    shown = [words.split()[1] for words, _ in SHOWN.findall(PAGE.read_text("utf-8"))]
    assert sorted(set(shown)) == sorted(NAMES)


def test_the_pictures_of_the_manual_are_what_the_program_prints(book):
    page = PAGE.read_text("utf-8")

    def drawn(found):
        return f"```text\n$ bookctl {found[1]}\n{book.ok(*found[1].split())}```"

    made = SHOWN.sub(drawn, page)
    if UPDATE:
        PAGE.write_text(made, "utf-8")
    assert PAGE.read_text("utf-8") == made


@pytest.mark.parametrize(("name", "columns"), DRAWN)
def test_the_coloured_pictures_are_what_the_program_prints(book, name, columns):
    made = pictured(book, name, columns)
    path = PICTURES / f"{name}-{columns}.svg"
    if UPDATE:
        PICTURES.mkdir(exist_ok=True)
        path.write_text(made, "utf-8")
    assert path.read_text("utf-8") == made
    assert f"](pictures/{path.name})" in PAGE.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal_and_colour_changes_nothing_but_colour(book, name, columns):
    words = ("report", name, "--compare", "previous", "--format", "table", "--width", str(columns))
    bare = book.ok(*words)
    assert [line for line in bare.splitlines() if width(line) > columns] == []
    assert COLOUR.sub("", book.ok(*words, "--color", "always")) == bare
    # Only the names are not ASCII then.
    signs = book.ok(*words, "--ascii")
    assert not set(signs) & set("─█▏▎▍▌▋▊▉░▒▓●○✓×▸…·")
    assert [line for line in signs.splitlines() if width(line) > columns] == []
