"""The short form of `make crash`."""

import pytest

from tests.crash.__main__ import CONTROL, broken, on_postgres, run
from tests.crash.harness import Plan
from tests.system import needed, postgres_programs

pytestmark = [pytest.mark.crash, pytest.mark.timeout(240)]


def test_twenty_kills_lose_and_repeat_nothing() -> None:
    plan = Plan(20)
    verdict = run(plan)
    assert verdict.accepted > 200
    assert broken(plan, verdict) == []


def test_two_workers_on_postgres_keep_every_chat_in_order_through_kills() -> None:
    needed("PostgreSQL", postgres_programs())
    plan = Plan(8, workers=2)
    verdict = on_postgres(plan)
    assert verdict.accepted > 100
    assert broken(plan, verdict) == []


def test_a_service_that_acknowledges_too_early_is_seen_to_lose_updates() -> None:
    assert run(CONTROL).lost > 0
