"""The demo's cases are ones the service could really have seen."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot.knowledge.loader import Library
from bot.knowledge.preset_schema import Preset
from bot.knowledge.sample_schema import Case, Step, World

ROOT = "sekretariat"


@dataclass
class Desk:
    """Where a case stands while its steps are replayed."""

    unit: str
    state: str = "new"

    def move(self, step: Step) -> None:
        assert self.state in ALLOWED[step.do], f"{step.do} while {self.state}"
        self.state = AFTER.get(step.do, self.state)
        self.unit = step.to or (ROOT if step.do == "return" else self.unit)


AFTER = {
    "accept": "accepted",
    "ask": "waiting",
    "answer": "accepted",
    "dispose": "new",
    "return": "new",
    "resolve": "resolved",
    "confirm": "closed",
    "object": "accepted",
}
OPEN = {"new", "accepted", "waiting"}
ALLOWED = {
    "accept": {"new"},
    "ask": {"accepted"},
    "answer": {"waiting"},
    "add": OPEN,
    "dispose": {"new", "accepted"},
    "return": {"new", "accepted"},
    "note": OPEN,
    "reply": OPEN,
    "resolve": {"accepted"},
    "confirm": {"resolved"},
    "object": {"resolved"},
    "rate": {"closed"},
}


@pytest.fixture
def world(library: Library) -> World:
    return library.samples["kecamatan-fiktif"]


@pytest.fixture
def preset(library: Library, world: World) -> Preset:
    return library.presets[world.preset]


@pytest.fixture
def replay(world: World, preset: Preset) -> Callable[[Case], Desk]:
    """Play a case; every step by staff must come from the unit that holds it."""
    staff_by_key = {staff.key: staff for staff in world.staff}
    first_unit = {category.code: category.unit for category in preset.category}

    def play(case: Case) -> Desk:
        desk = Desk(first_unit[case.category] if case.category else ROOT)
        for step in case.steps:
            if step.by:
                staff = staff_by_key[step.by]
                assert staff.unit == desk.unit, f"{case.id}: {step.do} by {step.by}"
                # A head hands a case to people and units below; only a coordinator to any unit.
                assert step.do != "dispose" or step.to_staff or staff.role == "coordinator"
            desk.move(step)
        return desk

    return play


def test_the_world_says_that_it_is_invented(world: World) -> None:
    assert "karangan" in world.notice
    assert "fiktif" in world.office.nama_kantor


def test_it_has_the_promised_size(world: World, preset: Preset) -> None:
    assert len(world.case) == 47
    assert len(world.staff) == 12
    assert len(world.citizen) == 12
    assert {staff.unit for staff in world.staff} == {unit.code for unit in preset.unit}
    assert {staff.role for staff in world.staff} == {"officer", "head", "coordinator"}


def test_every_case_could_have_happened(world: World, replay: Callable[[Case], Desk]) -> None:
    ends = {case.id: replay(case).state for case in world.case}
    assert set(ends.values()) == {"new", "accepted", "waiting", "resolved", "closed"}


def test_every_verb_kind_and_rating_occurs(world: World) -> None:
    steps = [step for case in world.case for step in case.steps]
    assert {step.do for step in steps} == set(ALLOWED)
    assert {step.score for step in steps} == {None, 1, 2, 3, 4}
    assert {case.kind for case in world.case} == {
        "complaint",
        "information_request",
        "aspiration",
    }


def test_a_solution_has_a_photo_where_the_category_asks_for_one(
    world: World, preset: Preset
) -> None:
    needs_photo = {one.code for one in preset.category if one.photo_required}
    for case in world.case:
        for step in case.steps:
            if step.do == "resolve" and not step.end and case.category in needs_photo:
                assert step.photo, case.id


def test_the_cases_fill_every_unit(world: World, replay: Callable[[Case], Desk]) -> None:
    assert {replay(case).unit for case in world.case} == {
        "sekretariat",
        "pelayanan",
        "trantib",
        "kesra",
        "ekbang",
    }
