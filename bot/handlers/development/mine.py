"""What is planned for somebody and why; for a head also what is planned in the unit."""

from bot.handlers.desk.door import officer
from bot.handlers.development.door import development, facts, state
from bot.handlers.lines import lines
from bot.turn import Turn
from core.development import rules, telling
from core.development.models import DevelopmentPlan
from core.development.queries import decides, plans_of, plans_to_see, steps
from core.i18n import Text
from core.outbox import Button
from core.people.models import Staff

LISTED = 8


@development.command("rencana", "plan")
@development.action
async def mine(turn: Turn) -> None:
    staff = officer(turn)
    own = await plans_of(turn.session, staff)
    for plan in own:
        await _show(turn, plan, staff)
    if not await _show_unit(turn, staff) and not own:
        turn.say("development.none")


async def _show(turn: Turn, plan: DevelopmentPlan, staff: Staff) -> None:
    learn = "simulation.choose" if plan.stage == "practice" else "lessons.more"
    rows = ((Button(learn),), (Button("development.cases", plan.id),))
    said = await steps(turn.session, plan, staff)
    turn.say("development.mine", buttons=rows, **facts(turn, plan, said))


async def _show_unit(turn: Turn, staff: Staff) -> bool:
    """The open plans a head decides about; False when there are none."""
    if staff.role == "officer":
        return False
    found = [
        plan
        for plan in await plans_to_see(turn.session, None)
        if plan.state in rules.OPEN and await decides(turn.session, staff, plan)
    ][:LISTED]
    if found:
        rows = tuple((_button(plan),) for plan in found)
        turn.say("development.head", buttons=rows, lines=lines([_line(plan) for plan in found]))
    return bool(found)


def _line(plan: DevelopmentPlan) -> Text:
    what = Text(f"development.signal.{plan.signal}")
    return Text("development.head_line", who=telling.who(plan), what=what, state=state(plan))


def _button(plan: DevelopmentPlan) -> Button:
    label = Text("button.development.open_named", who=telling.who(plan), state=state(plan))
    return Button("development.open", plan.id, label=label)
