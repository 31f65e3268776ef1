"""The query language: its document's examples, and what a brute-force reading of it finds."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookctl.words.calendar import Context
from bookctl.words.query import KEYS, QueryError, parse_query
from indexing import at, opened, put

ZONE = ZoneInfo("Asia/Shanghai")
NOW = at("2026-11-24 09:00")
TEXT = (Path(__file__).parent.parent / "docs" / "queries.md").read_text("utf-8")


def _table(heading: str) -> list[list[str]]:
    """The rows of the first table below a heading, without its head."""
    lines = TEXT.split(heading, 1)[1].split("\n## ", 1)[0].splitlines()
    rows = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in lines
        if line.startswith("|")
    ]
    return rows[2:]


def _book(root: Path) -> Path:
    put(
        root,
        "bookctl.toml",
        'format = 1\nname = "Studio"\ntimezone = "Asia/Shanghai"\n[segment.webers]\nquery = "Weber"\n',
    )
    for id_, name in (
        ("wang", "Wang Wei"),
        ("li", "Li Jun"),
        ("anna", "Anna Berg"),
        ("room-1", "Room 1"),
        ("room-2", "Room 2"),
    ):
        put(root, f"resources/{id_}.toml", f'name = "{name}"\nkind = "any"\n')
    people: dict[str, str] = {}
    pages: dict[str, str] = {}
    for row in _table("# Finding bookings"):
        day = row[1][:10]
        pages[day] = pages.get(day, "") + _record(root, row, people)
    for day, text in pages.items():
        put(root, f"bookings/{day[:4]}/{day}.toml", text)
    return root


def _record(root: Path, row: list[str], people: dict[str, str]) -> str:
    id_, when, status, customer, service, resources, price, source = row
    slug, name = service.split(" ", 1)
    put(root, f"services/{slug}.toml", f'name = "{name}"\nminutes = 60\n')
    day, times = when.split(" ")
    start, end = times.split("-")
    last = f"{day[:8]}{int(day[8:]) + 1}" if end < start else day
    last = last.replace("11-31", "12-01")
    lines = [
        f'id = "{id_}"',
        f"start = {day}T{start}:00+08:00",
        f"end = {last}T{end}:00+08:00",
        f'status = "{status}"',
    ]
    lines += [
        f'service = "{slug}"',
        f"price = {price}" if price else "",
        f'source = "{source}"' if source else "",
    ]
    if resources.startswith("in "):
        lines.append(f'session = "{resources[3:]}"')
    else:
        lines.append(f"uses = {resources.split(', ')}")
    if not customer:
        return "\n".join(["[[session]]", "seats = 8", *lines, "", ""])
    who = people.setdefault(customer, f"c{len(people)}")
    tags = 'tags = ["vip"]\n' if "(vip)" in customer else ""
    put(root, f"customers/{who}.toml", f'name = "{customer.removesuffix(" (vip)")}"\n{tags}')
    return "\n".join(["[[booking]]", f'customer = "{who}"', *lines, "", ""])


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    root = tmp_path_factory.mktemp("queries")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(root / "cache"))
        made = opened(_book(root / "ledger"))
        assert made.broken() == []
        yield made


def _found(index, query: str) -> list[str]:
    return [row.id for row in index.query(query, NOW, ZONE)]


@pytest.mark.parametrize(
    ("query", "ids"), [row for part in ("## The keys", "## Words of", "## Or,") for row in _table(part)]
)
def test_the_examples_of_the_document(index, query, ids):
    assert _found(index, query) == ids.split()


@pytest.mark.parametrize(("query", "sentence"), _table("## What is refused"))
def test_the_refusals_of_the_document(index, query, sentence):
    with pytest.raises(QueryError) as caught:
        index.query(query, NOW, ZONE)
    assert str(caught.value) == sentence


def test_every_key_has_an_example():
    shown = " ".join(row[0] for row in _table("## The keys"))
    assert [key for key in KEYS if not re.search(rf"\b{key}[:<>]", shown)] == []


def test_no_words_find_everything_in_order(index):
    rows = index.query("  ", NOW, ZONE)
    assert len(rows) == len(_table("# Finding bookings"))
    assert rows == sorted(rows, key=lambda row: (row.start, row.id))


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("customer:李娜,nobody", "7k2m9q x6t2hp"),
        ("customer:nobody", ""),
        ("-customer:李娜,weber,王芳", "s5y9gg"),
        ('customer:"anna weber" service:"Deep tissue"', "8b4n2x"),
        ("customer:“Anna Weber”", "7k3aaa 8b4n2x"),
        ("STATUS:Confirmed KIND:booking ON:Today", "7k2m9q"),
        ("price>=400 price<500", "7k3aaa a3d7ks"),
        ("price:>500 price:<=680", "7k2m9q 8b4n2x 9cwm5t"),
        ("price=420.5", "a3d7ks"),
        ("-price>0", "s5y9gg x6t2hp"),
        ("on:today,tomorrow -resource:room", "7k3aaa"),
        ("-on:2026-11", "s5y9gg x6t2hp"),
        ("on:2026-11-30", "a3d7ks"),
        ("on:2026-12-01", "a3d7ks s5y9gg x6t2hp"),
        ("to:2026-11-24", "7k2m9q 7k3aaa"),
        ("-from:2026-12-01", "7k2m9q 7k3aaa 8b4n2x 9cwm5t"),
        ("id:7k2m9q,8b id:8", "8b4n2x"),
        ("id:7k,7k2", "7k2m9q 7k3aaa"),
        ("tag:VIP -session:s5", "7k2m9q"),
        ("not:tuina -deep", "s5y9gg x6t2hp"),
        ("resource:anna", "s5y9gg"),
        ('"7k2"', "7k2m9q"),
    ],
)
def test_what_queries_find(index, query, ids):
    assert _found(index, query) == ids.split()


def test_weeks_start_as_the_ledger_says(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = _book(tmp_path / "ledger")
    sunday = at("2026-11-29 12:00")
    assert [row.id for row in opened(root).query("on:week", sunday, ZONE)] == [
        "7k2m9q",
        "7k3aaa",
        "8b4n2x",
        "9cwm5t",
    ]
    put(root, "bookctl.toml", 'format = 1\nname = "Studio"\ntimezone = "Asia/Shanghai"\nweek_start = "sun"\n')
    assert [row.id for row in opened(root).query("on:week", sunday, ZONE)] == ["a3d7ks", "s5y9gg", "x6t2hp"]


words = st.lists(
    st.sampled_from(
        [
            "status:confirmed", "status:cancelled,requested", "on:today", "on:tomorrow", "from:2026-11-25", "to:2026-11-25",
            "customer:weber", "customer:王芳", "resource:wang", "service:tuina", "price>500", "id:7k", "id:8,9", "tag:vip",
            "source:portal", "session:s5", "kind:booking", "deep", "anna",
        ]
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(words, st.lists(st.booleans(), min_size=4, max_size=4))
def test_words_together_find_what_each_finds(index, terms, signs):
    """And is the intersection, not is the complement: whichever index answers."""
    everything = set(_found(index, ""))
    expected, typed = set(everything), []
    for term, negated in zip(terms, signs, strict=False):
        alone = set(_found(index, term))
        expected &= everything - alone if negated else alone
        typed.append(f"not:{term}" if negated else term)
    assert set(_found(index, " ".join(typed))) == expected


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='ab:：,，"“”<>=- \t\n\x1b7k-price status:on:', max_size=25))
def test_any_text_reads_or_is_refused_in_one_sentence(text):
    refused = None
    try:
        terms = parse_query(text, Context(NOW, ZONE))
    except QueryError as fault:
        refused = str(fault)
    if refused is None:
        assert all(term.values and all(term.values) for term in terms)
    else:
        assert not set("\n\x1b") & set(refused)


def test_every_status_can_be_searched_by():
    from typing import get_args

    from bookctl.model.booking import Status
    from bookctl.words.query import STATUSES

    assert get_args(Status) == STATUSES
