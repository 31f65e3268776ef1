"""Why a time is free or refused, in words and as data."""

from typing import TYPE_CHECKING, Any

from bookctl.cli.rows import rfc3339
from bookctl.cli.state import View
from bookctl.engine.wish import Placement, Reason
from bookctl.ledger.rule_at import rule_at
from bookctl.words import echo_date

if TYPE_CHECKING:
    from bookctl.actions.explain import Explained


def reason_lines(view: View, service: str, start: int, found: "Explained") -> list[str]:
    """The verdict, then each need with each candidate, then the nearest times that would do."""
    answer, reasons = found.answer, found.reasons
    when = f"{view.local(start):%H:%M} on {echo_date(view.local(start).date(), view.local(view.now).date())}"
    if isinstance(answer, Placement):
        names = ", ".join(dict.fromkeys(use.resource for use in answer.uses))
        lines = [f"{service} at {when}: free, with {names}"]
    else:
        rule = rule_at(view.opened.root, answer.file, answer.key)
        lines = [f"{service} at {when}: refused [{answer.code}]", f"  {answer.text}{rule}"]
    for need in dict.fromkeys(reason.need for reason in reasons):
        lines.append(f"{need}")
        lines += [_reason_line(reason) for reason in reasons if reason.need == need]
    return [*lines, *(f"free: {view.local(at):%a %d %b %H:%M}" for at in found.nearest)]


def _reason_line(reason: Reason) -> str:
    if reason.refusal is None:
        return f"  + {reason.resource}: free{' (taken here)' if reason.chosen else ''}"
    return f"  x {reason.resource or 'nobody'}: {reason.refusal.text} [{reason.refusal.code}]"


def reason_json(view: View, start: int, found: "Explained") -> dict[str, Any]:
    """The same for a program."""
    answer = found.answer
    refused = None if isinstance(answer, Placement) else answer
    refusal = {key: getattr(refused, key) for key in ("code", "text", "file", "key")} if refused else None
    uses = answer.uses if isinstance(answer, Placement) else ()
    return {
        "start": rfc3339(start, view.zone),
        "zone": view.zone.key,
        "refusal": refusal,
        "resources": list(dict.fromkeys(use.resource for use in uses)),
        "candidates": [
            {
                "need": reason.need,
                "resource": reason.resource,
                "free": reason.refusal is None,
                "chosen": reason.chosen,
                "code": reason.refusal.code if reason.refusal else None,
                "text": reason.refusal.text if reason.refusal else None,
            }
            for reason in found.reasons
        ],
        "nearest": [rfc3339(at, view.zone) for at in found.nearest],
    }
