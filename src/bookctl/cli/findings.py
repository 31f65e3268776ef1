"""Findings on the terminal: in full for a person, one line each for a pipe."""

import sys
from typing import TYPE_CHECKING

from bookctl.cli.state import current

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookctl.ledger.finding import Finding


def show_findings(findings: "Sequence[Finding]") -> None:
    """On stderr: they stand in the way of what was asked."""
    from bookctl.ledger.finding import concise, full

    draw = full if sys.stderr.isatty() else concise
    print(draw(findings, current().root).rstrip("\n"), file=sys.stderr)
