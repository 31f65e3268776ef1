"""The page on imports says what the program does. `BOOKCTL_UPDATE=1` writes its tables anew."""

import os
import re
from pathlib import Path

from bookctl.intake.customers_mapping import CustomerColumns, CustomerMapping
from bookctl.intake.mapping import Columns, Formats, Mapping, read, ready_names
from bookctl.model.shape import keys

PAGE = Path(__file__).parent.parent / "docs" / "import.md"
BLOCK = re.compile(r"(<!-- keys: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
KINDS = {kind.__name__: kind for kind in (Mapping, Columns, Formats, CustomerMapping, CustomerColumns)}


def table(kind):
    rows = [f"| `{key.name}` | {key.description} |" for key in keys(kind).values()]
    return "\n".join(["| key | meaning |", "| --- | --- |", *rows]) + "\n"


def test_every_key_of_a_mapping_stands_on_the_page():
    text = PAGE.read_text("utf-8")
    made = BLOCK.sub(lambda block: f"{block[1]}{table(KINDS[block[2]])}{block[3]}", text)
    if os.environ.get("BOOKCTL_UPDATE"):
        PAGE.write_text(made, "utf-8")
    assert PAGE.read_text("utf-8") == made
    assert [found[1] for found in BLOCK.findall(text)] == list(KINDS)


def test_the_example_of_a_mapping_reads():
    fence = re.search(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    made = read(fence[1].encode(), "docs/import.md")
    assert made.status["gelöscht"] == "leave-out"
    assert made.columns.minutes == ["Dauer", "Dauer (Min.)"]


def test_every_link_of_the_page_leads_to_a_heading():
    text = PAGE.read_text("utf-8")
    headings = {title.lower().replace(" ", "-") for title in re.findall(r"^## (.+)$", text, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) == headings


def test_every_ready_mapping_says_where_its_columns_come_from():
    folder = PAGE.parent.parent / "src" / "bookctl" / "intake" / "mappings"
    for name in ready_names():
        text = (folder / f"{name}.toml").read_text("utf-8")
        made = read(text.encode(), name)
        assert made.name == name
        assert text.startswith("# ")
        assert made.recognise
