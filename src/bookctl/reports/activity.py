"""How active a customer is, as the reports tell it."""

from bookctl.engine.activity import Level, level

__all__ = ["Level", "level"]
