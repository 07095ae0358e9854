"""What an office asks about a report besides: after the number, and never in the way."""

from collections.abc import Sequence

from core.details.editing import change_question, set_stopper
from core.details.models import CategoryQuestion
from core.details.services import add_question, close_question
from core.emergencies.models import EmergencyNumber
from core.emergencies.services import add_number, confirm_number, withdraw_number
from core.people.models import Unit
from core.tickets.categories import change_category
from core.tickets.models import Event, Ticket
from tests.bot.desks import EXPLAINS, HOLE, LAMP, card, filed, newest
from tests.simulator.world import picture
from tests.world import World

CHOICES = ("Mati total", "Berkedip")
LATER = "Sampah di pasar menumpuk sejak minggu lalu, baunya sampai ke sekolah."


async def asks(
    world: World, kind: str, wording: str, choices: Sequence[str] = (), *, required: bool = False
) -> int:
    """The office wants to know this of every report of a lamp."""
    async with world.machine.service.db.begin() as session:
        lamps = await session.merge(await world.category("lampu"), load=False)
        question = await add_question(
            session,
            lamps,
            kind=kind,
            wording=wording,
            choices=choices,
            by="cli",
            now=world.clock.now(),
            required=required,
        )
        return question.id


async def test_questions_come_after_the_number_and_the_answers_stand_on_the_card(
    world: World,
) -> None:
    await asks(world, "choice", "Bagaimana keadaannya?", CHOICES)
    await asks(world, "number", "Berapa lampu?")
    await asks(world, "date", "Sejak kapan?")
    siti = await filed(world)
    ticket = await newest(world)
    assert any(f"Nomor: {ticket.code}" in said for said in siti.reads())
    assert "Bagaimana keadaannya?" in siti.last
    assert "(1 dari 3" in siti.last
    await siti.taps("Berkedip")
    assert "Dicatat: Berkedip" in siti.last
    await siti.sends("kira2 dua apa tiga ya")
    assert "satu angka" in siti.last
    await siti.sends("3")
    await world.restart()
    await siti.sends("kemarin")
    assert "• Berapa lampu? 3" in siti.last
    said = card(world.staff("Budi")).text
    assert "• Bagaimana keadaannya? Berkedip" in said
    assert "• Sejak kapan? Minggu, 1 Maret 2026" in said
    kinds = [one.kind for one in await world.rows(Event)]
    assert kinds == ["filed", "detailed", "detailed", "detailed"]


async def test_every_question_may_be_left_out(world: World) -> None:
    await asks(world, "text", "Di tiang nomor berapa?")
    await asks(world, "number", "Berapa lampu?")
    siti = await filed(world)
    await siti.taps("Lewati")
    assert "Berapa lampu?" in siti.last
    await siti.taps("Cukup")
    assert "tetap kami tangani" in siti.last
    assert (await newest(world)).details is None
    await siti.sends(LATER)
    await siti.taps("Kirim")
    assert len(await world.rows(Ticket)) == 2


async def test_a_new_report_written_instead_of_an_answer_is_not_lost(world: World) -> None:
    await asks(world, "number", "Berapa lampu?")
    siti = await filed(world)
    await siti.sends(LATER)
    await siti.taps("Ini laporan baru")
    assert LATER in siti.last
    await siti.taps("Kirim")
    assert [one.text for one in await world.rows(Ticket)] == [LAMP, LATER]


async def test_answers_can_be_changed_and_a_photo_goes_to_the_report(world: World) -> None:
    await asks(world, "number", "Berapa lampu?")
    siti = await filed(world)
    await siti.sends_photo(picture(), "ini fotonya")
    assert [one.kind for one in await world.rows(Event)] == ["filed", "added"]
    await siti.sends("2")
    await siti.taps("Ubah jawaban")
    await siti.sends("4")
    assert "• Berapa lampu? 4" in card(world.staff("Budi")).text
    assert "Berapa lampu? 2" not in card(world.staff("Budi")).text


async def test_what_has_to_be_known_is_asked_until_it_is_answered_or_not_known(
    world: World,
) -> None:
    await asks(world, "text", "Di tiang nomor berapa?")
    await asks(world, "number", "Berapa lampu?", required=True)
    siti = await filed(world)
    await siti.taps("Cukup")
    assert "Berapa lampu?" in siti.last
    assert "Cukup" not in str(siti.buttons)
    await siti.sends("kira2 dua apa tiga ya")
    assert "satu angka" in siti.last
    await siti.taps("Saya tidak tahu")
    assert "• Berapa lampu? Tidak tahu" in siti.last
    assert "• Berapa lampu? Tidak tahu" in card(world.staff("Budi")).text


