"""Where a ledger's index lies. Shell completion loads this at every TAB: keep it small."""

import os
from collections.abc import Mapping
from pathlib import Path

SCHEMA = 10


def cache_file(root: Path, environ: Mapping[str, str] = os.environ) -> Path | None:
    """The database of the ledger at `root`, by whatever name it is reached; None where there is no cache folder."""
    from hashlib import blake2b

    base = Path(environ.get("XDG_CACHE_HOME", ""))
    if not base.is_absolute():  # the XDG specification: relative paths are ignored
        base = Path(environ.get("HOME", ""), ".cache")
    if not base.is_absolute():
        return None
    name = blake2b(os.fsencode(os.path.realpath(root)), digest_size=12).hexdigest()
    return base / "bookctl" / f"{name}-v{SCHEMA}.sqlite"
