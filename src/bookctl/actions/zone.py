"""The zone of this machine, for a new ledger."""

import os
from pathlib import Path


def local_zone() -> str:
    """From $TZ, /etc/timezone or what /etc/localtime points to; UTC where none of them says."""
    named = os.environ.get("TZ", "").lstrip(":")
    if "/" in named and not named.startswith("/"):
        return named
    try:
        if text := Path("/etc/timezone").read_text("ascii").strip():
            return "UTC" if text in {"Etc/UTC", "UTC"} else text
    except (OSError, UnicodeDecodeError):
        pass
    target = os.path.realpath("/etc/localtime")
    _, found, name = target.partition("zoneinfo/")
    return name if found and "/" in name else "UTC"
