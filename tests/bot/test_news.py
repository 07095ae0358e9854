"""/kabar and /umumkan: who wants news gets it, nobody else, and as long as they want it."""

from core.announcements.models import Announcement, Delivery, Subscription
from core.announcements.themes import add_theme
from core.outbox import Outgoing
from core.privacy.models import Consent
from core.timers import Timer
from tests import areas
from tests.simulator.world import picture
from tests.world import Someone, World

NEWS = "Jadwal pindah\nBesok loket pindah ke balai desa, buka pukul 09.00."


async def themed(world: World, *names: str) -> None:
    """An office with themes, which are named like their codes."""
    async with world.machine.db.begin() as session:
        for name in names or ("Jadwal", "Banjir"):
            await add_theme(session, code=name.lower(), name=name, by="cli", now=world.clock.now())


async def wants(world: World, name: str, *themes: str) -> Someone:
    someone = world.citizen(name)
    await someone.sends("/kabar")
    for theme in themes or ("Jadwal",):
        await someone.taps(theme)
    return someone


async def announced(
    world: World, words: str = NEWS, by: str = "Hadi", theme: str = "Jadwal"
) -> Someone:
    """Somebody wrote it and looks at the preview."""
    author = world.staff(by)
    await author.sends("/umumkan")
    await author.sends(words)
    await author.taps(theme)
    return author


def news_of(someone: Someone) -> list[str]:
    return [text for text in someone.reads() if "Besok loket" in text]


async def test_an_office_without_themes_says_what_else_there_is(world: World) -> None:
    siti, hadi = world.citizen("Siti"), world.staff("Hadi")
    await siti.sends("/kabar")
    assert "belum mengirim kabar" in siti.last
    assert siti.buttons
    await hadi.sends("/umumkan")
    assert "Tema pengumuman belum ada" in hadi.last


async def test_who_chose_the_theme_gets_it_and_nobody_else(world: World) -> None:
    await themed(world)
    siti, tono = await wants(world, "Siti"), await wants(world, "Tono", "Banjir")
    assert "Anda setuju" not in siti.last
    [first, second] = await world.rows(Consent)
    assert (first.purpose, first.given, second.given) == ("news", True, True)
    hadi = await announced(world)
    assert "Penerima sekarang: 1" in hadi.last
    assert news_of(siti) == []
    await hadi.taps("Kirim", on=hadi.newest)
    assert "Jadwal pindah" in siti.last
    assert siti.buttons == ["🔕 Berhenti"]
    assert news_of(tono) == []
    await world.passes(seconds=20)
    assert "selesai dikirim. ✅ Terkirim 1" in hadi.last
    await hadi.taps("Perkembangan")
    assert "Terkirim: 1 dari 1" in hadi.finds("Selesai dikirim").text
    assert await world.count(Delivery) == 0


async def test_one_tap_below_the_news_ends_it_and_the_last_withdraws_the_consent(
    world: World,
) -> None:
    await themed(world)
    siti = await wants(world, "Siti", "Jadwal", "Banjir")
    hadi = await announced(world)
    await hadi.taps("Kirim", on=hadi.newest)
    await siti.taps("Berhenti")
    assert "kabar tentang Jadwal tidak kami kirim lagi" in siti.last
    assert [one.given for one in await world.rows(Consent)] == [True]
    await siti.taps("Berhenti semua")
    assert [one.given for one in await world.rows(Consent)] == [True, False]
    assert await world.count(Subscription) == 0
    again = await announced(world, theme="Banjir")
    assert "Penerima sekarang: 0" in again.last
    assert "✅ Kirim" not in again.buttons


async def test_a_withdrawal_among_ones_own_data_holds_as_well(world: World) -> None:
    await themed(world)
    siti = await wants(world, "Siti")
    await siti.sends("/tarikpersetujuan")
    await siti.taps("Berhenti menerima kabar")
    hadi = await announced(world)
    assert "Penerima sekarang: 0" in hadi.last


async def test_news_of_a_village_is_for_those_who_chose_it_or_all(world: World) -> None:
    await themed(world, "Jadwal")
    async with world.machine.db.begin() as session:
        await areas.plant(session)
    people = {name: await wants(world, name) for name in ("Siti", "Tono", "Rina")}
    for name, area in (("Siti", "Kencana"), ("Tono", "Permai")):
        await people[name].taps("Pilih wilayah")
        await people[name].taps(area)
        assert area in people[name].last
    hadi = world.staff("Hadi")
    await hadi.sends("/umumkan")
    await hadi.sends(NEWS)
    await hadi.taps("Kencana")
    assert "Penerima sekarang: 2" in hadi.last
    await hadi.taps("Kirim", on=hadi.newest)
    assert [len(news_of(people[name])) for name in people] == [1, 0, 1]


