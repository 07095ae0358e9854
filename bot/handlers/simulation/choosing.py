"""/simulasi: which talk to practise; what is under way first, and how each ended so far."""

from functools import cache
from hashlib import sha256

from bot.flow import DONE, Flow
from bot.handlers.desk.choices import chosen, rows, shown, turned
from bot.handlers.desk.door import officer
from bot.knowledge.scenario_schema import Scenario
from bot.library import library
from bot.turn import Turn
from core.learning.simulating import outcomes, run_at

simulation = Flow("simulation")

SCENARIO = "k"


@simulation.command("simulasi", "simulation")
@simulation.action
async def choose(turn: Turn) -> str:
    staff = officer(turn)
    ended = await outcomes(turn.session, staff)
    order = sorted(
        scenarios().values(), key=lambda one: (ended.get(one.id) != "waiting", one.title)
    )
    choices = [
        {
            "value": f"{SCENARIO}{one.id}",
            "kind": f"simulation_{ended.get(one.id, 'new')}",
            "name": one.title,
            "count": 0,
        }
        for one in order
    ]
    return turn.enter("simulation.pick", choices=choices, page=0)


async def _ask(turn: Turn) -> None:
    edits = await shown(turn) if turn.tapped is not None else None
    turn.say("simulation.choose", buttons=(*rows(turn), ("stop",)), edits=edits)


@simulation.step(_ask)
async def pick(turn: Turn) -> str:
    if turn.tapped == "stop":
        turn.say("simulation.stopped")
        return DONE
    picked = None if turned(turn) else chosen(turn)
    scenario = scenarios().get(picked.removeprefix(SCENARIO)) if picked else None
    if scenario is None:
        return "pick"
    run = await run_at(
        turn.session,
        officer(turn),
        scenario.id,
        version_of(scenario.id),
        scenario.start,
        now=turn.now,
    )
    turn.data = {key: value for key, value in turn.data.items() if key == "paused"}
    turn.data["run"] = run.id
    if not run.path:
        turn.say("simulation.intro", title=scenario.title, role=scenario.role, who=scenario.citizen)
    return "play"


@cache
def scenarios() -> dict[str, Scenario]:
    """Those that are shipped, by id."""
    return {one.id: one for one in library().scenarios}


@cache
def version_of(scenario_id: str) -> str:
    """Changes when anything of the scenario does, so that no run goes on in another text."""
    return sha256(scenarios()[scenario_id].model_dump_json().encode()).hexdigest()[:16]
