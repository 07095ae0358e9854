"""What ships is complete, and says nothing it should not."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest

from bot.knowledge.loader import Library, check
from bot.knowledge.preset_schema import Preset
from bot.knowledge.scenario_checks import best
from bot.knowledge.scenario_schema import Choice, Scenario
from bot.knowledge.schema import SETTINGS
from core.deadlines.models import STAGES
from tests.core.offices import HOLIDAYS


def test_the_shipped_content_has_no_mistake() -> None:
    report = check()
    assert [str(problem) for problem in report.problems] == []
    assert report.services >= 45
    assert report.articles >= 220
    assert report.tips >= 120
    assert report.questions >= 300


def test_no_two_articles_are_asked_for_in_the_same_words(library: Library) -> None:
    asked = [
        words.casefold()
        for article in library.articles
        for words in (article.question, *article.aliases)
    ]
    assert [words for words, times in Counter(asked).items() if times > 1] == []


def test_every_answer_is_short_once_the_office_is_filled_in(library: Library) -> None:
    sample = library.samples["kecamatan-fiktif"]
    numbers = "\n".join(f"{one.number} – {one.name}" for one in sample.number)
    office = sample.office.model_dump() | {"nomor_darurat": numbers}
    assert set(office) == SETTINGS
    assert max(len(article.answer.format(**office)) for article in library.articles) <= 1000


def test_neither_place_nor_length_gives_a_quiz_answer_away(library: Library) -> None:
    questions = library.questions
    places = Counter(question.correct for question in questions)
    longest = sum(max(one.options, key=len) == one.options[one.correct] for one in questions)
    assert max(places.values()) <= len(questions) * 0.4
    assert longest <= len(questions) * 0.5


def test_the_simulations_branch_and_neither_place_nor_length_gives_a_good_reply_away(
    library: Library,
) -> None:
    assert len(library.scenarios) >= 20
    scenes = [scene for one in library.scenarios for scene in one.scene]
    assert sum(scene.free is not None for scene in scenes) >= 6
    choosing = [scene.choices for scene in scenes if scene.choices]
    for size in (2, 3):
        places = Counter(min(best(one)) for one in choosing if len(one) == size)
        assert max(places.values()) <= sum(places.values()) * (1 / size + 0.1)
    lengths = [sorted(one, key=lambda choice: len(choice.text)) for one in choosing]
    good = [one[min(best(one))] for one in choosing]
    for end in (0, -1):
        told = sum(one[end] == right for one, right in zip(lengths, good, strict=True))
        assert told <= len(choosing) * 0.5


def played(scenario: Scenario, pick: Callable[[Sequence[Choice]], Choice]) -> str | None:
    scenes = {one.id: one for one in scenario.scene}
    scene = scenes[scenario.start]
    while not scene.ending:
        scene = scenes[pick(scene.choices).next if scene.choices else scene.ways[0]]
    return scene.ending


def test_the_scores_of_a_simulation_agree_with_where_it_leads(library: Library) -> None:
    for one in library.scenarios:
        assert played(one, lambda choices: choices[min(best(choices))]) == "good", one.id
        worst = played(one, lambda found: min(found, key=lambda way: sum(way.score.values())))
        assert worst in {"fair", "poor"}, one.id


def test_an_empty_phrase_is_not_taken_for_a_good_reply_in_free_words(library: Library) -> None:
    scenes = [scene for one in library.scenarios for scene in one.scene]
    for free in (scene.free for scene in scenes if scene.free):
        for phrase in ("Baik, terima kasih atas laporannya.", "Mohon ditunggu, masih diproses."):
            assert sum(one.met_by(phrase) for one in free.rubric) * 2 < len(free.rubric)


def test_every_simulation_has_its_place_in_a_course_of_fitting_length(library: Library) -> None:
    assert len(library.courses) >= 12
    items = [item for course in library.courses for item in course.items]
    assert {one.id for one in library.scenarios} == {
        item.id for item in items if item.kind == "scenario"
    }
    minutes = {"tip": 1, "question": 1, "scenario": 8}
    for course in library.courses:
        needed = sum(minutes[item.kind] for item in course.items) + len(course.final_test)
        assert needed <= course.minutes <= needed * 2, (course.id, needed)


@pytest.mark.parametrize(
    ("year", "national", "joint", "working"), [(2026, 17, 8, 240), (2027, 18, 8, 242)]
)
def test_a_decree_is_entered_whole(
    library: Library, year: int, national: int, joint: int, working: int
) -> None:
    holidays = library.holidays[year].holiday
    kinds = Counter(holiday.kind for holiday in holidays)
    assert kinds == {"libur_nasional": national, "cuti_bersama": joint}
    days = [date(year, 1, 1) + timedelta(days=count) for count in range(365)]
    off = {holiday.date for holiday in holidays}
    assert sum(day.weekday() < 5 and day not in off for day in days) == working


@pytest.fixture
def preset(library: Library) -> Preset:
    return library.presets["kecamatan-kecil"]


def test_a_small_kecamatan_has_five_units_and_work_for_each(preset: Preset) -> None:
    assert len(preset.unit) == 5
    assert 14 <= len(preset.category) <= 18
    assert {category.unit for category in preset.category} == {unit.code for unit in preset.unit}


def test_every_kind_of_report_has_a_deadline(preset: Preset) -> None:
    resolve = {(row.kind, row.report_class) for row in preset.deadline if row.stage == "resolve"}
    assert resolve == {
        ("information_request", None),
        ("information_request", "ppid"),
        ("aspiration", None),
        ("complaint", "biasa"),
        ("complaint", "pengawasan"),
    }
    assert {row.stage for row in preset.deadline} == set(STAGES)


def test_the_decrees_that_ship_are_those_the_published_vectors_rest_on(library: Library) -> None:
    shipped = {one.date: one.kind for year in library.holidays.values() for one in year.holiday}
    assert shipped == HOLIDAYS


def test_public_information_has_its_own_clock_and_nobody_calls_it_law(preset: Preset) -> None:
    [row] = [row for row in preset.deadline if row.report_class == "ppid"]
    assert (row.kind, row.amount, row.measure) == ("information_request", 10, "working_days")
    assert row.mark != "verified"


def test_the_repealed_regulation_is_not_cited(library: Library, preset: Preset) -> None:
    cited = [row.source_title for row in preset.deadline]
    cited += [one.source for one in (*library.articles, *library.tips, *library.questions)]
    cited += [one.source for one in (*library.scenarios, *library.courses)]
    assert [source for source in cited if "62/2018" in source] == []


def test_personal_and_dangerous_matters_are_never_offered_to_others_as_similar(
    preset: Preset,
) -> None:
    kept = {one.code for one in preset.category if one.near_metres == 0}
    assert {"adminduk", "surat", "bansos", "kesehatan", "keamanan", "pungli", "disiplin"} == kept
