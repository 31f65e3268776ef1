"""Several thousand random steps against the plain practice; `python -m pytest -m long tests/test_model_machine.py` takes 100,000."""

import os

import pytest
from hypothesis import HealthCheck, settings
from model.machine import PracticeMachine

_QUIET = list(HealthCheck)
PracticeMachine.TestCase.settings = settings(
    max_examples=60, stateful_step_count=50, deadline=None, suppress_health_check=_QUIET
)


class TestPractice(PracticeMachine.TestCase):
    """3,000 steps."""
