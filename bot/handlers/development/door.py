"""The door to a plan, and how it reads."""

from typing import Any

from bot.flow import Flow
from bot.handlers.desk.door import number, officer
from bot.handlers.first_message import is_command
from bot.handlers.lines import NOTHING
from bot.handlers.simulation.choosing import scenarios
from bot.library import library
from bot.turn import Turn
from core.development import telling
from core.development.models import DevelopmentPlan
from core.development.queries import Step, decides, plan_by_id
from core.errors import Refused
from core.i18n import Text

development = Flow("development")


async def decided_here(turn: Turn, plan_id: int) -> DevelopmentPlan:
    """The plan, locked, for whoever decides about it."""
    staff = officer(turn)
    plan = await plan_by_id(turn.session, plan_id, lock=True)
    if plan is None or not await decides(turn.session, staff, plan):
        raise Refused("development.refused.not_yours")
    return plan


def tapped(turn: Turn) -> int:
    """The number on the button."""
    assert turn.tap is not None
    return number(turn.tap.value)


def written(turn: Turn) -> str:
    """The words of a step that takes nothing else."""
    if turn.files or not turn.text or is_command(turn.text):
        raise Refused("development.refused.words_only")
    return turn.text


def state(plan: DevelopmentPlan) -> Text:
    return Text(f"development.state.{plan.state}")


def facts(turn: Turn, plan: DevelopmentPlan, steps: list[Step]) -> dict[str, Any]:
    """What every view of a plan says."""
    return {
        "who": telling.who(plan),
        "state": state(plan),
        "why": telling.why(plan),
        "competency": _competency(turn, plan.competency),
        "steps": _steps(plan, steps),
        "mentor": telling.mentor(plan),
        "due": plan.due_on,
        "held": Text("development.held") if plan.held else NOTHING,
    }


def _competency(turn: Turn, code: str) -> str:
    english = turn.person.language == "en"
    known = {one.code: one.name_en if english else one.name for one in library().competencies}
    return known.get(code, code)


def _steps(plan: DevelopmentPlan, steps: list[Step]) -> Text:
    titles = [scenarios()[one.code].title for one in steps if one.code in scenarios()]
    done = sum(one.done for one in steps)
    counts = {"done": done, "all": len(steps), "titles": ", ".join(titles)}
    return Text(f"development.steps.{plan.stage}", **counts)
