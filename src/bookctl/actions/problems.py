"""What can stand in the way of a command: each writes its own sentence and knows its exit code."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from bookctl.engine.wish import Refusal
    from bookctl.ledger.finding import Finding


class Problem(Exception):
    """A command that did not do what was asked. `word` is stable, for programs; `help` is the way out."""

    exit_code: ClassVar[int] = 70
    word: str = "problem"

    def __init__(self, text: str, *, help: str | None = None, lines: Iterable[str] = ()) -> None:  # noqa: A002
        super().__init__(text)
        self.text, self.help, self.lines = text, help, tuple(lines)

    def as_dict(self) -> dict[str, Any]:
        return {"code": self.word, "text": self.text, "help": self.help, "details": list(self.lines)}


class Usage(Problem):
    """Words that do not read, or a setting that is wrong."""

    exit_code = 2
    word = "usage"


class Refused(Problem):
    """A rule says no; nothing was changed. `file` and `key` say where the rule is written."""

    exit_code = 3
    word = "refused"
    file: str | None = None
    key: str | None = None

    @classmethod
    def by(cls, refusal: "Refusal", lines: Iterable[str] = ()) -> "Refused":
        """From the engine's refusal; `lines` are the nearest alternatives."""
        problem = cls(refusal.text, lines=lines, help=_WAYS_OUT.get(refusal.code))
        problem.word = refusal.code
        problem.file, problem.key = refusal.file, refusal.key
        return problem

    def as_dict(self) -> dict[str, Any]:
        rule = {"file": self.file, "key": self.key} if self.file and self.key else None
        return {**super().as_dict(), "rule": rule}


_WAYS_OUT = {
    "need": "bookctl resource add ID --name NAME --kind KIND --skill SKILL adds what is missing",
    **dict.fromkeys(
        ("notice", "horizon", "cap", "tier", "tag", "deadline", "customer", "early"),
        "--force REASON overrides it",
    ),
    "approval": "--by NAME says who you are; --force REASON overrides it",
    "deposit": "bookctl pay BOOKING AMOUNT --kind deposit; --force REASON does without",
}


class NotFound(Problem):
    """No such record, or several: then `lines` are the candidates."""

    exit_code = 4
    word = "not-found"


class Ambiguous(NotFound):
    word = "ambiguous"


class Underneath(Problem):
    """Busy, changed while the command ran, or unmerged."""

    exit_code = 5
    word = "busy"


class Partly(Problem):
    """Some were done, some not."""

    exit_code = 6
    word = "partly"


class Pending(Problem):
    """Recorded durably; the next command finishes it."""

    exit_code = 7
    word = "pending"


class Failed(Problem):
    """The machine failed: disk, git, network. Nothing was changed."""

    exit_code = 8
    word = "failed"


class Faulty(Problem):
    """The book itself does not read or contradicts itself; `findings` say where."""

    exit_code = 1
    word = "faulty"

    def __init__(self, text: str, findings: "Iterable[Finding]" = (), *, help: str | None = None) -> None:  # noqa: A002
        super().__init__(text, help=help)
        self.findings = tuple(findings)
