"""The forum: a unit asks, citizens propose, support and comment, the office answers and decides."""

from sqlalchemy import select, update

from core import standards
from core.bans import services as bans
from core.chats import lane_of
from core.forums.models import Look, Participant, Post, Topic
from core.forums.summing_up import SUM_UP
from core.i18n import Text
from core.jobs import Job
from core.people.models import Person
from core.privacy import erasure
from tests.bot.desks import filed
from tests.world import Someone, World

ROAD = "Cor beton gang buntu RT 3 supaya tidak banjir lagi."
LAMPS = "Tambah lima lampu di jalan menuju sekolah dasar."
TITLE = "Usulan untuk tahun 2027"


async def opens_topic(world: World, name: str = "Hadi") -> Someone:
    """The head of a unit opens a topic in chat."""
    keeper = world.staff(name)
    await keeper.sends("/forum")
    await keeper.taps("Buka topik baru")
    await keeper.taps("Usulan Musrenbang")
    await keeper.sends(TITLE)
    await keeper.sends("Apa yang paling dibutuhkan di lingkungan Bapak/Ibu?")
    await keeper.taps("14 hari")
    assert "Senin, 16 Maret 2026" in keeper.last
    await keeper.taps("Buka sekarang")
    return keeper


async def sets(world: World, **amounts: int) -> None:
    async with world.machine.db.begin() as session:
        for name, amount in amounts.items():
            await standards.change(session, name, amount, by="cli", now=world.clock.now())


async def enters(someone: Someone) -> None:
    await someone.sends("/usulan")
    await someone.taps(TITLE)


async def proposes(someone: Someone, text: str) -> None:
    await enters(someone)
    await someone.taps("Tulis usulan")
    await someone.sends(text)
    await someone.taps("Kirim")


async def looks(someone: Someone, *, supports: str = "") -> list[str]:
    """Read every proposal and support those with these words; the order they were shown in."""
    await enters(someone)
    await someone.taps("Usulan berikutnya")
    shown = []
    while "pembaca" in someone.last and "Anda sudah membaca semua" not in someone.last:
        shown.append(someone.last)
        if supports and supports in someone.last:
            await someone.taps("Dukung")
        await someone.taps("Usulan berikutnya")
    return shown


async def concludes(keeper: Someone, *decisions: tuple[str, str]) -> None:
    """Decide on proposal after proposal, and close the topic."""
    await enters(keeper)
    await keeper.taps("Kelola")
    await keeper.taps("Putuskan usulan")
    for decision, reason in decisions:
        await keeper.taps(decision)
        await keeper.sends(reason)
    await keeper.taps("Tutup dan simpulkan")
    await keeper.sends("Kami kerjakan tahun depan.")
    await keeper.taps("Tutup dan kirim")


async def test_a_proposal_is_read_shown_supported_and_commented_without_a_name(
    world: World,
) -> None:
    siti, tono, maria = (world.citizen(name) for name in ("Siti", "Tono", "Maria"))
    await siti.sends("/forum")
    assert "belum ada topik" in siti.last
    hadi = await opens_topic(world)
    await siti.sends("/bantuan")
    assert "🗣 Forum warga" in siti.buttons
    await proposes(siti, f"{ROAD} Hubungi saya Siti, 0812 3456 7890.")
    assert "[#], [#]" in siti.finds("Begini warga lain membacanya").text
    await enters(tono)
    assert "➡️ Usulan berikutnya" not in tono.buttons
    await hadi.taps("Periksa tulisan")
    assert "[#], [#]" in hadi.last
    assert "Siti" not in hadi.last
    await hadi.taps("Tampilkan")
    assert "sudah tampil di forum" in siti.last
    for someone in (tono, maria):
        await enters(someone)
        await someone.taps("Usulan berikutnya")
        await someone.taps("Dukung")
    assert "2 dukungan dari 2 pembaca" in maria.last
    assert "Warga:" in maria.last
    await maria.taps("Batal mendukung")
    assert "1 dukungan dari 2 pembaca" in maria.last


