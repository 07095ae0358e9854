"""SKM in chat and at the counter: who is asked, what is kept, and what the office reads."""

from datetime import date

from sqlalchemy import inspect, select

from core import housekeeping, marks, standards
from core.db import Base
from core.models import survey as tables
from core.survey.models import Answer, Asked, Respondents, SurveyMark
from tests.bot.desks import EXPLAINS, LAMP, filed, newest
from tests.world import Someone, World

BEST = (
    *("Sangat sesuai", "Sangat mudah", "Sangat cepat", "Gratis", "Sangat sesuai"),
    *("Sangat mampu", "Sangat sopan", "sangat baik", "Sangat baik"),
)
OFFER = "Boleh minta satu menit lagi"


async def sets(world: World, **amounts: int) -> None:
    async with world.machine.db.begin() as session:
        for name, amount in amounts.items():
            await standards.change(session, name, amount, by="cli", now=world.clock.now())


async def rated(world: World, by: str = "Siti", rating: str = "Sangat puas") -> Someone:
    """Somebody's case was solved, they agreed and said how good it was."""
    siti = await filed(world, LAMP, by)
    ticket = await newest(world)
    assert ticket.state == "new"
    await world.does("Hadi", "resolve", ticket, EXPLAINS)
    await siti.taps("Sudah beres")
    await siti.taps(rating)
    return siti


async def answers(someone: Someone, wanted: tuple[str, ...] = BEST) -> None:
    for words in wanted:
        await someone.taps(words)


async def scans(world: World, name: str, unit: str = "pelayanan") -> Someone:
    someone = world.citizen(name)
    await someone.starts(f"skm-{(await world.unit(unit)).id}")
    return someone


async def sheets(world: World) -> list[Answer]:
    async with world.machine.db.read() as session:
        order = (Answer.sheet, Answer.element)
        return list(await session.scalars(select(Answer).order_by(*order)))


async def test_whoever_rated_a_closed_case_is_asked_nine_things_in_one_message(
    world: World,
) -> None:
    siti = await rated(world)
    assert OFFER in siti.last
    await siti.taps("Isi survei")
    assert "1/9 · Persyaratan" in siti.last
    assert not any("Kembali" in words for words in siti.buttons)
    before = len(siti.reads())
    await answers(siti, BEST[:3])
    assert "4/9 · Biaya" in siti.last
    await siti.taps("Kembali")
    assert "3/9 · Waktu" in siti.last
    await siti.taps("Tidak cepat")
    await answers(siti, BEST[3:8])
    assert "9/9 · Sarana" in siti.last
    assert len(siti.reads()) == before
    assert await sheets(world) == []
    await siti.taps(BEST[8])
    assert "jawaban Anda sudah kami hitung" in siti.reads()[-2]
    assert "Boleh tahu sedikit tentang Anda" in siti.last
    kept = await sheets(world)
    assert {one.element: one.answer for one in kept} == {
        f"u{n}": 1 if n == 3 else 4 for n in range(1, 10)
    }
    ticket = await newest(world)
    facts = {(one.unit_id, one.category_id, one.channel, one.month) for one in kept}
    assert facts == {(ticket.unit_id, ticket.category_id, "chat", date(2026, 3, 1))}
    await siti.taps("Perempuan")
    await siti.taps("Lewati")
    await siti.taps("Sudah cukup")
    assert "Terima kasih banyak" in siti.last
    async with world.machine.db.read() as session:
        [told] = list(await session.scalars(select(Respondents)))
    assert (told.trait, told.value, told.n) == ("sex", "female", 1)


