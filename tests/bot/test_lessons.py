"""An officer learns: by themselves, whenever they like, and they see why."""

import pytest

from bot.knowledge.planting import plant
from bot.library import library
from core.knowledge.models import Article
from core.learning import services as learning
from core.learning.content import load_lessons
from core.learning.models import Lesson, Question
from core.timers import Timer
from tests.core.sample_content import QUESTIONS, REMEDIES, TIPS
from tests.world import Someone, World


@pytest.fixture
async def school(world: World) -> World:
    async with world.machine.db.begin() as session:
        now = world.clock.now()
        await load_lessons(session, TIPS, QUESTIONS, REMEDIES, now=now)
        await learning.plan_all(session, now=now)
    return world


async def votes(world: World, someone: Someone, option: str) -> None:
    someone.person.votes(option)
    await world.settle()


async def test_a_lesson_can_be_had_any_time_and_its_quiz_answered(school: World) -> None:
    budi = school.staff("Budi")
    await budi.sends("/belajar")
    assert "Isi sikap/satu." in budi.finds("Judul sikap/satu").text
    await votes(school, budi, "Tepat")
    assert "Benar" in budi.last
    assert "Sebab sikap/satu." in budi.last
    [lesson] = await school.rows(Lesson)
    assert (lesson.right, lesson.reason) == (True, "asked")


async def test_a_wrong_answer_is_explained_and_one_more_lesson_is_a_tap_away(
    school: World,
) -> None:
    budi = school.staff("Budi")
    await budi.sends("/belajar")
    await votes(school, budi, "Keliru")
    assert "Belum tepat" in budi.last
    assert "Sebab sikap/satu." in budi.last
    await budi.taps("Satu pelajaran lagi")
    assert "Judul waktu/dua" in budi.finds("Judul waktu/dua").text


async def test_asking_again_shows_how_the_learning_goes(school: World) -> None:
    budi = school.staff("Budi")
    await budi.sends("/belajar")
    await budi.sends("/belajar")
    assert "masih menunggu jawaban" in budi.last
    await budi.taps("Kirim lagi kuisnya")
    await votes(school, budi, "Tepat")
    assert "Benar" in budi.last
    await budi.sends("/belajar")
    assert "1 pelajaran, 1 dari 1 jawaban tepat" in budi.last
    assert "1 dari 3 pertanyaan" in budi.last


async def test_the_desk_menu_gives_a_lesson(school: World) -> None:
    budi = school.staff("Budi")
    await budi.starts()
    await budi.taps("📚 Belajar")
    assert "Judul sikap/satu" in budi.finds("Judul").text


async def test_when_every_lesson_was_had_that_is_said(school: World) -> None:
    budi = school.staff("Budi")
    await budi.starts()
    for _ in QUESTIONS:
        await budi.taps_data("lessons:more::0")
        await votes(school, budi, "Tepat")
    await budi.taps("Satu pelajaran lagi")
    assert "Semua pelajaran sudah Anda terima" in budi.last


async def test_an_office_without_lessons_says_so(world: World) -> None:
    budi = world.staff("Budi")
    await budi.sends("/belajar")
    assert "Belum ada pelajaran" in budi.last


@pytest.mark.parametrize("what", ["/belajar", "lessons:more::0", "lessons:again::0"])
async def test_a_citizen_is_kindly_told_what_lessons_are(school: World, what: str) -> None:
    siti = school.citizen("Siti")
    await siti.sends("halo")
    await (siti.sends(what) if what.startswith("/") else siti.taps_data(what))
    assert "bagi petugas kantor" in siti.last
    assert await school.count(Lesson) == 0


async def test_the_daily_lesson_comes_by_itself_the_next_working_day(school: World) -> None:
    budi, siti = school.staff("Budi"), school.citizen("Siti")
    await school.passes(hours=23)
    assert "Pelajaran hari ini" in budi.finds("Judul sikap/satu").text
    assert siti.reads() == []
    await votes(school, budi, "Tepat")
    assert "Benar" in budi.last
    waiting = [t for t in await school.rows(Timer) if t.kind == learning.DAILY and not t.fired_at]
    assert len(waiting) == 5


async def test_who_just_joined_will_have_a_daily_lesson(school: World) -> None:
    token = await school.invites("Rina")
    rina = school.citizen("Rina")
    await rina.starts(token)
    await school.passes(hours=23)
    assert "Judul sikap/satu" in rina.finds("Judul").text


async def test_an_answer_to_an_unknown_poll_changes_nothing(school: World) -> None:
    budi = school.staff("Budi")
    await budi.sends("/belajar")
    await budi.taps_data("lessons:again::0")
    first = next(m for m in budi.person.messages if "poll" in m.data)
    budi.person.votes("Tepat", on=first)
    await school.settle()
    [lesson] = await school.rows(Lesson)
    assert lesson.answered_at is None


async def test_planting_the_shipped_content_twice_changes_nothing(world: World) -> None:
    async with world.machine.db.begin() as session:
        assert await plant(session, library(), world.clock.now()) > 0
    async with world.machine.db.begin() as session:
        assert await plant(session, library(), world.clock.now()) == 0
    assert await world.count(Article) == len(library().articles)
    assert await world.count(Question) == len(library().questions)


async def test_shipped_answers_are_found_by_how_people_ask(world: World) -> None:
    async with world.machine.db.begin() as session:
        await plant(session, library(), world.clock.now())
    siti = world.citizen("Siti")
    await siti.sends("ktp sy ilang gmn ngurusnya")
    assert "Surat keterangan hilang dari kepolisian" in siti.last
