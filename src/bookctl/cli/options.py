"""Options that several commands share."""

from typing import Annotated

import typer

DryRun = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Show what would change, as a diff; change nothing.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before changing three or more records.")]
Force = Annotated[
    str | None,
    typer.Option("--force", metavar="REASON", help="Override hours, notice or capacity; the reason is kept."),
]
Resources = Annotated[
    list[str] | None,
    typer.Option("--resource", "-r", metavar="ID", help="A resource it must have (may be repeated)."),
]
Limit = Annotated[int, typer.Option("--limit", "-l", min=1, max=100_000, help="At most so many.")]
