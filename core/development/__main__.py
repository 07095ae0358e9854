"""The long form of the simulation: `python -m core.development --years 1000`."""

import argparse
import json
import sys
from datetime import date
from statistics import median

from core.development.simulation import YEAR, Office, course, false_alarms, first_gap

SMALL = Office(people=12, units=3, monthly=15)
BUSY = Office(people=6, units=1, monthly=60)
QUARTER = 92
TRIES = 200


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m core.development", description=__doc__)
    parser.add_argument("--years", type=int, default=1000)
    years = parser.parse_args().years
    figures: dict[str, object] = {"years": years}
    for name, office in (("small", SMALL), ("busy", BUSY)):
        for share in (0.5, 1.0):
            alarms = false_alarms(office, years, share, seed=1)
            figures[f"{name}_{share}_alarms_per_100_person_years"] = round(alarms, 3)
    figures |= acts_within_a_quarter()
    figures |= recovers()
    sys.stdout.write(f"{json.dumps(figures, indent=1)}\n")
    held = [value for name, value in figures.items() if name.endswith("person_years")]
    return 0 if all(isinstance(one, float) and one <= 5 for one in held) else 1


def acts_within_a_quarter() -> dict[str, object]:
    """In how many of a hundred quarters the small office acts on a shortfall it has."""

    def rates(_: int, signal: str, __: date) -> float:
        return 0.6 if signal == "late" else 0.05

    days = [first_gap(SMALL, rates, seed, QUARTER) for seed in range(TRIES)]
    acted = [one[0] for one in days if one is not None]
    return {
        "small_acts_within_a_quarter_percent": round(100 * len(acted) / TRIES),
        "small_acts_after_days_median": median(acted),
    }


def recovers() -> dict[str, object]:
    """Somebody late in half of their cases, then in one of twenty."""
    found = [course(BUSY, 0.5, 0.05, seed) for seed in range(TRIES)]
    went = [one for one in found if one is not None]
    closed = [one for one in went if one.recovered is not None]
    still = [course(BUSY, 0.5, 0.5, seed) for seed in range(TRIES)]
    wrongly = [one for one in still if one is not None and one.recovered is not None]
    return {
        "busy_gap_found_within_a_year_percent": round(
            100 * sum(one.opened <= YEAR for one in went) / TRIES
        ),
        "busy_gap_found_after_days_median": median(one.opened for one in went),
        "busy_recovered_percent": round(100 * len(closed) / max(1, len(went))),
        "busy_recovered_after_days_median": median(
            (one.recovered or 0) - one.trained for one in closed
        ),
        "closed_without_recovery_percent": round(100 * len(wrongly) / TRIES, 1),
    }


if __name__ == "__main__":
    sys.exit(main())
