"""The README is what a newcomer pastes: its session is run and compared, its picture is drawn again."""

import os
from pathlib import Path

import transcript
from conftest import PROJECT

README = PROJECT / "README.md"
PICTURE = PROJECT / "docs" / "board.svg"


def test_the_session_prints_what_the_readme_shows(book):
    text = README.read_text("utf-8")
    found = transcript.steps(text)
    assert len(found) > 10
    outputs = []
    for step in found:
        wanted, code, printed = transcript.perform(book, step)
        assert code == wanted, (step.line, code, printed)
        outputs.append(printed)
    if os.environ.get("BOOKCTL_UPDATE"):
        README.write_text(transcript.rewritten(text, outputs), "utf-8")
        return
    assert outputs == [step.expected for step in found]


def test_the_picture_is_the_board(book):
    drawn = book.ok("board", "week", "--format", "svg", "--width", "100")
    if os.environ.get("BOOKCTL_UPDATE"):
        PICTURE.write_text(drawn, "utf-8")
    assert PICTURE.read_text("utf-8") == drawn


def test_every_page_the_readme_links_to_is_there():
    text = README.read_text("utf-8")
    links = [part.split(")")[0] for part in text.split("](")[1:]]
    assert [link for link in links if not (PROJECT / link).exists()] == []
    assert all(Path(link).suffix in {".md", ".svg"} for link in links)


def test_first_steps_as_the_readme_gives_them(tmp_path, book):
    """The block of `Your own practice`, pasted line by line."""
    block = README.read_text("utf-8").split("## Your own practice")[1].split("```")[1].removeprefix("sh\n")
    home = tmp_path / "home"
    env = {k: v for k, v in book.env.items() if k not in {"BOOKCTL_LEDGER", "BOOKCTL_BY"}} | {
        "HOME": str(home)
    }
    lines = [line for line in block.strip().splitlines() if not line.startswith("cd ")]
    import shlex

    for line in lines:
        words = [word.replace("~", str(home)) for word in shlex.split(line)[1:]]
        if words[0] != "init":
            words = ["-L", str(home / "practice"), *words]
        book.env = env
        done = book.run(*words)
        assert done.code == 0, (line, done)
    assert "王芳" in (home / "practice/resources/wang.toml").read_text("utf-8")
