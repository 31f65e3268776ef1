"""How a finding reads, for a person, a pipe and a program."""

import json

import pytest

from bookctl.ledger import finding
from bookctl.ledger.finding import Finding, Note
from bookctl.ledger.places import Places
from bookctl.ledger.toml.read import parse

LINE = 'name = "张三", phone = "1"\n'


def _one(**more):
    return Finding("customers/c4f7qx.toml", 1, 15, "error", "schema", "phone is wrong", **more)


def test_carets_stand_under_the_word_though_chinese_is_twice_as_wide(tmp_path):
    (tmp_path / "customers").mkdir()
    (tmp_path / "customers" / "c4f7qx.toml").write_text(LINE, "utf-8")
    note = Note("bookctl.toml", 3, 1, "the setting")
    told = finding.full([_one(length=5, mark="here", notes=(note,), help="write another")], tmp_path)
    assert told == (
        "customers/c4f7qx.toml:1:15: error: phone is wrong [schema]\n"
        '  1 | name = "张三", phone = "1"\n'
        "    |                 ^^^^^ here\n"
        "bookctl.toml:3:1: note: the setting\n"
        " help: write another\n"
    )


def test_without_the_file_there_is_no_excerpt(tmp_path):
    assert finding.full([_one()], tmp_path) == "customers/c4f7qx.toml:1:15: error: phone is wrong [schema]\n"


def test_what_a_file_says_cannot_steer_the_terminal(tmp_path):
    (tmp_path / "customers").mkdir()
    (tmp_path / "customers" / "c4f7qx.toml").write_text('name = "\x1b[2J\u202e"\n', "utf-8")
    told = finding.full([_one()._replace(text="a\x1b[2J", help="\x07")], tmp_path)
    assert told.replace("\n", "").isprintable()
    assert "\\x1b[2J" in told


def test_a_line_in_a_pipe_is_the_first_line_of_the_full_form(tmp_path):
    found = [_one(), _one()._replace(severity="warning", line=2)]
    assert finding.concise(found, tmp_path).splitlines() == [
        "customers/c4f7qx.toml:1:15: error: phone is wrong [schema]",
        "customers/c4f7qx.toml:2:15: warning: phone is wrong [schema]",
    ]


def test_a_program_gets_every_field_of_every_finding(tmp_path):
    told = json.loads(finding.json([_one(notes=(Note("bookctl.toml", 3, 1, "the setting"),))], tmp_path))
    assert told == {
        "schema": 1,
        "findings": [
            {
                "file": "customers/c4f7qx.toml",
                "line": 1,
                "column": 15,
                "severity": "error",
                "code": "schema",
                "text": "phone is wrong",
                "length": 1,
                "mark": None,
                "notes": [
                    {
                        "file": "bookctl.toml",
                        "line": 3,
                        "column": 1,
                        "text": "the setting",
                        "path": str(tmp_path / "bookctl.toml"),
                    }
                ],
                "help": None,
                "subject": None,
                "path": str(tmp_path / "customers/c4f7qx.toml"),
            }
        ],
    }


def test_findings_are_told_in_order_of_place_and_once():
    late, early = _one()._replace(line=10), _one()._replace(line=9, mark="x")
    assert finding.ordered([late, early, late]) == [early, late]


BLOCK = '[[booking]]\nid = "aaaaaa"\nuses = [\n  "a",\n  { resource = "b" },\n]\n\n'


@pytest.mark.parametrize(
    "odd",
    [
        "",
        '[[session]]\nid = "s"\n',
        '[["booking"]]\n',
        'a = """\n[[booking]]\n"""\n',
        "a = [\n[1],\n]\n",
        "[x.y]\n",
    ],
)
def test_a_value_is_found_in_its_own_record_however_the_page_is_written(odd):
    text = BLOCK + odd + BLOCK
    number = len(parse(text.encode())["booking"]) - 1
    above = (BLOCK + odd).count("\n")
    assert Places(text).at(("booking", number, "uses", 1, "resource"))[0] == above + 5
    assert Places(text).at(("booking", number, "id")) == (above + 2, 1, 2)
    assert Places(text).at(("booking", number)) == (above + 1, 1, 1)
    assert Places(text).at(("nothing",)) == (1, 1, 1)
