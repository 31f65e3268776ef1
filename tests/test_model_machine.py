"""Several thousand random steps against the plain practice; `python tests/model/run.py` takes 100,000."""

import pytest
from hypothesis import HealthCheck, settings

from model.machine import PracticeMachine

pytestmark = pytest.mark.timeout(1500)  # a minute, but on a machine that does much besides

_QUIET = list(HealthCheck)
PracticeMachine.TestCase.settings = settings(
    max_examples=60, stateful_step_count=50, deadline=None, suppress_health_check=_QUIET
)


class TestPractice(PracticeMachine.TestCase):
    """3,000 steps."""
