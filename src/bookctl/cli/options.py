"""Options that several commands share."""

from typing import Annotated

import typer

from bookctl.actions.problems import Usage


def _reason(text: str | None) -> str | None:
    if text is not None and not text.strip():
        raise Usage("--force needs a reason, which is kept in the book")
    return text


DryRun = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Show what would change, as a diff; change nothing.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before changing three or more records.")]
Force = Annotated[
    str | None,
    typer.Option(
        "--force",
        metavar="REASON",
        help="Override a rule; the reason is kept.",
        callback=_reason,
    ),
]
Own = Annotated[
    bool,
    typer.Option("--own", help="The customer does it themself: no rule can be overridden."),
]
Resources = Annotated[
    list[str] | None,
    typer.Option("--resource", "-r", metavar="ID", help="A resource it must have (may be repeated)."),
]
Limit = Annotated[int, typer.Option("--limit", "-l", min=1, max=100_000, help="At most so many.")]
