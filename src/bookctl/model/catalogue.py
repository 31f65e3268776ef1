from typing import NamedTuple

from bookctl.model.resource import Resource
from bookctl.model.service import Service
from bookctl.model.settings import Policy, Settings, effective


class Catalogue(NamedTuple):
    """All that is slow to change: the settings, and resources and services by id."""

    settings: Settings
    resources: dict[str, Resource]
    services: dict[str, Service]

    def policy(self, service: str) -> Policy:
        """The rules in force for a service, by id."""
        return effective(self.services[service].policy, self.settings.policy)