async def stops(world: World, asked: int, choice: str) -> int:
    """Whoever chooses this is told to call somebody whose number was tested."""
    async with world.machine.service.db.begin() as session:
        now = world.clock.now()
        number = await add_number(
            session, number="0245551234", name="PLN", kinds=["electricity"], by="cli", now=now
        )
        await confirm_number(
            session, number, tested_on=now.date(), confirmed_by="Ani", by="cli", now=now
        )
        question = await session.get_one(CategoryQuestion, asked)
        words, called = "Jangan disentuh, itu kabel PLN.", number.id
        await set_stopper(session, question, choice, words=words, number=called, by="cli", now=now)
        return number.id


async def test_a_choice_sends_people_elsewhere_and_they_may_go_on(world: World) -> None:
    asked = await asks(world, "choice", "Bagaimana keadaannya?", CHOICES)
    await asks(world, "number", "Berapa lampu?")
    number = await stops(world, asked, "Berkedip")
    siti = await filed(world)
    await siti.taps("Berkedip")
    assert "Jangan disentuh" in siti.last
    assert "PLN: 0245551234" in siti.last
    await world.restart()
    await siti.taps("Tetap lanjutkan")
    assert "Berapa lampu?" in siti.last
    await siti.taps("Lewati")
    await siti.taps("Ubah jawaban")
    async with world.machine.service.db.begin() as session:
        row = await session.get_one(EmergencyNumber, number)
        await withdraw_number(session, row, by="cli", now=world.clock.now())
    await siti.sends("berkedip")
    assert "Jangan disentuh" in siti.last
    assert "0245551234" not in siti.last
    await siti.sends(LATER)
    assert LATER in siti.last
    await siti.taps("Kirim")
    await siti.taps("hubungi mereka")
    assert "• Bagaimana keadaannya? Berkedip" in siti.last
    assert [one.text for one in await world.rows(Ticket)] == [LAMP, LATER]


async def test_a_question_that_is_changed_meanwhile_is_asked_again(world: World) -> None:
    asked = await asks(world, "choice", "Bagaimana keadaannya?", CHOICES)
    siti = await filed(world)
    await siti.taps("Berkedip")
    await siti.taps("Ubah jawaban")
    async with world.machine.service.db.begin() as session:
        question = await session.get_one(CategoryQuestion, asked)
        now, choices = world.clock.now(), ("Lampu", "Tiang")
        await change_question(
            session, question, wording="Apa yang rusak?", choices=choices, by="cli", now=now
        )
    await siti.taps("Mati total")
    assert "Apa yang rusak?" in siti.last
    assert "• Bagaimana keadaannya? Berkedip" in card(world.staff("Budi")).text
    await siti.taps("Tiang")
    assert "• Apa yang rusak? Tiang" in siti.last


async def test_nobody_else_answers_and_what_is_withdrawn_is_not_asked(world: World) -> None:
    first = await asks(world, "number", "Berapa lampu?")
    await filed(world)
    ticket = await newest(world)
    tono = world.citizen("Tono")
    await tono.starts()
    await tono.taps_data(f"details:again:{ticket.id}:0")
    assert "Berapa lampu?" not in "".join(tono.reads())
    async with world.machine.service.db.begin() as session:
        question = await session.get_one(CategoryQuestion, first)
        await close_question(session, question, by="cli", now=world.clock.now())
    siti = world.citizen("Siti")
    await siti.sends(LATER)
    assert any("tetap kami tangani" in said for said in siti.reads())
    assert LATER in siti.last
    assert (await newest(world)).details is None


async def test_whoever_hides_their_name_is_asked_in_the_queue_nobody_can_trace(
    world: World,
) -> None:
    await asks(world, "number", "Berapa lampu?")
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    await siti.taps("Sembunyikan nama saya")
    await siti.taps("Kirim")
    assert "Berapa lampu?" in siti.last
    await siti.sends("2")
    assert "• Berapa lampu? 2" in card(world.staff("Budi")).text
    assert "Siti" not in card(world.staff("Budi")).text


async def test_what_is_clearly_no_answer_is_what_it_always_is(world: World) -> None:
    await asks(world, "text", "Di tiang nomor berapa?")
    siti = await filed(world)
    await siti.sends("terima kasih banyak")
    assert "Sama-sama" in siti.last
    await siti.sends("/apaini")
    await siti.sends((await newest(world)).code)
    await siti.sends("Tolong, rumah tetangga kebakaran!")
    assert "rumah tetangga kebakaran" in siti.last
    await siti.taps("Kirim")
    assert "Di tiang nomor berapa?" in siti.last
    assert [one.details for one in await world.rows(Ticket)] == [None, None]
    await siti.sends("A-12")
    assert "A-12" in str((await world.rows(Ticket))[0].details)