async def test_a_photo_goes_along_and_other_words_take_the_place_of_the_first(
    world: World,
) -> None:
    await themed(world, "Jadwal")
    siti, hadi = await wants(world, "Siti"), world.staff("Hadi")
    await hadi.sends("/umumkan")
    await hadi.sends_photo(picture(), "Salah\nyang ini keliru")
    assert hadi.finds("yang ini keliru").photo is not None
    await hadi.sends_photo(picture(), NEWS)
    await hadi.taps("Kirim", on=hadi.newest)
    assert siti.newest.photo is not None
    assert "Besok loket" in siti.last
    assert "keliru" not in "".join(siti.reads())
    await hadi.taps("Untuk medsos", on=hadi.finds("Anda dapat menghentikannya"))
    [drawn] = [one for one in hadi.person.messages if one.photo and one.photo["width"] == 1080]
    assert drawn.photo is not None
    assert drawn.photo["height"] == 1080
    assert "Jadwal pindah" in drawn.text
    assert len(drawn.text) <= 280
    assert "Teks lengkap untuk media sosial" in hadi.last


async def test_it_waits_for_office_hours_unless_it_is_urgent(world: World) -> None:
    await themed(world, "Jadwal")
    siti = await wants(world, "Siti")
    await world.passes(hours=12)
    hadi = await announced_only(world)
    await hadi.taps("Kirim", on=hadi.newest)
    assert news_of(siti) == []
    assert "mulai dikirim Selasa, 3 Maret 2026" in hadi.last
    await hadi.taps("Perkembangan")
    assert "Menunggu: 1" in hadi.last
    await world.passes(hours=12)
    assert len(news_of(siti)) == 1
    await world.passes(hours=12)
    hadi = await announced_only(world)
    await hadi.taps("Tandai mendesak")
    await hadi.taps("Kirim", on=hadi.newest)
    assert len(news_of(siti)) == 2


async def announced_only(world: World) -> Someone:
    """The same where there is one theme."""
    hadi = world.staff("Hadi")
    await hadi.sends("/umumkan")
    await hadi.sends(NEWS)
    return hadi


async def test_what_was_stopped_before_it_left_reaches_nobody(world: World) -> None:
    await themed(world, "Jadwal")
    siti = await wants(world, "Siti")
    await world.passes(hours=12)
    hadi = await announced_only(world)
    await hadi.taps("Kirim", on=hadi.newest)
    await hadi.taps("Perkembangan")
    await hadi.taps("Hentikan")
    assert "Dihentikan" in hadi.finds("Menunggu: 0").text
    await world.passes(days=1)
    assert news_of(siti) == []
    assert [one.state for one in await world.rows(Announcement)] == ["stopped"]
    assert [one for one in await world.rows(Outgoing) if one.kind == "bulk"] == []
    assert [one for one in await world.rows(Timer) if one.kind == "announcement.go"] == []


async def test_an_officer_s_words_need_a_head_s_yes(world: World) -> None:
    await themed(world, "Jadwal")
    siti, hadi, budi = await wants(world, "Siti"), world.staff("Hadi"), world.staff("Budi")
    await budi.sends("/umumkan")
    await budi.sends(NEWS)
    assert "Perlu disetujui" in budi.last
    await budi.taps("Kirim", on=budi.newest)
    assert "menunggu persetujuan" in budi.last
    assert news_of(siti) == []
    assert "Ditulis Budi, untuk 1 penerima" in hadi.last
    row = (await world.rows(Announcement))[0]
    await budi.taps_data(f"announce:approve:{row.id}:0")
    assert "bukan oleh penulisnya" in budi.last
    await siti.taps_data(f"announce:approve:{row.id}:0")
    assert news_of(siti) == []
    await hadi.taps("Setuju, kirim")
    assert len(news_of(siti)) == 1
    await world.passes(seconds=20)
    assert "Terkirim 1" in budi.last
    await hadi.taps_data(f"announce:approve:{row.id}:0")
    assert "sudah selesai dikirim" in hadi.last
    assert len(news_of(siti)) == 1


async def test_who_blocked_the_bot_is_counted_once_and_not_tried_again(world: World) -> None:
    await themed(world, "Jadwal")
    siti, tono = await wants(world, "Siti"), await wants(world, "Tono")
    # Telegram does not always tell: this block is only found out by sending.
    siti.person.chat.blocked = True
    hadi = await announced_only(world)
    await hadi.taps("Kirim", on=hadi.newest)
    await world.passes(seconds=20)
    assert "Terkirim 1, 🚫 memblokir bot 1" in hadi.last
    assert len(news_of(tono)) == 1
    await hadi.sends("/umumkan")
    await hadi.sends(NEWS)
    assert "Penerima sekarang: 1" in hadi.last
    await siti.unblocks()
    await world.passes(minutes=5)
    assert news_of(siti) == []


async def test_what_somebody_chose_is_in_their_file_and_goes_with_them(world: World) -> None:
    await themed(world)
    siti = await wants(world, "Siti", "Banjir")
    await siti.sends("/bantuan")
    assert "📣 Atur kabar" in siti.buttons
    await siti.sends("/datasaya")
    await siti.taps("Unduh")
    file = world.telegram.files.get(siti.newest.data["document"]["file_id"])
    assert file is not None
    assert "Banjir: semua wilayah" in file.data.decode()
    await siti.sends("/datasaya")
    await siti.taps("Hapus")
    await siti.taps("Ya, hapus data saya")
    assert await world.count(Subscription) == 0