async def test_a_comment_waits_for_the_office_and_its_answer_is_for_everybody(
    world: World,
) -> None:
    siti, tono = world.citizen("Siti"), world.citizen("Tono")
    hadi = await opens_topic(world)
    await proposes(siti, ROAD)
    await hadi.taps("Periksa tulisan")
    await hadi.taps("Tampilkan")
    await enters(tono)
    await tono.taps("Usulan berikutnya")
    await tono.taps("Komentar (0)")
    await tono.taps("Tulis komentar")
    await tono.sends("Setuju, anak-anak sering jatuh di sana.")
    await tono.taps("Kirim")
    await siti.taps("Lihat")
    await siti.taps("Komentar (0)")
    assert "Belum ada komentar" in siti.last
    await hadi.taps("Periksa tulisan")
    await hadi.taps("Jawab")
    await hadi.sends("Terima kasih, kami ukur minggu ini.")
    assert "kami ukur minggu ini" in tono.last
    await siti.taps("Kembali")
    await siti.taps("Komentar (1)")
    assert "Warga: Setuju, anak-anak" in siti.last
    assert "Jawaban kantor: Terima kasih" in siti.last


async def test_the_office_concludes_and_everybody_who_took_part_reads_why(world: World) -> None:
    await sets(world, forum_approval=0)
    siti, tono, maria = (world.citizen(name) for name in ("Siti", "Tono", "Maria"))
    hadi = await opens_topic(world)
    await proposes(siti, ROAD)
    await proposes(maria, LAMPS)
    await looks(tono, supports="lampu")
    await world.passes(days=15)
    assert "menunggu kesimpulannya" in hadi.last
    await tono.sends("/forum")
    assert "kesimpulan sedang disusun" in tono.last
    await concludes(hadi, ("Diterima", "Masuk anggaran."), ("Tidak", "Sudah ada di sana."))
    for someone in (siti, tono, maria):
        assert "Kami kerjakan tahun depan" in someone.last
    assert {"Masuk anggaran." in siti.last, "Masuk anggaran." in maria.last} == {True, False}
    assert "Usulan Anda" not in tono.last
    await tono.taps("Lihat keputusan")
    assert "Diterima: Masuk anggaran." in tono.last
    assert "Tidak diterima: Sudah ada di sana." in tono.last


async def test_a_summary_cut_off_by_a_crash_goes_to_the_rest_and_to_nobody_twice(
    world: World,
) -> None:
    await sets(world, forum_approval=0)
    hadi = await opens_topic(world)
    crowd = [world.citizen(name) for name in ("Siti", "Tono", "Maria")]
    for someone in crowd:
        await proposes(someone, f"{ROAD} {someone.person.id}")
    await concludes(hadi, ("Sisanya: tunda semua", "Menunggu anggaran."))
    async with world.machine.db.begin() as session:
        # As if the process had ended when one of them was not told yet.
        await session.execute(update(Job).where(Job.kind == SUM_UP).values(state="open"))
        last = update(Participant).where(Participant.person_id == await _id(world, crowd[2]))
        await session.execute(last.values(told_at=None))
    await world.passes(minutes=10)
    told = [sum("Kami kerjakan tahun" in text for text in one.reads()) for one in crowd]
    assert told == [1, 1, 2]


async def test_whoever_looks_is_shown_first_what_the_fewest_have_seen(world: World) -> None:
    await sets(world, forum_approval=0, forum_minimum=2)
    await opens_topic(world)
    await proposes(world.citizen("Siti"), ROAD)
    for name in ("Tono", "Maria"):
        await looks(world.citizen(name), supports="Cor")
    await proposes(world.citizen("Ketut"), LAMPS)
    agus = world.citizen("Agus")
    assert [LAMPS in text for text in await looks(agus)] == [True, False]
    assert "1. " in agus.last.split("\n\n")[1]
    assert "belum cukup dibaca" in agus.last


async def test_nobody_supports_their_own_and_staff_do_not_count(world: World) -> None:
    await sets(world, forum_approval=0)
    siti, budi = world.citizen("Siti"), world.staff("Budi")
    await opens_topic(world)
    await proposes(siti, ROAD)
    post = (await world.rows(Post))[0]
    await budi.sends("/forum")
    for someone in (siti, budi):
        await someone.taps_data(f"forum:support:{post.id}:0")
    assert "tidak dapat Anda dukung sendiri" in siti.last
    assert "murni dari warga" in budi.last
    assert await world.count(Look) == 0


