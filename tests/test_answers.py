"""Questions of a service: what is asked, what the answers may be, where they are kept."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookctl.engine.questions import asked, holds, judge, parse_when, read
from bookctl.model.question import Question
from bookctl.words.source import quoted

QUESTIONS = [
    Question(id="pressure", text="How firm?", type="choice", choices=["soft", "firm"], required=True),
    Question(id="pregnant", text="Pregnant?", type="yesno"),
    Question(
        id="week", text="Which week?", type="number", min=1, max=42, when="pregnant = yes", required=True
    ),
    Question(id="cleared", text="Has your doctor agreed?", type="yesno", when="week >= 32", required=True),
    Question(id="since", text="Since when?", type="date", ask="arrival", required=True),
]
SERVICE = """
[[question]]
id = "pressure"
text = "How firm? 力度？"
type = "choice"
choices = ["soft", "firm"]
required = true

[[question]]
id = "pregnant"
text = "Are you pregnant?"
type = "yesno"

[[question]]
id = "week"
text = "In which week?"
type = "number"
min = 1
max = 42
when = "pregnant"
required = true

[[question]]
id = "shoes"
text = "Which shoes?"
required = true
ask = "arrival"
"""


@pytest.fixture
def asking(book):
    path = book.root / "services" / "deep-tissue-60.toml"
    path.write_text(path.read_text("utf-8") + SERVICE, "utf-8")
    book.ok("adopt")
    return book


@pytest.mark.parametrize(
    ("given", "values", "faults"),
    [
        ({"pressure": "Firm"}, {"pressure": "firm"}, []),
        ({}, {}, ["pressure is not answered: How firm? (one of soft, firm)"]),
        ({"pressure": "frim"}, {}, ["pressure: 'frim' is not one of soft, firm: did you mean firm?"]),
        (
            {"pressure": "soft", "pregnant": "是"},
            {"pressure": "soft", "pregnant": True},
            ["week is not answered: Which week? (a number from 1 to 42)"],
        ),
        (
            {"pressure": "soft", "week": "12"},
            {"pressure": "soft"},
            ["week is not asked: only if pregnant = yes"],
        ),
        (
            {"pressure": "soft", "pregnant": "yes", "week": "50"},
            {"pressure": "soft", "pregnant": True},
            ["week: '50' is not a number from 1 to 42"],
        ),
        (
            {"pressure": "soft", "pregnant": "yes", "week": "33", "cleared": "no"},
            {"pressure": "soft", "pregnant": True, "week": 33, "cleared": False},
            [],
        ),
        (
            {"presure": "soft", "since": "yesterday"},
            {},
            [
                "there is no question 'presure': did you mean pressure?",
                "since: 'yesterday' is not a date, as in 2026-11-27",
                "pressure is not answered: How firm? (one of soft, firm)",
            ],
        ),
    ],
)
def test_answers_are_judged_all_at_once(given, values, faults):
    assert judge(QUESTIONS, given) == (values, faults)


def test_what_is_asked_at_arrival_is_only_missed_then():
    answered = {"pressure": "soft"}
    assert judge(QUESTIONS, answered).faults == []
    late = judge(QUESTIONS, answered, whole=("booking", "arrival"))
    assert late.faults == ["since is not answered: Since when? (a date, as in 2026-11-27)"]


@pytest.mark.parametrize(
    ("condition", "answers", "wanted"),
    [
        ("a = yes", {"a": True}, True),
        ("a = 没有", {"a": False}, True),
        ("a = Soft", {"a": "soft"}, True),
        ("a != soft", {"a": "firm"}, True),
        ("a != soft", {}, False),
        ("a in soft, firm", {"a": "firm"}, True),
        ("a not in soft, firm", {"a": "firm"}, False),
        ("a", {"a": True}, True),
        ("a", {"a": 0}, True),
        ("a", {"a": False}, False),
        ("a", {}, False),
        ("not a", {}, True),
        ("not a", {"a": False}, True),
        ("not a", {"a": "x"}, False),
        ("a > 3", {"a": 4}, True),
        ("a<=3", {"a": 3.5}, False),
        ("a < 2026-01-01", {"a": "2025-12-31"}, True),
        ("a > 3", {"a": True}, False),
        ("a =", {"a": "x"}, False),
    ],
)
def test_a_condition_holds_or_not(condition, answers, wanted):
    assert holds(condition, answers) is wanted


def test_an_answer_to_what_is_not_asked_leads_to_no_further_question():
    names = [one.id for one in asked(QUESTIONS, {"pregnant": False, "week": 33})]
    assert names == ["pressure", "pregnant", "since"]


@given(st.text(max_size=30))
def test_any_text_is_a_condition_or_none_and_never_fails(text):
    parse_when(text)
    assert holds(text, {"a": 1, "b": "x", "c": True}) in {True, False}


@given(st.sampled_from(QUESTIONS), st.text(max_size=30))
def test_any_answer_is_taken_in_its_type_or_refused_in_a_sentence(question, text):
    found = read(question, text)
    assert isinstance(found, (str, int, float, bool)) or found.text
    assert quoted(text)


def test_answers_come_with_the_booking_command(asking):
    refused = asking.run(
        "apply",
        stdin='{"action":"book","customer":"刘洋","service":"deep-tissue-60","start":"2026-12-03T10:00:00+08:00"}\n',
    )
    assert "pressure is not answered" in refused.out + refused.err
    made = asking.ok(
        "apply", "--format", "json",
        stdin='{"action":"book","customer":"刘洋","service":"deep-tissue-60","start":"2026-12-03T10:00:00+08:00","answers":{"pressure":"firm"}}\n',
    )  # fmt: skip
    assert "error" not in made
    text = (asking.root / "customers" / "c8hm3t.toml").read_text("utf-8")
    assert 'question = "pressure"\nvalue = "firm"\n' in text
    assert asking.ok("check") == ""


def test_later_answers_replace_the_ones_before_and_nothing_else(asking):
    path = asking.root / "customers" / "c4f7qx.toml"
    before = path.read_text("utf-8")
    assert asking.ok("answer", "7k2m9q", "pressure=soft", "pregnant=no") == "answered pressure, pregnant\n"
    first = path.read_text("utf-8")
    assert first.startswith(before)
    asking.ok("answer", "7k2m9q", "pressure=firm", BOOKCTL_NOW="2026-11-24T09:30")
    assert path.read_text("utf-8") == first.replace(
        'value = "soft"\nat = 2026-11-24T09:00', 'value = "firm"\nat = 2026-11-24T09:30'
    )
    assert asking.git("show", "-s", "--format=%B").strip().splitlines()[0] == "answer 7k2m9q"
    assert "firm" not in asking.git("show", "-s", "--format=%B")
    assert asking.ok("check") == ""


def test_the_same_answer_again_changes_nothing(asking):
    asking.ok("answer", "7k2m9q", "pressure=soft")
    head = asking.git("rev-parse", "HEAD")
    asking.ok("answer", "7k2m9q", "pressure=soft", BOOKCTL_NOW="2026-11-24T10:00")
    assert asking.git("rev-parse", "HEAD") == head


def test_wrong_answers_are_refused_together(asking):
    done = asking.run("answer", "7k2m9q", "pressure=hard", "week=3", "color=red")
    assert done.code == 3
    assert [line.strip() for line in done.err.splitlines()[1:4]] == [
        "pressure: 'hard' is not one of soft, firm",
        "there is no question 'color': there are pressure, pregnant, week, shoes",
        "week is not asked: only if pregnant",
    ]
    assert asking.run("answer", "7k2m9q", "pressure").code == 2
    assert asking.run("answer", "7k2m9q", "pressure=soft", "pressure=firm").code == 2
    assert asking.run("answer", "7k2m9q", "shoes=a\x1b[31m").code == 2


def test_questions_are_listed_with_what_was_answered(asking):
    asking.ok("answer", "7k2m9q", "pregnant=yes")
    listed = json.loads(asking.ok("answer", "7k2m9q", "--format", "json"))["questions"]
    assert [(one["id"], one["answer"]) for one in listed] == [
        ("pressure", None), ("pregnant", True), ("week", None), ("shoes", None),
    ]  # fmt: skip


def test_show_and_customer_show_tell_the_answers(asking):
    asking.ok("answer", "7k2m9q", "pressure=firm")
    assert "How firm? 力度？ firm" in asking.ok("show", "7k2m9q")
    assert json.loads(asking.ok("show", "7k2m9q", "--format", "json"))["booking"]["answers"] == {
        "pressure": "firm"
    }
    assert "How firm? 力度？ firm  [7k2m9q" in asking.ok("customer", "show", "张伟", "--format", "table")


def test_answers_go_along_when_two_records_become_one(asking):
    asking.ok("answer", "7k2m9q", "pressure=firm", "pregnant=yes", "week=12")
    asking.ok("customer", "merge", "刘洋", "张伟", "--yes")
    text = (asking.root / "customers" / "c8hm3t.toml").read_text("utf-8")
    assert "value = true\n" in text
    assert "value = 12\n" in text
    assert "How firm? 力度？ firm" in asking.ok("show", "7k2m9q")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "pregnant"', 'id = "pressure"', "two questions are called pressure"),
        ('when = "pregnant"', 'when = "pregnent"', "there is no question pregnent"),
        ('when = "pregnant"', 'when = "shoes = big"', "shoes is asked later"),
        ('when = "pregnant"', 'when = "= yes"', "is no condition"),
        ('when = "pregnant"', 'when = "pressure = hard"', "pressure is never so"),
        ('choices = ["soft", "firm"]\n', "", "question pressure has no choices"),
        ("min = 1", "min = 100", "question week asks for more than its most"),
    ],
)
def test_questions_that_cannot_be_asked_are_findings(asking, old, new, said):
    path = asking.root / "services" / "deep-tissue-60.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    done = asking.run("check", "answers")
    assert done.code == 1
    assert said in done.out


def test_an_answer_to_what_is_not_asked_any_more_is_a_warning(asking):
    asking.ok("answer", "7k2m9q", "pressure=firm")
    path = asking.root / "services" / "deep-tissue-60.toml"
    path.write_text(path.read_text("utf-8").replace('id = "pressure"', 'id = "firmness"'), "utf-8")
    done = asking.run("check", "answers")
    assert "warning: deep-tissue-60 asks no question pressure" in done.out


def test_on_a_terminal_what_is_missing_is_asked_as_the_answers_lead_on(monkeypatch, capsys):
    import io

    from bookctl.cli.answer import Asked, _ask

    monkeypatch.setattr("sys.stdin", io.StringIO("frim\nfirm\nyes\n33\nyes\n\n"))
    assert _ask(Asked(QUESTIONS, {})) == {
        "pressure": "firm",
        "pregnant": "yes",
        "week": "33",
        "cleared": "yes",
    }
    told = capsys.readouterr().err
    assert "did you mean firm?" in told
    assert told.count("Since when?") == 1
