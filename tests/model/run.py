"""The long run: `python tests/model/run.py --steps 100000` (about a quarter of an hour). Prints what was granted and refused."""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from model.machine import PracticeMachine

LENGTH = 50  # steps of one practice


class Counting(PracticeMachine):
    """Counts what came of each verb, so that a run that proves nothing is seen to."""

    seen: Counter[tuple[str, str]] = Counter()

    def does(self, action, request, by="wang"):
        data, word = super().does(action, request, by)
        self.seen[action.__name__, word or "done"] += 1
        return data, word


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=100_000)
    steps = parser.parse_args().steps
    began = time.monotonic()
    chosen = settings(
        max_examples=-(-steps // LENGTH),
        stateful_step_count=LENGTH,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(Counting, settings=chosen)
    for (verb, word), count in sorted(Counting.seen.items()):
        print(f"{verb:<14} {word:<12} {count}")
    print(f"no disagreement in about {steps:,} steps, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