async def test_reports_take_a_text_out_until_the_office_has_read_it(world: World) -> None:
    await sets(world, forum_approval=0, forum_reports=2)
    siti, tono, maria = (world.citizen(name) for name in ("Siti", "Tono", "Maria"))
    hadi = await opens_topic(world)
    await proposes(siti, "Lurahnya bodoh semua, ganti saja orangnya.")
    for someone in (tono, tono, maria):
        await enters(someone)
        post = (await world.rows(Post))[0]
        await someone.taps_data(f"forum:report:{post.id}:0")
    assert (await world.rows(Post))[0].state == "waiting"
    await hadi.taps("Periksa tulisan")
    await hadi.taps("Jangan tampilkan")
    await hadi.taps("Kasar")
    assert "Kasar atau menyerang orang" in siti.last
    assert "Lurahnya bodoh" in siti.last
    await tono.taps_data(f"forum:post:{post.id}:0")
    assert "sudah tidak ada di forum" in tono.last


async def test_a_banned_person_reads_but_takes_no_part(world: World) -> None:
    await sets(world, forum_approval=0)
    siti = await filed(world)
    await opens_topic(world)
    await proposes(world.citizen("Tono"), LAMPS)
    async with world.machine.db.begin() as session:
        person = await session.get_one(Person, await _id(world, siti))
        await bans.ban(session, person, "Laporan palsu.", by="cli", now=world.clock.now())
    await world.settle()
    await enters(siti)
    await siti.taps("Tulis usulan")
    assert "Laporan palsu" in siti.last
    assert "✉️ Ajukan keberatan" in siti.buttons
    await enters(siti)
    await siti.taps("Usulan berikutnya")
    await siti.taps("Tambah lima lampu")
    await siti.taps("Dukung")
    assert "tidak dapat ikut serta di forum" in siti.last
    assert await _looks(world) == []


async def test_only_those_it_belongs_to_run_a_topic(world: World) -> None:
    siti, putri = world.citizen("Siti"), world.staff("Putri")
    await opens_topic(world)
    await proposes(siti, ROAD)
    await putri.sends("/forum")
    assert "➕ Buka topik baru" not in putri.buttons
    topic, post = (await world.rows(Topic))[0].id, (await world.rows(Post))[0].id
    verbs = (f"show:{post}", f"hide_for:{post}-rude", f"answer:{post}", f"decision:{post}-accepted")
    for verb in verbs:
        for someone in (siti, putri):
            await someone.taps_data(f"forum:{verb}:0")
            assert "sudah tidak ada di forum" in someone.last or "untuk petugas" in someone.last
    for verb in (f"keep:{topic}", f"check:{topic}", f"close:{topic}", f"rest:{topic}-declined"):
        await putri.taps_data(f"forum:{verb}:0")
        assert "dikelola unit lain" in putri.last
    await putri.taps_data("forum:begin::0")
    assert "dibuka oleh kepala unit" in putri.last
    [row] = await world.rows(Post)
    assert (row.state, row.decision, row.answer) == ("waiting", None, "")


async def test_whoever_is_forgotten_leaves_no_trace_but_the_masked_words(world: World) -> None:
    await sets(world, forum_approval=0)
    siti, tono = world.citizen("Siti"), world.citizen("Tono")
    await opens_topic(world)
    await proposes(siti, ROAD)
    await proposes(tono, LAMPS)
    await looks(siti, supports="lampu")
    async with world.machine.db.begin() as session:
        person = await session.get_one(Person, await _id(world, siti))
        why, now = Text("common.plain", text=""), world.clock.now()
        await erasure.erase(session, person, "common.refused", by="cli", now=now, why=why)
    [own, other] = await world.rows(Post)
    assert (own.person_id, own.words, own.text) == (None, None, ROAD)
    assert other.person_id is not None
    assert await _looks(world) == []


async def _looks(world: World) -> list[Look]:
    async with world.machine.db.read() as session:
        return list(await session.scalars(select(Look)))


async def _id(world: World, someone: Someone) -> int:
    async with world.machine.db.read() as session:
        lane = lane_of(world.machine.service.keys, someone.person.id)
        return (await session.scalars(select(Person.id).where(Person.lane == lane))).one()