async def test_nobody_is_asked_again_for_months_and_nobody_answers_twice(world: World) -> None:
    siti = await rated(world)
    begin = siti.data_of("Isi survei")
    await siti.taps("Tidak, terima kasih")
    assert "tulis saja di sini" in siti.last
    await rated(world)
    assert OFFER not in "".join(siti.reads()[-2:])
    await siti.taps_data(begin)
    await answers(siti)
    await siti.taps("Sudah cukup")
    await siti.taps_data(begin)
    assert "sudah mengisi survei untuk unit ini" in siti.last
    siti = await scans(world, "Siti", "trantib")
    assert "sudah mengisi survei untuk unit ini" in siti.last
    siti = await scans(world, "Siti")
    assert "1/9" in siti.last
    await siti.taps("Berhenti")
    assert len(await sheets(world)) == 9
    async with world.machine.db.begin() as session:
        await housekeeping.plan(session, now=world.clock.now())
    await world.passes(days=185)
    assert await world.count(SurveyMark) == 0
    await rated(world)
    assert OFFER in siti.last
    await siti.taps("Isi survei")
    await answers(siti)
    assert len(await sheets(world)) == 18


async def test_stopping_keeps_nothing_and_a_report_meanwhile_goes_first(world: World) -> None:
    tono = await scans(world, "Tono")
    assert "Seksi Pelayanan" in tono.reads()[-2]
    assert "/privasi" in tono.reads()[-2]
    await answers(tono, BEST[:4])
    await world.restart()
    await tono.taps(BEST[4])
    await tono.sends(LAMP)
    await tono.taps("Kirim")
    assert any("LP-" in text for text in tono.reads()[-3:])
    assert "6/9" in tono.last
    await tono.sends("/batal")
    assert "Belum ada jawaban yang disimpan" in tono.last
    assert await sheets(world) == []
    tono = await scans(world, "Tono")
    assert "1/9" in tono.last
    await answers(tono, BEST[:2])
    tono = await scans(world, "Tono")
    assert "3/9" in tono.last
    await answers(tono, BEST[2:])
    assert len(await sheets(world)) == 9
    assert {one.channel for one in await sheets(world)} == {"counter"}
    assert await world.count(Asked) == 1


async def test_what_was_answered_leads_to_nobody(world: World) -> None:
    siti = await rated(world)
    await siti.taps("Isi survei")
    await answers(siti)
    known = {
        "survey_elements": {"code", "place"},
        "survey_asked": {"id", "unit_id", "category_id", "channel", "month"},
        "survey_answers": {
            *("sheet", "element", "answer", "unit_id", "category_id", "channel", "month")
        },
        "survey_respondents": {"unit_id", "month", "trait", "value", "n"},
        "survey_marks": {"token", "until"},
    }
    columns = {name: {*inspect(Base.metadata.tables[name]).columns.keys()} for name in known}
    assert columns == known
    assert tables.Band.__tablename__ not in known
    async with world.machine.db.read() as session:
        marks = list(await session.scalars(select(SurveyMark)))
    assert {one.until for one in marks} == {date(2026, 9, 1)}
    numbers = {one.sheet for one in await sheets(world)} | {
        one.id for one in await world.rows(Asked)
    }
    assert not any(str(number) in one.token for number in numbers for one in marks)
    # A number that counts up would be small, and tell who came first.
    assert min(numbers) > 10**9


