"""Templates: a text with variables becomes a message. Data is put in, never read as a template."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from bookctl.messages.template_sandbox import Unfit, environment, fitting

FOLDER = "templates"
LIMIT = 1 << 14
"""Bytes of a template."""
LONGEST = 1 << 16
"""Characters of a text."""
SUBJECT = 200
_STEERING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


class Text(NamedTuple):
    """Plain text; the subject is one line."""

    subject: str | None
    body: str


class TemplateError(Exception):
    """A template that is missing or does not read; the sentence names file and line."""


class Source(NamedTuple):
    """A template as it is written; `place` is its file, or its shipped name."""

    place: str
    text: str


def render(name: str, language: str, facts: Mapping[str, Any], *, root: Path) -> Text:
    """The message; TemplateError where there is no such template or it cannot be filled in."""
    source = find(name, language, root)
    head, body = _parts(source.text)
    subject = None if head is None else " ".join(_filled(source.place, head, 0, facts).split())[:SUBJECT]
    text = _filled(
        source.place, body, 0 if head is None else source.text.count("\n") - body.count("\n"), facts
    )
    return Text(subject or None, text.strip("\n") + "\n")


def find(name: str, language: str, root: Path) -> Source:
    """The ledger's own template in the language, its own without one, or the shipped one."""
    from bookctl.ledger.files import UnsafeFile, read_file
    from bookctl.messages.shipped import template_text
    from bookctl.model.ids import is_slug

    if not is_slug(name):
        raise TemplateError(f"{name[:60]!r} is no name of a template")
    for place in (f"{FOLDER}/{name}.{language}.txt", f"{FOLDER}/{name}.txt"):
        try:
            data = read_file(root, place, LIMIT)
        except UnsafeFile as fault:
            raise TemplateError(f"{place} {fault.reason}") from None
        if data is not None:
            return Source(place, _decoded(place, data))
    shipped = template_text(name, language)
    if shipped is None:
        raise TemplateError(f"no template is called {name}: write {FOLDER}/{name}.txt")
    return Source(f"the shipped template {name} ({language})", shipped)


def _decoded(place: str, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise TemplateError(f"{place} is no UTF-8 text") from None
    return text


def _parts(text: str) -> tuple[str | None, str]:
    """The subject's template, from a first line `Subject: ...`, and the body's."""
    first, _, rest = text.partition("\n")
    if not first.lower().startswith("subject:"):
        return None, text
    return first[len("subject:") :].strip(), rest.removeprefix("\n")


def _filled(place: str, text: str, above: int, facts: Mapping[str, Any]) -> str:
    """The text with its variables; `above` is how many lines of the file stand before it."""
    from jinja2 import TemplateError as JinjaError
    from jinja2 import TemplateSyntaxError

    try:
        fitting(_parsed(text), facts)
        return _STEERING.sub("", "".join(_pieces(_compiled(text).generate(**facts))))
    except Unfit as fault:
        raise TemplateError(f"{place}:{fault.line + above}: {fault.text}") from None
    except TemplateSyntaxError as fault:
        raise TemplateError(f"{place}:{fault.lineno + above}: {fault.message}") from None
    except (JinjaError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as fault:
        raise TemplateError(f"{place}: {str(fault)[:200]}") from None
    except (RecursionError, MemoryError, SyntaxError):
        raise TemplateError(f"{place}: this is nested too deeply") from None


def _pieces(pieces: Iterator[str]) -> Iterator[str]:
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > LONGEST:
            raise Unfit(f"the text is longer than {LONGEST} characters")
        yield piece


@lru_cache(maxsize=64)
def _parsed(text: str) -> Any:
    return environment().parse(text)


@lru_cache(maxsize=64)
def _compiled(text: str) -> Any:
    return environment().from_string(text)
