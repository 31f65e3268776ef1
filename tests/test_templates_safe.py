"""Conditions and templates from strangers: bounded in time, memory and reach; data is never read as a template."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookctl.messages.condition import ConditionError, holds
from bookctl.messages.facts_values import Fields
from bookctl.messages.template import LIMIT, LONGEST, TemplateError, render
from bookctl.model.text import unsafe

FACTS = {
    "language": "en",
    "practice": {"name": "Still Water 静水", "phone": "", "fields": Fields()},
    "customer": {"name": "张伟", "tags": ["vip"], "visits": 3, "age": None, "fields": Fields({"shoe": 42})},
    "booking": {"status": "confirmed", "price": 680.0, "addons": ["Tea", "热石"], "day": "sat", "hour": 10, "fields": Fields()},
}  # fmt: skip
ESCAPES = [
    "{{ customer.__class__ }}",
    "{{ customer.name.__class__.__mro__ }}",
    "{{ ''['__class__'] }}",
    "{{ customer['name']['__class__'] }}",
    "{{ customer.items() }}",
    "{{ customer.name.format('x') }}",
    "{{ '%s' % customer }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ 'a' * 10**9 }}",
    "{{ 'a' * 1000000000 }}",
    "{{ [1] * 1000000000 }}",
    "{{ 9**9**9 }}",
    "{{ 1000000 * 1000000 * 1000000 * 1000000 }}",
    "{{ range(1000000000) }}",
    "{% for x in range(1000000000) %}a{% endfor %}",
    "{% for x in [1, 2, 3] %}a{% endfor %}",
    "{% for x in customer.name %}{% for y in customer.name %}a{% endfor %}{% endfor %}",
    "{% for x in booking.addons recursive %}{{ loop(booking.addons) }}{% endfor %}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{% set x = 'aaaa' %}{{ x }}",
    "{% include '/etc/passwd' %}",
    "{% extends '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{{ lipsum(n=1000) }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ self }}",
    "{{ self._TemplateReference__context }}",
    "{{ customer.name | attr('__class__') }}",
    "{{ customer.tags | map(attribute='__class__') | list }}",
    "{{ 'a' | center(1000000000) }}",
    "{{ 'a' | indent(1000000000) }}",
    "{{ 'a' | replace('a', 'aaaaaaaaaa') }}",
    "{{ 'x' | format(1) }}",
    "{{ customer.tags | join(customer.name.__class__) }}",
    "{{ customer | tojson }}",
    "{{ loop }}",
    "{{ context }}",
    "{{ 1 / 0 }}",
    "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "{{ " + "not " * 3000 + "1 }}",
    "{{ " + "-" * 3000 + "1 }}",
    "{{ " + "[" * 3000 + "]" * 3000 + " }}",
    "{% if 1 %}" * 3000 + "{% endif %}" * 3000,
]


def _render(tmp_path, text, facts=FACTS):
    folder = tmp_path / "templates"
    folder.mkdir(exist_ok=True)
    (folder / "mine.txt").write_text(text, "utf-8")
    return render("mine", "en", facts, root=tmp_path)


@pytest.mark.parametrize("text", ESCAPES)
def test_a_template_can_only_show_what_it_is_given(tmp_path, text):
    begun = time.process_time()
    with pytest.raises(TemplateError) as caught:
        _render(tmp_path, text)
    assert time.process_time() - begun < 1
    assert str(caught.value).startswith("templates/mine.txt")
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize(
    "text", [text.removeprefix("{{ ").removesuffix(" }}") for text in ESCAPES if text.startswith("{{")]
)
def test_a_condition_can_do_no_more(text):
    begun = time.process_time()
    found = holds(text, FACTS)
    assert isinstance(found, ConditionError)
    assert time.process_time() - begun < 1
    assert len(found.text) < 600


@pytest.mark.parametrize(
    "name",
    [
        "{{ 7 * 7 }}",
        "{% for x in practice %}{{ x }}{% endfor %}",
        "{{ customer.phone }}",
        "{# gone #}",
        "{{",
        "%}",
        "# for x",
        "Subject: other",
        "<script>alert(1)</script>",
    ],
)
def test_a_name_that_looks_like_a_template_stays_text(tmp_path, name):
    facts = FACTS | {"customer": FACTS["customer"] | {"name": name}}
    text = _render(tmp_path, "Subject: For {{ customer.name }}\n\nHello {{ customer.name }}!\n", facts)
    assert text.subject == f"For {name}"
    assert text.body == f"Hello {name}!\n"


def test_a_name_with_line_ends_and_controls_adds_no_line_and_no_control(tmp_path):
    name = "Li\r\nBcc: evil@example.com\n\nbody\x1b[31m\u202e\x00\u2028"
    facts = FACTS | {"customer": FACTS["customer"] | {"name": name}}
    text = _render(tmp_path, "Subject: For {{ customer.name }}\n\nHello {{ customer.name }}!\n", facts)
    assert text.subject == "For Li Bcc: evil@example.com body[31m"
    assert text.body == "Hello Li\nBcc: evil@example.com\n\nbody[31m!\n"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_whatever_the_name_is_the_subject_is_one_plain_line(tmp_path_factory, name):
    root = tmp_path_factory.getbasetemp()
    facts = FACTS | {"customer": FACTS["customer"] | {"name": name}}
    text = _render(root, "Subject: A{{ customer.name }}\n\nB{{ customer.name }}\n", facts)
    assert text.subject is not None
    assert "\n" not in text.subject
    assert unsafe(text.subject) is None
    assert unsafe(text.body, lines=True) is None


def test_a_long_text_is_refused_before_it_is_made(tmp_path):
    facts = FACTS | {"booking": FACTS["booking"] | {"addons": ["x" * 2000] * 1000}}
    with pytest.raises(TemplateError, match=f"longer than {LONGEST}"):
        _render(tmp_path, "{% for one in booking.addons %}{{ one }}{% endfor %}", facts)


@pytest.mark.parametrize(
    "part",
    [
        "{% for a in customer.tags %}{% if a %}{% endif %}{% endfor %}",
        "{% if customer.tags | sort | unique | join == 'x' %}{% endif %}",
        "{{ 1+1+1+1+1+1+1 }}",
    ],
)
def test_the_worst_that_is_allowed_ends_soon(tmp_path, part):
    facts = FACTS | {"customer": FACTS["customer"] | {"tags": ["a" * 60] * 2000}}
    begun = time.process_time()
    _render(tmp_path, part * (LIMIT // len(part)), facts)
    assert time.process_time() - begun < 4


def test_a_template_that_is_too_large_is_not_read(tmp_path):
    with pytest.raises(TemplateError, match=r"templates/mine\.txt"):
        _render(tmp_path, "a" * (LIMIT + 1))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="{}%#()[]|.,'\"=<>+-*~ \nabkingcustomerfldi0129_", max_size=80))
def test_no_condition_makes_anything_but_an_answer_or_a_sentence(text):
    assert isinstance(holds(text, FACTS), (bool, ConditionError))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="{}%#()[]|.,'\"=<>+-*~ \nabkingcustomerfldi0129_", max_size=80))
def test_no_template_makes_anything_but_a_text_or_a_sentence(tmp_path_factory, text):
    with suppress(TemplateError):
        assert isinstance(_render(tmp_path_factory.getbasetemp(), text).body, str)


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        (None, True),
        ("", True),
        ("booking.price > 500", True),
        ("booking.price > 500 and 'vip' in customer.tags", True),
        ("booking.price >= 1000 or not customer.visits", False),
        ("booking.status in ('completed', 'arrived')", False),
        ("booking.day in ['sat', 'sun'] and booking.hour < 12", True),
        ("customer.fields.shoe == 42", True),
        ("customer.fields.nothing", False),
        ("booking.addons | length == 2", True),
        ("customer.visits * 2 + 1 == 7", True),
        ("customer.name == '张伟'", True),
        ("customer.age is none", True),
        ("customer.age > 30", False),
        ("not customer.age > 30", False),
        ("customer.age + 1 > 30", False),
        ("'ea' in booking.addons[0]", True),
    ],
)
def test_a_condition_is_what_it_says(condition, answer):
    assert holds(condition, FACTS) is answer


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("bokking.price > 5", "bokking is unknown: did you mean booking?"),
        ("false and booking.prise > 5", "booking.prise is unknown: did you mean price?"),
        ("customer.name > 5", "'>' not supported"),
        ("booking.price >", "unexpected"),
        ("booking.price booking.price", "one expression"),
        ("booking.price | uper", "no filter uper: did you mean upper?"),
        ("'a' + 'b'", "texts are joined by ~"),
    ],
)
def test_a_condition_that_cannot_be_judged_says_why(condition, said):
    found = holds(condition, FACTS)
    assert isinstance(found, ConditionError)
    assert said in found.text


def test_a_template_that_does_not_read_names_its_line(tmp_path):
    with pytest.raises(TemplateError, match=r"templates/mine\.txt:4: bokking is unknown"):
        _render(tmp_path, "Subject: Hi\n\nHello\n{{ bokking.id }}\n")
    with pytest.raises(TemplateError, match=r"templates/mine\.txt:2: "):
        _render(tmp_path, "Hello\n{% if %}\n")
    with pytest.raises(TemplateError, match=r"templates/mine\.txt:1: customer\.nam is unknown"):
        _render(tmp_path, "Subject: {{ customer.nam }}\n\nHello\n")


def test_the_language_comes_before_the_common_template_and_both_before_the_shipped_one(tmp_path):
    (tmp_path / "templates").mkdir()
    facts = FACTS | {"customer": FACTS["customer"]}
    shipped = render("birthday", "en", facts, root=tmp_path)
    (tmp_path / "templates" / "birthday.txt").write_text("common {{ language }}", "utf-8")
    (tmp_path / "templates" / "birthday.zh.txt").write_text("\ufeff自己的", "utf-8")
    assert "happy birthday" in shipped.body
    assert render("birthday", "en", facts, root=tmp_path).body == "common en\n"
    assert render("birthday", "zh", facts, root=tmp_path).body == "自己的\n"


@pytest.mark.parametrize("name", ["../bookctl", "/etc/passwd", "a/b", "", "A", "nothing"])
def test_a_template_that_is_not_there_or_has_no_name_is_told(tmp_path, name):
    with pytest.raises(TemplateError):
        render(name, "en", FACTS, root=tmp_path)


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "secret").write_text("secret", "utf-8")
    (tmp_path / "templates" / "mine.txt").symlink_to(tmp_path / "secret")
    with pytest.raises(TemplateError, match=r"templates/mine\.txt"):
        render("mine", "en", FACTS, root=tmp_path)
