"""The rules and templates that come with the program."""

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bookctl.model.rule import Rule

LANGUAGES = ("en", "zh")


def rule_text(id_: str) -> str | None:
    """The rule's file as it is shipped; None where there is none of that name."""
    return _read("rules", f"{id_}.toml")


def template_text(name: str, language: str) -> str | None:
    return _read(language if language in LANGUAGES else "en", f"{name}.txt")


@lru_cache(maxsize=1)
def shipped_rules() -> "dict[str, Rule]":
    """By id, in the order of the alphabet."""
    from bookctl.ledger.load import record_from
    from bookctl.model.rule import Rule

    found = {}
    for id_ in _stems("rules", ".toml"):
        record, _ = record_from("rule", f"rules/{id_}.toml", (rule_text(id_) or "").encode())
        if isinstance(record, Rule):
            found[id_] = record
    return found


def shipped_templates() -> list[str]:
    return _stems("en", ".txt")


def _stems(folder: str, suffix: str) -> list[str]:
    names = (entry.name for entry in (_kit() / folder).iterdir())
    return sorted(name.removesuffix(suffix) for name in names if name.endswith(suffix))


def _read(folder: str, name: str) -> str | None:
    from bookctl.model.ids import is_slug

    if not is_slug(name.rpartition(".")[0]):
        return None
    entry = _kit() / folder / name
    return entry.read_text("utf-8") if entry.is_file() else None


def _kit() -> Any:
    return files("bookctl") / "messages" / "kit"
