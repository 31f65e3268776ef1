"""The customers' query language: its document's examples, its laws, and the command."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookctl.words.calendar import Context
from bookctl.words.query import QueryError, parse_query
from bookctl.words.query_people import HAS, PEOPLE, PEOPLE_KEYS
from indexing import at, opened, put
from test_query import _table

ZONE = ZoneInfo("Asia/Shanghai")
NOW = at("2026-11-24 09:00")
SETTINGS = """format = 1
name = "Studio"
timezone = "Asia/Shanghai"
currency = "CNY"

[[tier]]
id = "gold"
visits = 2

[segment.good]
query = "visits>1 owed:0"

[segment.webers]
query = "Weber"

[segment.round]
query = "segment:good"
"""


def _book(root: Path) -> Path:
    put(root, "bookctl.toml", SETTINGS)
    for id_, name in (("wang", "Wang Wei"), ("li", "Li Jun")):
        put(root, f"resources/{id_}.toml", f'name = "{name}"\nkind = "staff"\n')
    put(root, "services/deep-tissue-60.toml", 'name = "Deep tissue"\nminutes = 60\n')
    put(root, "services/tuina-45.toml", 'name = "推拿 Tuina"\nminutes = 45\n')
    for row in _table("## Finding customers"):
        _customer(root, row)
    for row in _table("## The visits"):
        _visit(root, row)
    return root


def _customer(root: Path, row: list[str]) -> None:
    id_, name, phone, email, tags, source, language, born, created, alert = row
    texts = {"name": name, "phone": phone, "email": email, "source": source, "language": language}
    lines = [f'{key} = "{value}"' for key, value in texts.items() if value]
    lines += [f"tags = {tags.split()}", f"created = {created}", f"birthday = {born}" if born else ""]
    lines += [f'[[alert]]\ntext = "careful"\nkind = "{alert}"'] if alert else []
    put(root, f"customers/{id_}.toml", "\n".join(lines) + "\n")


def _visit(root: Path, row: list[str]) -> None:
    id_, customer, when, service, resource, status, price, paid = row
    day, time = when.split()
    text = (
        f'[[booking]]\nid = "{id_}"\nservice = "{service}"\ncustomer = "{customer}"\nuses = ["{resource}"]\n'
        f'start = {day}T{time}:00+08:00\nend = {day}T{time[:2]}:45:00+08:00\nstatus = "{status}"\nprice = {price}\n'
    )
    put(root, f"bookings/{day[:4]}/{day}.toml", text)
    if paid:
        put(
            root,
            f"payments/{day[:4]}/{day}.toml",
            f'[[payment]]\nid = "p{id_}"\nat = {day}T11:00:00+08:00\namount = {paid}\nmethod = "cash"\n'
            f'booking = "{id_}"\ncustomer = "{customer}"\n',
        )


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    root = tmp_path_factory.mktemp("people")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(root / "cache"))
        made = opened(_book(root / "ledger"))
        assert made.broken() == []
        yield made


def _found(index, query: str) -> list[str]:
    return sorted(row.id for row in index.find_customers(query, NOW, ZONE))


@pytest.mark.parametrize(("query", "ids"), _table("## The customers' keys"))
def test_the_examples_of_the_document(index, query, ids):
    assert _found(index, query) == ids.split()


@pytest.mark.parametrize(("query", "sentence"), _table("## What customers' queries refuse"))
def test_the_refusals_of_the_document(index, query, sentence):
    with pytest.raises(QueryError) as caught:
        index.find_customers(query, NOW, ZONE)
    assert str(caught.value) == sentence


def test_every_key_has_an_example():
    shown = " ".join(row[0] for row in _table("## The customers' keys"))
    assert [key for key in PEOPLE_KEYS if f"{key}:" not in shown and f"{key}>" not in shown] == []


@pytest.mark.parametrize("what", HAS)
def test_whatever_a_customer_has_or_has_not_is_everybody(index, what):
    assert sorted(_found(index, f"has:{what}") + _found(index, f"has:no-{what}")) == ["c1", "c2", "c3", "c4"]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", "c1 c2 c3 c4"),
        ("王", "c3"),
        ("伟", "c4"),
        ("张伟", "c4"),
        ("ZHANG WEI", "c4"),
        ("+86 139 1111 2222", "c3"),
        ("anna@", "c2"),
        ("-tag:vip", "c2 c4"),
        ("not:has:phone", "c4"),
        ("birthday:today", ""),
        ("birthday:2027-11-02", "c4"),
        ("last>2026-10-01 last<=2026-11-20", "c1"),
        ("created>=2026-10-01 created<2026-11-02", "c4"),
        ("visits:1,2", "c1 c2 c3"),
        ("spend:1360", "c1"),
        ("spend<680 visits>0", "c2"),
        ("owed:180", "c3"),
        ("owed<0", ""),
        ("quiet<=4", "c1"),
        ("activity:active -has:booking", "c1"),
        ("service:deep resource:li", "c3"),
        ("-segment:good", "c2 c3 c4"),
        ("-tier:gold", "c2 c3 c4"),
        ("retired:yes", ""),
    ],
)
def test_what_queries_find(index, query, ids):
    assert _found(index, query) == ids.split()


def test_bookings_are_found_by_the_segments_of_their_customers(index):
    def rows(query):
        return [row.id for row in index.query(query, NOW, ZONE)]

    assert rows("segment:good") == ["aaa333", "aaa222"]
    assert rows("-segment:good,webers from:2026-11") == ["aaa777", "aaa666"]
    with pytest.raises(QueryError, match="there is no segment"):
        rows("segment:goood")
    assert index.segments(NOW, ZONE) == {"good": frozenset({"c1"}), "webers": frozenset({"c2"})}


def test_somebody_born_on_a_leap_day_is_found_on_the_28th_too(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = _book(tmp_path / "ledger")
    put(root, "customers/c9.toml", 'name = "二月"\nbirthday = 1996-02-29\n')
    index = opened(root)
    assert _found(index, "birthday:2027-02-28") == ["c9"]
    assert _found(index, "birthday:2028-02-29") == ["c9"]
    assert _found(index, "birthday:2027-03-01") == []


WORDS = st.lists(
    st.sampled_from([row[0] for row in _table("## The customers' keys") if not row[0][0].isdigit()]),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40, deadline=None)
@given(WORDS)
def test_words_together_find_what_each_finds(index, words):
    expected = set(_found(index, ""))
    for word in words:
        expected &= set(_found(index, word))
    assert set(_found(index, " ".join(words))) == expected


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='ab:：,，"“”<>=- \t\n\x1b7visits>has:no-on', max_size=25))
def test_any_text_reads_or_is_refused_in_one_sentence(text):
    refused = None
    try:
        terms = parse_query(text, Context(NOW, ZONE), PEOPLE)
    except QueryError as fault:
        refused = str(fault)
    if refused is None:
        assert all(term.values and all(term.values) for term in terms)
    else:
        assert not set("\n\x1b") & set(refused)


def test_the_command_prints_each_shape(book):
    assert book.ok("customer", "find", "张伟").split("\t")[:2] == ["c4f7qx", "张伟 Zhang Wei"]
    assert json.loads(book.ok("customer", "find", "visits>3", "--format", "json"))["customers"][0]["id"]
    assert book.ok("customer", "find", "张伟", "--format", "csv").startswith("id,name,phone,e-mail,tags")
    assert "张伟" in book.ok("customer", "find", "张伟", "--format", "table")
    assert len(book.ok("customer", "find", "visits>0", "--limit", "2").splitlines()) == 2


def test_a_whole_query_in_quotes_is_as_good_as_its_words(book):
    apart = book.ok("customer", "find", "visits>1", "language:zh")
    assert apart
    assert book.ok("customer", "find", "visits>1 language:zh") == apart
    assert book.ok("customer", "find", "Zhang Wei").startswith("c4f7qx")


def test_the_command_refuses_in_the_words_of_the_language(book):
    done = book.run("customer", "find", "vists>3")
    assert done.code == 2
    assert 'there is no "vists" to search by: did you mean visits:?' in done.err
