from typing import NamedTuple

from bookctl.model.policy import Policy, effective
from bookctl.model.resource import Resource
from bookctl.model.service import Service
from bookctl.model.settings import Settings


class Catalogue(NamedTuple):
    """All that is slow to change: the settings, and resources and services by id."""

    settings: Settings
    resources: dict[str, Resource]
    services: dict[str, Service]

    def policy(self, service: str, tier: str | None = None) -> Policy:
        """The rules in force for a service and a customer's tier, by id."""
        own = [one.policy for one in self.settings.tier if one.id == tier]
        return effective(*own, self.services[service].policy, self.settings.policy)