async def test_one_who_hides_their_name_is_asked_and_stays_hidden(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    await siti.taps("Sembunyikan nama")
    await siti.taps("Kirim")
    ticket = await newest(world)
    assert ticket.reporter_id is None
    await world.does("Budi", "resolve", ticket, EXPLAINS)
    await siti.taps("Sudah beres")
    await siti.taps("Sangat puas")
    assert OFFER in siti.last
    await siti.taps("Isi survei")
    await answers(siti)
    assert len(await sheets(world)) == 9
    tono = world.citizen("Tono")
    await tono.starts()
    await tono.taps_data(f"survey:begin:{ticket.id}:0")
    assert "1/9" not in tono.last


async def test_the_office_reads_an_index_once_enough_have_answered_beside_its_n(
    world: World,
) -> None:
    hadi, budi = world.staff("Hadi"), world.staff("Budi")
    await three_are_asked(world)
    await hadi.sends("/skm")
    assert "Belum cukup jawaban (n = 2 dari 3 yang diminta, ditampilkan mulai 5)" in hadi.last
    assert "Belum cukup jawaban (n = 3 dari 3" in hadi.last
    assert "Indeks" not in hadi.last
    await sets(world, survey_minimum=2)
    await hadi.sends("/skm")
    assert "Semester 1 tahun 2026" in hadi.last
    assert "Indeks 91,67, mutu A (sangat baik)" in hadi.last
    assert "n = 2 dari 3 yang diminta (67%)" in hadi.last
    assert "Unsur terendah: Persyaratan (1,00 dari 4)" in hadi.last
    assert "67% puas atau sangat puas, n = 3 dari 3 yang diminta (100%)" in hadi.last
    assert "standar kantor ini" in hadi.last
    assert "PermenPANRB" not in hadi.last
    assert "Pelayanan" not in hadi.last
    await budi.taps_data("survey:results:year-0:0")
    assert "dibaca kepala unit" in budi.last


async def test_no_figure_lets_the_answers_of_one_citizen_be_worked_out(world: World) -> None:
    hadi, kartika = world.staff("Hadi"), world.staff("Kartika")
    await three_are_asked(world)
    await sets(world, survey_minimum=2)
    await answers(await scans(world, "Wati"))
    await hadi.sends("/skm")
    # Between the office's sum and this one lies what the only citizen of the other unit said.
    assert "Jawabannya cukup, tetapi" in hadi.last
    assert "Indeks" not in hadi.last
    await answers(await scans(world, "Yuni"))
    await kartika.sends("/skm")
    assert "n = 4 dari 5 yang diminta (80%)" in kartika.last
    assert "Seksi Trantib: 91,67, mutu A (n = 2, 67%)" in kartika.last
    assert "Seksi Pelayanan: 100,00, mutu A (n = 2, 100%)" in kartika.last
    await kartika.taps("Triwulan")
    await kartika.taps("Sebelumnya")
    assert "Triwulan 4 tahun 2025" in kartika.last
    assert "n = 0 dari 0" in kartika.last


async def three_are_asked(world: World) -> None:
    """Siti and Rani answer the survey of Trantib, Tono does not."""
    for name in ("Siti", "Tono", "Rani"):
        someone = await rated(world, name, "Kurang puas" if name == "Rani" else "Puas")
        if name != "Tono":
            await someone.taps("Isi survei")
            await answers(someone, ("Tidak sesuai", *BEST[1:]))


async def test_staff_print_the_code_of_their_counter_and_do_not_fill_it_in(world: World) -> None:
    putri, hadi = world.staff("Putri"), world.staff("Hadi")
    async with world.machine.db.begin() as session:
        await marks.name(session, "bot.username", "tanggap_bot", now=world.clock.now())
    await putri.starts()
    await putri.taps("Bantuan")
    await putri.taps("QR survei")
    unit = await world.unit("pelayanan")
    [sent] = [one for one in putri.person.messages if "photo" in one.data]
    assert f"?start=skm-{unit.id}" in sent.data["caption"]
    shown = sent.data["photo"][-1]
    assert shown["width"] == shown["height"] > 600
    await hadi.starts(f"skm-{unit.id}")
    assert "petugas kantor tidak ikut mengisi" in hadi.last
    assert await world.count(Asked) == 0
    tono = world.citizen("Tono")
    await tono.starts("skm-999999")
    assert "tidak dibuka lagi" in tono.last


async def test_a_small_office_that_does_not_survey_sees_nothing_of_it(world: World) -> None:
    tono = await scans(world, "Tono")
    await answers(tono, BEST[:8])
    await sets(world, survey_on=0)
    await tono.taps(BEST[8])
    assert "tidak dapat dihitung" in tono.last
    siti = await rated(world)
    assert OFFER not in siti.last
    rani = await scans(world, "Rani")
    assert "sedang ditutup" in rani.last
    kartika = world.staff("Kartika")
    await kartika.sends("/skm")
    assert "SKM" not in kartika.last
    await kartika.starts()
    await kartika.taps("Bantuan")
    assert not any("urvei" in words for words in kartika.buttons)
    await kartika.taps_data("survey:counter::0")
    assert "sedang ditutup" in kartika.last
    assert await sheets(world) == []
