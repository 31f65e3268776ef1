"""The book in a form that answers quickly: a cache beside the ledger that is never believed without looking.

Everything in it is derived from the ledger's files and can be deleted at any time. Each name loads its own
module when it is first asked for: completion, which lives here too, needs none of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bookctl.ledger.index.index import Index, open_index
    from bookctl.ledger.index.rows import (
        CustomerRow,
        FreezeRow,
        PaymentRow,
        PurchaseRow,
        Refreshed,
        ResourceLight,
        Row,
        SettingsBroken,
        SettingsLight,
        WaitRow,
    )

__all__ = [
    "CustomerRow",
    "FreezeRow",
    "Index",
    "PaymentRow",
    "PurchaseRow",
    "Refreshed",
    "ResourceLight",
    "Row",
    "SettingsBroken",
    "SettingsLight",
    "WaitRow",
    "open_index",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "index" if name in {"Index", "open_index"} else "rows"
    globals()[name] = value = getattr(import_module(f"{__name__}.{home}"), name)
    return value