async def test_words_that_may_be_either_are_asked_about(world: World) -> None:
    await asks(world, "text", "Di tiang nomor berapa?")
    siti = await filed(world)
    await siti.sends(HOLE)
    assert "laporan baru, atau jawaban" in siti.last
    await siti.taps("Ini laporan baru")
    await siti.taps("Kirim")
    assert [one.text for one in await world.rows(Ticket)] == [LAMP, HOLE]
    assert "Di tiang nomor berapa?" in siti.last
    await siti.sends("lampu yang nomor dua dari gapura")
    await siti.taps("Itu jawabannya")
    assert "nomor dua dari gapura" in str((await world.rows(Ticket))[0].details)


async def test_a_place_or_a_late_photo_still_reaches_the_report(world: World) -> None:
    await asks(world, "number", "Berapa lampu?")
    siti = world.citizen("Siti")
    await siti.sends_album([picture()], LAMP, media_group="77")
    await siti.taps("Kirim")
    await siti.sends_location(-7.1, 110.4)
    assert "-7.1" in world.staff("Budi").last
    await siti.taps("Cukup", on=siti.finds("Berapa lampu?"))
    await siti.sends_album([picture(300)], media_group="77")
    assert "kami tambahkan" in siti.last
    assert len(await world.rows(Ticket)) == 1


async def test_replies_and_edits_find_the_question_they_are_about(world: World) -> None:
    await asks(world, "text", "Di tiang nomor berapa?")
    await asks(world, "number", "Berapa lampu?")
    siti = await filed(world)
    pole = siti.newest
    await siti.taps("Lewati")
    await siti.replies(siti.finds("Nomor:"), "Dekat pos ronda RT 3.")
    assert (await newest(world)).details is None
    assert "Dekat pos ronda" in world.staff("Budi").last
    sent = await siti.replies(pole, "Lampu jalan yang mati itu A-12")
    assert "Berapa lampu?" in siti.last
    many = siti.newest
    await siti.edits(sent, "A-13")
    await siti.taps("Cukup", on=many)
    await siti.replies(many, "4")
    said = card(world.staff("Budi")).text
    assert "• Di tiang nomor berapa? A-13\n• Berapa lampu? 4" in said
    await siti.sends((await newest(world)).code)
    await siti.taps("Ubah jawaban")
    assert "Di tiang nomor berapa?" in siti.last


async def test_questions_can_be_answered_later_and_not_after_the_end(world: World) -> None:
    await asks(world, "text", "Di tiang nomor berapa?")
    siti = await filed(world)
    await siti.taps("Cukup")
    ticket = await newest(world)
    await siti.sends(ticket.code)
    later = siti.data_of("Jawab pertanyaan")
    await siti.taps("Jawab pertanyaan")
    assert "Di tiang nomor berapa?" in siti.last
    await world.does("Budi", "resolve", ticket, EXPLAINS)
    await siti.taps("Sudah")
    await siti.sends(HOLE)
    assert HOLE in siti.last
    await siti.taps_data(later)
    assert "tidak lagi menunggu jawaban" in siti.last
    await siti.taps("Kirim", on=siti.finds(HOLE))
    assert len(await world.rows(Ticket)) == 2


async def test_what_does_not_belong_here_is_said_before_anything_is_sent(world: World) -> None:
    await warns(world, "Tiang roboh atau kabel jatuh bukan ke kami.", "123", "PLN")
    siti = world.citizen("Siti")
    await siti.sends(LAMP)
    assert "⚠️ Tiang roboh atau kabel jatuh bukan ke kami.\n☎️ PLN: 123" in siti.last
    assert "✅ Kirim" not in siti.buttons
    await siti.taps("Tetap laporkan")
    assert len(await world.rows(Ticket)) == 1


async def warns(world: World, words: str, number: str, name: str) -> None:
    """Reports of lamps carry this warning, with a number somebody has tested."""
    lamps, now = await world.category("lampu"), world.clock.now()
    async with world.machine.service.db.begin() as session:
        row = await add_number(
            session, number=number, name=name, kinds=["electricity"], by="cli", now=now
        )
        await confirm_number(
            session, row, tested_on=now.date(), confirmed_by="Kartika", by="cli", now=now
        )
        await change_category(
            session,
            await session.merge(lamps, load=False),
            name=lamps.name,
            name_en=lamps.name_en,
            unit=await session.get_one(Unit, lamps.unit_id),
            words=lamps.words,
            examples=lamps.examples,
            warning=words,
            warning_number=row.id,
            by="cli",
            now=now,
        )
