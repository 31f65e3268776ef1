"""Jinja2 held so tight that a template can only show what it is given, in bounded time and space.

No calls, assignments, macros, includes, no powers, products of texts or loops in loops: what runs is at most the size of
the text times the longest list. Attributes are names in our own tables, never those of Python objects.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from bookctl.messages.facts_values import Fields

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

FILTERS: Final = (
    "abs", "capitalize", "count", "d", "default", "first", "float", "int", "join", "last", "length", "lower", "max",
    "min", "reverse", "round", "sort", "title", "trim", "truncate", "unique", "upper",
)  # fmt: skip
TESTS: Final = ("defined", "undefined", "none", "odd", "even", "in", "string", "number", "true", "false")
_EXPRESSIONS: Final = (
    "Name", "Const", "Getattr", "Getitem", "Slice", "List", "Tuple", "And", "Or", "Not", "Compare", "Operand", "CondExpr",
    "Filter", "Test", "Concat", "Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Neg", "Pos", "Keyword",
)  # fmt: skip
_STATEMENTS: Final = ("Template", "Output", "TemplateData", "If", "For")
DEEPEST: Final = 40
LARGEST: Final = 10**12
_SIGNS: Final = frozenset({"+", "-", "*", "/", "//", "%"})


class Unfit(Exception):
    """What a condition or template may not do, as a sentence; `line` counts from 1."""

    def __init__(self, text: str, line: int = 1) -> None:
        super().__init__(text)
        self.text, self.line = text, line


@lru_cache(maxsize=1)
def environment() -> "Environment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Tight(ImmutableSandboxedEnvironment):
        intercepted_binops = _SIGNS

        def getattr(self, obj: Any, attribute: str) -> Any:
            return self.getitem(obj, attribute)

        def getitem(self, obj: Any, argument: Any) -> Any:
            return _item(self, obj, argument)

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            _numbers(operator, left, right)
            return super().call_binop(context, operator, left, right)

    made = Tight(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, finalize=_shown, cache_size=0
    )  # fmt: skip
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.tests = {name: made.tests[name] for name in TESTS}
    return made


def _shown(value: Any) -> Any:
    return "" if value is None else value


def _item(environment: "Environment", obj: Any, name: Any) -> Any:
    """An entry of a table, a place in a list or text; nothing else can be reached."""
    if isinstance(obj, Fields) and isinstance(name, str):
        return obj.get(name)
    if isinstance(obj, dict) and isinstance(name, str) and name in obj:
        return obj[name]
    if isinstance(obj, (list, tuple, str)) and isinstance(name, (int, slice)):
        try:
            return obj[name]
        except (IndexError, ValueError, TypeError):
            pass
    return environment.undefined(obj=obj, name=name)


def _numbers(operator: str, left: Any, right: Any) -> None:
    """Reckoning is for numbers of sensible size: texts are joined by `~`."""
    for value in (left, right):
        if value is None:
            raise TypeError("NoneType is no number")
        if type(value) not in {int, float} or abs(value) > LARGEST:
            raise Unfit(f"{operator} is for numbers only; texts are joined by ~")


def fitting(tree: "nodes.Node", names: Mapping[str, Any]) -> None:
    """Unfit where the parsed text does what is not offered, or names what is not there."""
    _walk(tree, names, frozenset(), 0)


def _walk(node: "nodes.Node", names: Mapping[str, Any], local: frozenset[str], depth: int) -> None:
    kind = type(node).__name__
    if depth > DEEPEST:
        raise Unfit("this is nested too deeply", node.lineno)
    if kind not in _EXPRESSIONS and kind not in _STATEMENTS:
        raise Unfit(f"{_NAMES.get(kind, kind.lower())} cannot be used here", node.lineno)
    _JUDGES.get(kind, _nothing)(node, names, local)
    if kind == "For":
        local = _looped(node, names, local, depth)
    for child in node.iter_child_nodes():
        _walk(child, names, local, depth + 1)


def _looped(node: Any, names: Mapping[str, Any], local: frozenset[str], depth: int) -> frozenset[str]:
    """The names inside of a loop, which has a list of ours and is in no other loop."""
    if local or node.recursive:
        raise Unfit("a loop cannot stand in another one", node.lineno)
    if type(node.iter).__name__ not in {"Name", "Getattr"}:
        raise Unfit("a loop goes through a list of the variables, as in booking.addons", node.lineno)
    if type(node.target).__name__ != "Name":
        raise Unfit("a loop has one name", node.lineno)
    _walk(node.iter, names, local, depth + 1)
    return local | {node.target.name, "loop"}


def _name(node: Any, names: Mapping[str, Any], local: frozenset[str]) -> None:
    if node.name not in names and node.name not in local:
        raise Unfit(f"{node.name} is unknown{_near(node.name, names)}", node.lineno)


def _attribute(node: Any, names: Mapping[str, Any], local: frozenset[str]) -> None:
    """A name of one of our tables; those of `fields` are the user's own."""
    if type(node.node).__name__ != "Name" or node.node.name in local:
        return
    table = names.get(node.node.name)
    if isinstance(table, dict) and not isinstance(table, Fields) and node.attr not in table:
        raise Unfit(f"{node.node.name}.{node.attr} is unknown{_near(node.attr, table)}", node.lineno)


def _filter(node: Any, names: Mapping[str, Any], local: frozenset[str]) -> None:  # noqa: ARG001 - as its siblings
    if node.name not in FILTERS:
        raise Unfit(f"there is no filter {node.name}{_near(node.name, FILTERS)}", node.lineno)
    if any(type(value).__name__ != "Const" for value in node.args):
        raise Unfit(f"the filter {node.name} takes plain values", node.lineno)


def _test(node: Any, names: Mapping[str, Any], local: frozenset[str]) -> None:  # noqa: ARG001 - as its siblings
    if node.name not in TESTS:
        raise Unfit(f"there is no test {node.name}{_near(node.name, TESTS)}", node.lineno)


def _nothing(node: Any, names: Mapping[str, Any], local: frozenset[str]) -> None:
    """Most nodes are judged by their kind alone."""


def _near(word: str, known: Any) -> str:
    from bookctl.ledger.faults import did_you_mean

    hint = did_you_mean(word, known)
    return f": {hint}" if hint else f"; there are {', '.join(sorted(known))}"


_JUDGES: Final = {"Name": _name, "Getattr": _attribute, "Filter": _filter, "Test": _test}
_NAMES: Final = {
    "Call": "a call", "Pow": "**", "Assign": "set", "AssignBlock": "set", "CallBlock": "call", "FilterBlock": "filter",
    "Dict": "a table", "NSRef": "a namespace", "FromImport": "import", "ScopedEvalContextModifier": "autoescape",
}  # fmt: skip
