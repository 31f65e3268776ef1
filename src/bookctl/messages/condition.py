"""A rule's `if`: an expression over the facts, true or false."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from bookctl.messages.template_sandbox import Unfit, environment, fitting


class ConditionError(NamedTuple):
    """Why a condition cannot be judged, as a sentence."""

    text: str


def holds(condition: str | None, facts: Mapping[str, Any]) -> bool | ConditionError:
    """Whether the condition is met; none always is. An unknown name is an error wherever it stands.

    What compares or reckons with a value that the record does not have does not hold.
    """
    if condition is None or not condition.strip():
        return True
    from jinja2 import TemplateError

    try:
        fitting(_parsed(condition), facts)
        return bool(_compiled(condition)(**facts))
    except Unfit as fault:
        return ConditionError(fault.text)
    except TypeError as fault:
        return False if "NoneType" in str(fault) else ConditionError(_sentence(fault))
    except (TemplateError, ValueError, ArithmeticError, AttributeError, LookupError) as fault:
        return ConditionError(_sentence(fault))
    except (RecursionError, MemoryError, SyntaxError):
        return ConditionError("this is nested too deeply")


@lru_cache(maxsize=64)
def _parsed(condition: str) -> Any:
    from jinja2 import nodes
    from jinja2.parser import Parser

    parser = Parser(environment(), condition, state="variable")
    found = parser.parse_expression()
    if not parser.stream.eos:
        parser.fail("a condition is one expression")
    return nodes.Output([found], lineno=1)


@lru_cache(maxsize=64)
def _compiled(condition: str) -> Any:
    return environment().compile_expression(condition, undefined_to_none=False)


def _sentence(fault: Exception) -> str:
    text = str(getattr(fault, "message", None) or fault)
    return text if len(text) <= 200 else f"{text[:200]}…"
