"""The quick way through a page never says yes where the careful way would object, and sees the same book."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookctl.ledger.checks import CHECKS
from bookctl.ledger.express import PROVES, Express
from bookctl.ledger.load import record_from
from bookctl.ledger.reading import sheet_from
from bookctl.ledger.survey import Survey
from bookctl.model.catalogue import Catalogue

DAY = date(2026, 11, 24)
FILE = "bookings/2026/2026-11-24.toml"
NOW = 1_795_564_800
PAGE = """\
# Tuesday
[[session]]
id = "ssssss"
service = "yoga"
start = 2026-11-24T18:00:00+08:00
end = 2026-11-24T19:00:00+08:00
uses = ["wang"]
seats = 12
min_seats = 2
status = "confirmed"

[[booking]]
id = "7k2m9q"
service = "massage"
customer = "c4f7qx"
start = 2026-11-24T10:00:00+08:00
end = 2026-11-24T11:00:00+08:00
uses = ["wang", { resource = "room-2", from = -5, to = 75, units = 2 }]
asked = ["wang"]
addons = ["massage"]
status = "confirmed"
price = 680.00
source = "wechat, 微信"
history = [
  { at = 2026-11-20T09:12:00+08:00, status = "requested", by = "portal" },
  { at = 2026-11-20T09:12:00+08:00, from = 2026-11-23T10:00:00+08:00, reason = "asked for" },
  { at = 2026-11-20T09:14:00+08:00, status = "confirmed", by = "wang" },
]

[[booking]]
id = "b9k3td"
service = "yoga"
customer = "c4f7qx"
start = 2026-11-24T18:00:00+08:00
end = 2026-11-24T19:00:00+08:00
session = "ssssss"
seats = 3
status = "cancelled"
"""
ODD = [
    'id = "7k2m9q"', 'id = "7k2m9o"', 'service = "nothing"', 'customer = "nobody"', 'customer = "c4f7qx" # regular',
    "start = 2026-11-25T10:00:00+08:00", "start = 2026-11-24T10:00:00.5+08:00", "start = 2026-11-24T10:00:00",
    "start = 2026-11-24T02:00:00Z", "start = 2026-13-24T10:00:00+08:00", "end = 2026-11-24T10:00:00+08:00",
    "end = 2026-11-24T25:00:00+08:00", 'uses = ["wang", "lin"]', 'uses = [{ resource = "wang", to = 0 }]',
    'uses = [{ resource = "wang", to = 30 }, { resource = "wang", from = 50 }]', 'uses = [{ resource = "wang", from = 60 }]', "uses = []",
    'uses = ["wang" # ]', 'asked = ["lin"]', 'addons = ["oil"]', 'session = "ssssss"', "seats = 0", "seats = 1",
    "seats = 012", "min_seats = 13", 'status = "held"', 'status = "arrived"', "until = 2026-11-24T10:00:00+08:00",
    "price = 680.005", "price = nan", "price = 12", 'zone = "Europe/Berlin"', 'zone = "Mars/Olympus"', "minutes = 50",
    'forced = "the owner said so"', 'request = "abc"', 'sorce = "web"', "fields.a = 1", "[fields]", "[[booking]]", "[[session]]",
    "# a remark", "# \x1b[2J", "", "history = []", "]", '  { at = 2026-11-19T09:12:00+08:00, status = "completed" },',
    '  { at = 2026-11-21T09:12:00+08:00, status = "confirmed", forced = "x" },', "  { at = 2026-11-21T09:12:00+08:00 },",
    "  { at = 2026-11-21T09:12:00+08:00 } # },", "  { at = 2026-11-21T09:12:00+08:00 }", 'source = "a\\u001b"',
    'source = """', 'source = "\u202e"', "= 3", "history = [", '"status" = "confirmed"', "status = 'confirmed'",
]  # fmt: skip


def _catalogue():
    files = {
        "bookctl.toml": 'format = 1\nname = "A"\ntimezone = "Asia/Shanghai"\ncurrency = "CNY"\n',
        "resources/wang.toml": 'name = "Wang"\nkind = "staff"\n',
        "resources/room-2.toml": 'name = "Room"\nkind = "room"\ncapacity = 4\n',
        "services/massage.toml": 'name = "Massage"\nminutes = 60\n',
        "services/yoga.toml": 'name = "Yoga"\nminutes = 60\nseats = 12\n',
    }
    made = {}
    for path, text in files.items():
        kind = "settings" if path == "bookctl.toml" else path.split("s/")[0]
        made[Path(path).stem], found = record_from(kind, path, text.encode())
        assert found == []
    resources = {id_: made[id_] for id_ in ("wang", "room-2")}
    return Catalogue(made["bookctl"], resources, {id_: made[id_] for id_ in ("massage", "yoga")})


CATALOGUE = _catalogue()
KNOWN = {"resource": {"wang", "room-2"}, "service": {"massage", "yoga"}, "customer": {"c4f7qx"}}


def _survey():
    return Survey(CATALOGUE, {}, [], KNOWN)


def _carefully(data):
    """What the checks of a page say, and the survey that it leaves."""
    book = _survey()
    sheet, found = sheet_from(FILE, DAY, data)
    book.take_in(sheet, NOW)
    said = [remark for check in CHECKS if check.name in PROVES for remark in check.on_page(sheet, book, NOW)]
    return [*found, *said], book


def _agree(text, express):
    data = text.encode("utf-8", "surrogatepass")
    book = express._book
    book.rows, book.busy = [], type(book.busy)(list)
    if not express.prove(FILE, DAY, data):
        return False
    said, careful = _carefully(data)
    assert said == []
    assert sorted(book.rows, key=lambda row: row.id) == sorted(careful.rows, key=lambda row: row.id)
    assert {id_: sorted(busy) for id_, busy in book.busy.items()} == {
        id_: sorted(busy) for id_, busy in careful.busy.items()
    }
    return True


def test_a_page_as_bookctl_writes_it_goes_the_quick_way():
    assert _agree(PAGE, Express(_survey()))


def test_the_quick_way_stands_for_every_check_of_a_page_that_always_runs():
    assert {check.name for check in CHECKS if check.on_page and check.tier == "always"} == PROVES


@pytest.mark.parametrize("line", ODD)
def test_an_odd_line_anywhere_deceives_nobody(line):
    lines = PAGE.splitlines()
    express = Express(_survey())
    for number in range(len(lines) + 1):
        _agree("\n".join([*lines[:number], line, *lines[number:]]) + "\n", express)
        _agree("\n".join([*lines[:number], line, *lines[number + 1 :]]) + "\n", express)


CHANGES = st.lists(
    st.tuples(
        st.integers(0, len(PAGE.splitlines())), st.integers(0, 2), st.sampled_from([*ODD, *PAGE.splitlines()])
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=300)
@given(CHANGES)
def test_a_page_with_lines_moved_about_deceives_nobody(changes):
    lines = PAGE.splitlines()
    for at, drop, line in changes:
        lines[at : at + drop] = [line]
    _agree("\n".join(lines) + "\n", Express(_survey()))


@settings(max_examples=300)
@given(st.integers(0, len(PAGE)), st.integers(0, 3), st.text(max_size=3))
def test_a_page_with_letters_changed_deceives_nobody(at, drop, text):
    _agree(PAGE[:at] + text + PAGE[at + drop :], Express(_survey()))


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# nothing today\n", PAGE.rstrip("\n"), PAGE.replace("\n", "\r\n"), "\ufeff" + PAGE]
)
def test_edges_of_a_page_deceive_nobody(text):
    _agree(text, Express(_survey()))
