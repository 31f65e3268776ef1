"""Four practices end to end: the pages of docs/practices are run as they stand. BOOKCTL_UPDATE=1 writes their output anew."""

import os
import re

import pytest

import transcript
from conftest import PROJECT

PAGES = sorted((PROJECT / "docs" / "practices").glob("*.md"))
FILE = re.compile(r"```toml\n# (\S+)\n(.*?)```", re.DOTALL)


def set_up(book, text):
    """The page's files, instead of what `init` made."""
    for path, content in FILE.findall(text):
        file = book.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_practice_from_end_to_end(empty, page):
    text = page.read_text("utf-8")
    set_up(empty, text)
    empty.ok("adopt")
    outputs = []
    for step in transcript.steps(text):
        wanted, code, printed = transcript.perform(empty, step)
        assert code == wanted, (step.line, code, printed)
        outputs.append(printed)
    assert len(outputs) > 10
    if os.environ.get("BOOKCTL_UPDATE"):
        page.write_text(transcript.rewritten(text, outputs), "utf-8")
        return
    assert outputs == [step.expected for step in transcript.steps(text)]


def test_every_practice_is_proven_right_at_its_end():
    assert len(PAGES) == 4
    for page in PAGES:
        assert re.search(r"(?m)^    \$ bookctl (--now \S+ )?check$", page.read_text("utf-8"))
