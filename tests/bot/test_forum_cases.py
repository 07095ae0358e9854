"""An aspiration goes to the forum: the citizen is asked first, and hears what became of it."""

from sqlalchemy import select

from core.forums.cases import brought as brought_to
from core.forums.models import BroughtCase, Post, Topic
from core.people.models import Person
from core.privacy.words import erase_words
from tests.bot.desks import card, filed, newest, steps, words_on
from tests.world import Someone, World

WISH = (
    "Usul saya, lampu di lapangan desa ditambah supaya anak-anak bermain tidak gelap."
    " Nama saya Siti Aminah, 0812 3456 7890."
)
TITLE = "Lampu di lapangan desa"


async def wishes(world: World, *, anonymous: bool = False) -> Someone:
    siti = world.citizen("Siti")
    await siti.sends(WISH)
    if anonymous:
        await siti.taps("Sembunyikan nama saya")
    await siti.taps("Kirim")
    assert (await newest(world)).kind == "aspiration"
    return siti


async def brought(world: World) -> list[BroughtCase]:
    async with world.machine.db.read() as session:
        return list(await session.scalars(select(BroughtCase)))


async def brings(world: World, name: str) -> Someone:
    """Plan the topic and ask whoever told it."""
    staff = world.staff(name)
    ticket = await newest(world)
    await staff.sends("/tugas")
    await staff.taps_data(f"ticket:bring:{ticket.id}:{ticket.version}")
    await staff.taps("Forum Konsultasi")
    await staff.sends(TITLE)
    await staff.sends("Apakah lampu di sana dibutuhkan, dan di sisi mana sebaiknya?")
    await staff.taps("14 hari")
    assert "ditanyakan dulu" in staff.last
    await staff.taps("Tanyakan kepada warga")
    return staff


async def concludes(keeper: Someone) -> None:
    await keeper.sends("/forum")
    await keeper.taps(TITLE)
    await keeper.taps("Kelola")
    await keeper.taps("Putuskan usulan")
    await keeper.taps("Diterima")
    await keeper.sends("Masuk anggaran tahun depan.")
    await keeper.taps("Tutup dan simpulkan")
    await keeper.sends("Lampu dipasang di sisi timur.")
    await keeper.taps("Tutup dan kirim")


async def test_an_aspiration_becomes_a_topic_once_its_citizen_agrees(world: World) -> None:
    siti = await wishes(world, anonymous=True)
    hadi = await brings(world, "Hadi")
    assert "Sebelum ia menjawab" in hadi.last
    assert await world.rows(Topic) == []
    assert "Nama saya [#]" in siti.last
    assert "3456" not in siti.last
    await world.restart()
    await siti.taps("Boleh, tanpa nama saya")
    assert "kini dibahas di forum" in siti.last
    await siti.taps_data(f"forum:keep_back:{(await newest(world)).id}:0")
    assert "sudah selesai" in siti.last
    [post] = await world.rows(Post)
    assert (post.person_id, post.words, post.state) == (None, None, "shown")
    assert "3456" not in post.text
    tono = world.citizen("Tono")
    await tono.sends("/usulan")
    await tono.taps(TITLE)
    await tono.taps("Usulan berikutnya")
    assert "Warga:" in tono.last
    assert "lampu di lapangan desa" in tono.last
    await concludes(hadi)
    await world.settle()
    assert "berawal dari aspirasi Anda" in siti.last
    assert "Diterima. Masuk anggaran tahun depan." in siti.last
    assert sum("berawal dari" in said for said in siti.reads()) == 1
    told = ["forum_asked", "forum_agreed", "forum_opened", "forum_closed"]
    assert [one for one in await steps(world) if one.startswith("forum_")] == told
    await siti.sends((await newest(world)).code)
    assert f"Dibahas di forum warga: {TITLE}" in "".join(siti.reads())


async def test_an_officer_needs_the_head_and_words_that_are_kept_back_are_not_shown(
    world: World,
) -> None:
    siti = await wishes(world)
    ticket = await newest(world)
    await brings(world, "Budi")
    await siti.taps("Tidak usah ditampilkan")
    assert "tidak ditampilkan" in siti.last
    hadi, budi = world.staff("Hadi"), world.staff("Budi")
    assert "tidak ingin kata-katanya" in hadi.last
    await budi.taps_data(f"forum:launch:{ticket.id}:0")
    assert "kepala unit atau koordinator" in budi.last
    await hadi.taps("Buka di forum")
    assert await world.rows(Post) == []
    async with world.machine.db.read() as session:
        topic = await brought_to(session, ticket)
    assert topic is not None
    assert topic.title == TITLE
    await hadi.taps_data(f"forum:launch:{ticket.id}:0")
    assert "sudah pernah" in hadi.last


async def test_only_its_own_citizen_answers_and_erased_words_are_never_shown(world: World) -> None:
    siti, tono = await wishes(world), world.citizen("Tono")
    ticket = await newest(world)
    await tono.starts()
    await tono.taps_data(f"ticket:bring:{ticket.id}:{ticket.version}")
    assert await brought(world) == []
    await brings(world, "Hadi")
    await tono.taps_data(f"forum:allow:{ticket.id}:0")
    assert [one.state for one in await brought(world)] == ["asked"]
    async with world.machine.db.begin() as session:
        person = await session.get_one(Person, ticket.reporter_id)
        await erase_words(session, person, now=world.clock.now())
    await siti.taps_data(f"forum:allow:{ticket.id}:0")
    assert [(one.state, one.said) for one in await brought(world)] == [("withdrawn", "")]
    assert (await world.rows(Topic), await world.rows(Post)) == ([], [])


async def test_what_is_no_aspiration_or_only_for_a_few_is_not_brought(world: World) -> None:
    siti = await filed(world)
    complaint, hadi = await newest(world), world.staff("Hadi")
    await hadi.sends("/tugas")
    await hadi.taps_data(f"ticket:unfold:{complaint.id}:{complaint.version}")
    assert "🗣 Bawa ke forum" not in words_on(card(hadi))
    await siti.sends(WISH)
    await siti.taps("Rahasiakan laporan ini")
    await siti.taps("Kirim")
    confidential = await newest(world)
    for ticket in (complaint, confidential):
        await hadi.taps_data(f"ticket:bring:{ticket.id}:{ticket.version}")
        assert "hanya aspirasi yang tidak rahasia" in hadi.last
