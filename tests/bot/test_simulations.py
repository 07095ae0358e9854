"""Simulations: played by tapping and writing, paused, gone on with, and ended with a report."""

import pytest

from bot.handlers.simulation.choosing import scenarios
from bot.knowledge.scenario_schema import Scenario, Scene
from core.learning.models import ScenarioRun
from tests.world import Someone, World


def best_of(scene: Scene) -> int:
    """The number of the choice with the most points."""
    choices = scene.choices or []
    return max(range(len(choices)), key=lambda at: sum(choices[at].score.values()))


def at(scenario: Scenario, scene_id: str) -> Scene:
    return next(one for one in scenario.scene if one.id == scene_id)


def with_free_reply() -> Scenario:
    return next(one for one in scenarios().values() if any(scene.free for scene in one.scene))


async def begins(someone: Someone, scenario: Scenario) -> None:
    await someone.sends("/simulasi")
    while scenario.title not in " ".join(someone.buttons):
        await someone.taps("Berikutnya")
    await someone.taps(scenario.title)


async def plays(someone: Someone, scenario: Scenario, scene: Scene) -> Scene:
    """Give the best reply to a scene; the next one."""
    if scene.free:
        await someone.sends(scene.free.example)
        return at(scenario, scene.free.next)
    best = best_of(scene)
    await someone.taps("ABCD"[best])
    return at(scenario, (scene.choices or [])[best].next)


async def test_the_best_replies_lead_to_a_good_end_with_a_report(world: World) -> None:
    budi, scenario = world.staff("Budi"), with_free_reply()
    await begins(budi, scenario)
    scene = at(scenario, scenario.start)
    assert scene.citizen[0] in budi.last
    while scene.ending is None:
        scene = await plays(budi, scenario, scene)
    assert "Berakhir baik" in budi.last
    assert scene.text in budi.last
    assert " dari " in budi.last
    assert any("Contoh balasan" in text for text in budi.reads())
    [run] = await world.rows(ScenarioRun)
    assert run.ending == "good"
    assert run.scores == {code: most for code, most in run.most.items() if code in run.scores}
    await budi.taps("Simulasi")
    assert f"✅ {scenario.title}" in " ".join(budi.buttons)


async def test_a_simulation_that_is_put_aside_goes_on_where_it_was(world: World) -> None:
    budi, scenario = world.staff("Budi"), with_free_reply()
    await begins(budi, scenario)
    scene = await plays(budi, scenario, at(scenario, scenario.start))
    await budi.taps("Lanjut nanti")
    await world.restart()
    await budi.sends("/simulasi")
    assert budi.buttons[0].startswith(f"▶️ {scenario.title}")
    await budi.taps(scenario.title)
    words = scene.citizen[0] if scene.citizen else scene.narration
    assert words in budi.last
    assert len(await world.rows(ScenarioRun)) == 1


async def test_what_fits_no_scene_is_refused_and_nothing_is_lost(world: World) -> None:
    budi, scenario = world.staff("Budi"), with_free_reply()
    await begins(budi, scenario)
    await budi.sends("Lampu di balai desa mati.")
    assert "tidak dikirim kepada siapa pun" in budi.last
    for forged in ("9", "-1", "x", "99999999999999999999"):
        flow, step, _, version = (await data_of_first(budi, "A")).split(":")
        await budi.taps_data(f"{flow}:{step}:{forged}:{version}")
    [run] = await world.rows(ScenarioRun)
    assert (run.path, run.at) == ([], scenario.start)


async def data_of_first(someone: Someone, letter: str) -> str:
    shown = next(m for m in reversed(someone.person.messages) if m.inline_keyboard)
    row = [button for row in shown.inline_keyboard for button in row]
    return next(str(one["callback_data"]) for one in row if one["text"] == letter)


async def test_two_taps_on_one_reply_count_once(world: World) -> None:
    budi, scenario = world.staff("Budi"), with_free_reply()
    await begins(budi, scenario)
    tap = await data_of_first(budi, "A")
    await budi.taps_data(tap)
    await budi.taps_data(tap)
    [run] = await world.rows(ScenarioRun)
    assert len(run.path) == 1


async def test_a_run_whose_text_was_renewed_is_not_gone_on_with(world: World) -> None:
    budi, scenario = world.staff("Budi"), with_free_reply()
    await begins(budi, scenario)
    async with world.machine.db.begin() as session:
        run = await session.get_one(ScenarioRun, (await world.rows(ScenarioRun))[0].id)
        run.version = "older"
    await budi.taps("A")
    assert "diperbarui" in budi.last
    await begins(budi, scenario)
    older, newer = await world.rows(ScenarioRun)
    assert (older.ending, newer.ended_at) == ("changed", None)


async def test_citizens_have_no_simulations(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("/simulasi")
    assert not await world.rows(ScenarioRun)
    await siti.taps_data("simulation:choose::0")
    assert not await world.rows(ScenarioRun)


@pytest.mark.parametrize("scenario", scenarios().values(), ids=scenarios().keys())
def test_every_scene_fits_into_a_message(scenario: Scenario) -> None:
    for scene in scenario.scene:
        parts = [
            *scene.citizen,
            scene.narration,
            scene.text,
            *(one.text for one in scene.choices or ()),
        ]
        assert len("\n".join(parts).encode("utf-16-le")) // 2 < 3500
