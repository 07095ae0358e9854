"""Whoever may be in danger reads whom to call before anything else, and files with one tap."""

from bot.knowledge.planting import plant
from bot.library import library
from core.emergencies import services
from core.emergencies.models import EmergencyNumber
from core.tickets.models import Ticket
from tests.simulator.world import picture
from tests.world import Someone, World

FIRE = "Rumah pak Karto kebakaran di Dusun Sumber, apinya besar"
CALL = "Telepon sekarang"
NOBODY = "minta tolong tetangga"
LAMP = "Lampu jalan di depan balai desa mati sejak Senin."


async def confirms(world: World, number: str, name: str, *kinds: str) -> EmergencyNumber:
    """The office has called the number."""
    now = world.clock.now()
    async with world.machine.db.begin() as session:
        facts = {"number": number, "name": name, "name_en": f"{name} (en)", "kinds": kinds}
        row = await services.add_number(session, **facts, by="cli", now=now)  # type: ignore[arg-type]
        test = {"tested_on": now.date(), "confirmed_by": "Ani"}
        await services.confirm_number(session, row, **test, by="cli", now=now)  # type: ignore[arg-type]
        return row


async def with_numbers(world: World) -> Someone:
    await confirms(world, "112", "Darurat", "fire", "violence", "electricity", "other")
    await confirms(world, "0245551234", "Pemadam", "fire")
    await confirms(world, "119", "Ambulans", "medical", "self_harm")
    return world.citizen("Siti")


def called(someone: Someone) -> list[str]:
    return [text for text in someone.reads() if "📞" in text]


async def test_the_numbers_come_first_and_filing_is_one_tap(world: World) -> None:
    siti = await with_numbers(world)
    await siti.sends(FIRE)
    numbers, card = siti.reads()
    assert CALL in numbers
    assert "112 Darurat" in numbers
    assert "0245551234 Pemadam" in numbers
    assert "119" not in numbers
    assert FIRE in card
    assert CALL not in card
    await siti.taps("Kirim")
    [ticket] = await world.rows(Ticket)
    assert ticket.text == FIRE


async def test_an_ordinary_report_gets_no_numbers(world: World) -> None:
    siti = await with_numbers(world)
    await siti.sends(LAMP)
    await siti.sends("Tahun lalu di sini pernah kebakaran")
    assert called(siti) == []


async def test_without_a_tested_number_none_is_invented(world: World) -> None:
    async with world.machine.db.begin() as session:
        await plant(session, library(), world.clock.now())
    siti = world.citizen("Siti")
    await siti.sends(FIRE)
    advice, card = siti.reads()
    assert NOBODY in advice
    assert not any(character.isdigit() for character in advice)
    assert FIRE in card
    await siti.taps("Kirim")
    assert await world.count(Ticket) == 1


async def test_a_withdrawn_number_is_shown_no_more(world: World) -> None:
    number = await confirms(world, "113", "Pemadam", "fire")
    siti = world.citizen("Siti")
    async with world.machine.db.begin() as session:
        row = await session.get_one(EmergencyNumber, number.id)
        await services.withdraw_number(session, row, by="cli", now=world.clock.now())
    await siti.sends(FIRE)
    assert "113" not in siti.reads()[0]
    assert NOBODY in siti.reads()[0]


async def test_words_under_a_photo_count_and_an_album_raises_one_alarm(world: World) -> None:
    siti, tono = await with_numbers(world), world.citizen("Tono")
    await siti.sends_photo(picture(), "kebakaran di pasar")
    assert CALL in siti.reads()[0]
    assert "1 foto" in siti.last
    await tono.sends_album([picture(), picture(300)], "kebakaran di pasar")
    assert len(called(tono)) == 1
    assert "2 foto" in tono.last


async def test_what_is_added_to_a_draft_is_heard_and_nothing_is_said_twice(world: World) -> None:
    siti = await with_numbers(world)
    await siti.sends(LAMP)
    assert called(siti) == []
    await siti.sends("sekarang tiangnya terbakar")
    assert len(called(siti)) == 1
    assert LAMP in siti.last
    await siti.sends("apinya makin besar")
    assert len(called(siti)) == 1
    await siti.sends("tetangga pingsan kena asap")
    assert len(called(siti)) == 2
    assert "119 Ambulans" in called(siti)[-1]
    await siti.sends("nomor damkar berapa?")
    assert len(called(siti)) == 3
    await siti.taps("Kirim")
    assert await world.count(Ticket) == 1


async def test_a_sentence_sent_in_pieces_is_heard_whole(world: World) -> None:
    siti = await with_numbers(world)
    await siti.sends("pak kabel listrik di gang melati")
    before = len(called(siti))
    await siti.sends("putus, ujungnya di jalan depan sekolah")
    assert (before, len(called(siti))) == (0, 1)


