"""`make crash`: the service under load, killed KILLS times, then the control."""

import argparse
import asyncio
import json
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from tests.crash.audit import Verdict
from tests.crash.harness import Harness, Plan
from tests.databases import PostgresDatabases, postgres_server
from tests.system import postgres_programs

# The control loses updates: people wait for answers that never come.
CONTROL = Plan(6, program="careless", patience=5)
MUST_BE_NONE = (
    "lost",
    "duplicate_effects",
    "order_violations",
    "text_mismatches",
    "undelivered",
)


def run(plan: Plan, database: str | None = None) -> Verdict:
    """One run in a folder of its own, on SQLite unless a database is named."""
    with tempfile.TemporaryDirectory(prefix="tanggap-crash-") as name:
        folder = Path(name)
        url = database or f"sqlite:///{folder / 'tanggap.db'}"
        return asyncio.run(Harness(plan, folder, url).run())


def on_postgres(plan: Plan) -> Verdict:
    """The same with workers side by side on PostgreSQL."""
    programs = postgres_programs()
    if programs is None:
        sys.exit("PostgreSQL is not installed; run make system")
    with ExitStack() as stack:
        databases = PostgresDatabases(stack.enter_context(postgres_server(programs)))
        stack.callback(databases.close)
        return run(plan, stack.enter_context(databases.copy()))


def broken(plan: Plan, verdict: Verdict) -> list[str]:
    """What must not have happened and did."""
    found = [name for name in MUST_BE_NONE if getattr(verdict, name)]
    return found + ["copies"] * (verdict.copies > plan.kills * plan.senders)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make crash")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    options = parser.parse_args()
    many = options.database == "postgres"
    plan = Plan(options.kills, workers=2 if many else 1)
    verdict = on_postgres(plan) if many else run(plan)
    control = run(CONTROL)
    figures = {"kills": options.kills} | asdict(verdict) | {"control_lost": control.lost}
    sys.stdout.write(json.dumps(figures) + "\n")
    faults = broken(plan, verdict) + ["control_lost"] * (control.lost == 0)
    if faults:
        sys.exit(f"broken: {', '.join(faults)}")


if __name__ == "__main__":
    main()