async def test_a_draft_put_away_does_not_keep_the_numbers_back(world: World) -> None:
    siti = await with_numbers(world)
    await siti.sends(FIRE)
    await siti.taps("Batal")
    await siti.sends("sekarang warung sebelah juga kebakaran")
    assert len(called(siti)) == 2
    assert "warung sebelah" in siti.last


async def test_a_correction_is_heard_too(world: World) -> None:
    siti = await with_numbers(world)
    sent = await siti.sends("ada apa ini di dapur tetangga saya")
    assert called(siti) == []
    await siti.edits(sent, "ada api ini di dapur tetangga saya")
    assert len(called(siti)) == 1


async def test_numbers_come_in_every_dialogue_of_a_citizen(world: World) -> None:
    siti = await with_numbers(world)
    await siti.sends(LAMP)
    await siti.taps("Kirim")
    await siti.replies(siti.newest, "tiangnya sekarang terbakar")
    assert len(called(siti)) == 1
    await siti.sends("/petugas")
    await siti.sends("ada kebakaran di belakang kantor, mohon kabari camat")
    assert len(called(siti)) == 2
    await siti.sends("/tanya ada kebakaran, bagaimana ini")
    assert len(called(siti)) == 3


async def test_no_limit_keeps_the_numbers_back(world: World) -> None:
    siti = await with_numbers(world)
    for _ in range(5):
        await siti.sends("Lampu mati di depan balai desa. " * 124)
    await siti.sends("Sekarang balai desanya kebakaran! " * 10)
    numbers, refusal = siti.reads()[-2:]
    assert CALL in numbers
    assert "belum dimasukkan" in refusal


async def test_an_emergency_put_as_a_question_is_a_report(world: World) -> None:
    siti = await with_numbers(world)
    await siti.sends("rumah tetangga kebakaran, gimana ini?")
    assert CALL in siti.reads()[0]
    assert "Laporan Anda" in siti.last
    await siti.taps("Kirim")
    [ticket] = await world.rows(Ticket)
    assert ticket.kind == "complaint"


async def test_whoever_asks_for_an_officer_in_danger_keeps_their_words(world: World) -> None:
    siti = await with_numbers(world)
    await siti.sends("mau bicara dengan petugas ada kebakaran")
    assert CALL in siti.reads()[0]
    assert "ada kebakaran" in siti.last
    assert "✅ Kirim" in siti.buttons


async def test_whoever_asks_for_a_number_gets_it(world: World) -> None:
    siti = await with_numbers(world)
    await siti.sends("nomor damkar berapa?")
    assert "Nomor yang dapat Anda telepon" in siti.reads()[0]
    assert "0245551234 Pemadam" in siti.reads()[0]
    async with world.machine.db.begin() as session:
        await plant(session, library(), world.clock.now())
    tono = world.citizen("Tono")
    await tono.sends("Nomor darurat apa yang bisa dihubungi?")
    assert "112 – Darurat" in tono.last
    assert "110" not in tono.last


async def test_nobody_is_told_a_number_that_was_not_tested(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("nomor damkar berapa?")
    assert "belum kami pastikan" in siti.reads()[0]
    async with world.machine.db.begin() as session:
        await plant(session, library(), world.clock.now())
    tono = world.citizen("Tono")
    await tono.sends("Nomor darurat apa yang bisa dihubungi?")
    assert "belum dipastikan kantor ini" in tono.last
    assert not {"110", "112", "113", "115", "119"} & set(tono.last.split())


async def test_whoever_wants_to_die_is_answered_gently(world: World) -> None:
    siti, tono = world.citizen("Siti"), world.citizen("Tono")
    await siti.sends("saya ingin mengakhiri hidup malam ini")
    assert "tidak harus menanggungnya sendirian" in siti.reads()[0]
    assert "🚨" not in siti.reads()[0]
    await with_numbers(world)
    await tono.sends("saya ingin mengakhiri hidup malam ini")
    assert "119 Ambulans" in tono.reads()[0]
    assert "🚨" not in tono.reads()[0]


async def test_english_readers_are_told_in_english(world: World) -> None:
    await with_numbers(world)
    jane, john = world.citizen("Jane", language="en"), world.citizen("John", language="en")
    await jane.sends("There is a fire in the house next door")
    assert "Call now" in jane.reads()[0]
    assert "112 Darurat (en)" in jane.reads()[0]
    assert "Your report" in jane.last
    await john.sends("a child is drowning in the river")
    assert "nearest officer" in john.reads()[0]


async def test_an_officer_at_work_is_not_alarmed_by_their_own_words(world: World) -> None:
    siti, budi = await with_numbers(world), world.staff("Budi")
    await siti.sends(LAMP)
    await siti.taps("Kirim")
    card = budi.finds(LAMP)
    await budi.taps("Terima", on=card)
    await budi.taps("Balas", on=card)
    await budi.sends("Kebakaran di rumah Bapak sedang kami padamkan")
    await budi.replies(card, "Apakah masih ada api di dapur?")
    assert called(budi) == []
    await budi.sends("rumah saya sendiri kebakaran")
    assert len(called(budi)) == 1
