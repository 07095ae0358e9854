"""Photos, documents, voice, video and albums; getFile and downloads."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from simulator.call import Upload
from simulator.clock import ManualClock
from simulator.errors import NotPossible
from simulator.people import Person
from simulator.telegram import Telegram
from tests.simulator.world import Client, Says, Updates, picture, refused

GPS = 0x8825


def located() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(GPS)[1] = "S"
    exif[0x010F] = "Kamera"
    return picture(kind="JPEG", exif=exif)


def test_a_photo_comes_in_sizes_without_its_metadata(siti: Person, updates: Updates) -> None:
    siti.sends_photo(located(), caption="Jalan rusak")
    message = updates("message")[-1]
    assert [size["width"] for size in message["photo"]] == [320, 400]
    assert message["caption"] == "Jalan rusak"
    with Image.open(BytesIO(siti.data_of(message["photo"][-1]["file_id"]))) as image:
        assert not image.getexif()


def test_a_document_keeps_every_byte(siti: Person, updates: Updates) -> None:
    data = located()
    siti.sends_document(data, name="foto.jpg")
    card = updates("message")[-1]["document"]
    assert siti.data_of(card["file_id"]) == data
    assert (card["file_name"], card["mime_type"]) == ("foto.jpg", "image/jpeg")


def test_voice_video_and_sticker(siti: Person, updates: Updates) -> None:
    siti.sends_voice(duration=7)
    siti.sends_video(caption="lihat")
    siti.sends_sticker("😀")
    voice, video, sticker = updates("message")[1:]
    assert voice["voice"]["duration"] == 7
    assert video["caption"] == "lihat"
    assert sticker["sticker"]["emoji"] == "😀"


@pytest.mark.parametrize("data", [b"no picture", picture(2100, 100)])
def test_what_is_no_photo_is_refused(siti: Person, data: bytes) -> None:
    with pytest.raises(NotPossible):
        siti.sends_photo(data)


async def test_a_bot_sends_a_file_and_sends_it_again_by_id(siti: Person, call: Says) -> None:
    upload = Upload("surat.pdf", b"%PDF-1.7", "application/pdf")
    first = await call("sendDocument", files={"document": upload}, chat_id=siti.id)
    again = await call(
        "sendDocument", chat_id=siti.id, document=first["document"]["file_id"], caption="lagi"
    )
    assert again["document"] == first["document"]
    assert siti.reads() == ["", "lagi"]


async def test_a_photo_id_is_no_document(siti: Person, call: Says) -> None:
    sent = siti.sends_photo(picture())
    assert sent.photo is not None
    refusal = await refused(call, "sendDocument", chat_id=siti.id, document=sent.photo["file_id"])
    assert refusal == "Bad Request: can't use file of type Photo as Document"


@pytest.mark.parametrize(
    ("photo", "reason"),
    [
        ("unknown", "wrong file identifier/HTTP URL specified"),
        ("https://example.org/a.jpg", "failed to get HTTP URL content"),
        ("", "there is no photo in the request"),
    ],
)
async def test_a_wrong_file_is_refused(siti: Person, call: Says, photo: str, reason: str) -> None:
    refusal = await refused(call, "sendPhoto", chat_id=siti.id, photo=photo)
    assert refusal == f"Bad Request: {reason}"


async def test_a_caption_has_at_most_1024_characters(siti: Person, call: Says) -> None:
    sent = siti.sends_photo(picture())
    assert sent.photo is not None
    photo = {"chat_id": siti.id, "photo": sent.photo["file_id"]}
    await call("sendPhoto", **photo, caption="a" * 1024)
    assert "caption is too long" in await refused(call, "sendPhoto", **photo, caption="a" * 1025)


async def test_a_caption_and_a_file_can_be_edited(siti: Person, call: Says) -> None:
    upload = Upload("a.png", picture(), "image/png")
    sent = await call("sendPhoto", files={"photo": upload}, chat_id=siti.id, caption="satu")
    place = {"chat_id": siti.id, "message_id": sent["message_id"]}
    await call("editMessageCaption", **place, caption="dua")
    assert siti.last.text == "dua"
    assert "not modified" in await refused(call, "editMessageCaption", **place, caption="dua")
    media = {"type": "photo", "media": "attach://new", "caption": "tiga"}
    other = Upload("b.png", picture(100, 100), "image/png")
    await call("editMessageMedia", files={"new": other}, **place, media=media)
    assert siti.last.photo is not None
    assert (siti.last.text, siti.last.photo["width"]) == ("tiga", 100)


async def test_a_bot_sends_an_album(siti: Person, call: Says) -> None:
    files = {name: Upload(name, picture(), "image/png") for name in ("a", "b")}
    media = [{"type": "photo", "media": f"attach://{name}"} for name in files]
    sent = await call("sendMediaGroup", files=files, chat_id=siti.id, media=media)
    assert len({message["media_group_id"] for message in sent}) == 1
    assert len(siti.messages) == 2


@pytest.mark.parametrize(
    "media",
    [
        [{"type": "photo", "media": "a"}],
        [{"type": "photo", "media": "a"}] * 11,
        [{"type": "photo", "media": "a"}, {"type": "document", "media": "b"}],
    ],
)
async def test_a_wrong_album_is_refused_whole(
    siti: Person, call: Says, media: list[dict[str, Any]]
) -> None:
    await refused(call, "sendMediaGroup", chat_id=siti.id, media=media)
    assert siti.messages == []


async def test_a_download_link_is_good_for_an_hour(
    siti: Person, telegram: Telegram, client: Client, call: Says, clock: ManualClock
) -> None:
    sent = siti.sends_document(b"isi", name="a.txt")
    file = await call("getFile", file_id=sent.data["document"]["file_id"])
    address = f"/file/bot{telegram.bot.token}/{file['file_path']}"
    clock.advance(3_599)
    assert await (await client.get(address)).read() == b"isi"
    clock.advance(1)
    assert (await client.get(address)).status == 404
    assert (await client.get(address.replace("100:", "101:"))).status == 401


async def test_files_over_20_mb_cannot_be_fetched(siti: Person, call: Says) -> None:
    sent = siti.sends_document(bytes(20 * 2**20 + 1), name="besar.bin")
    refusal = await refused(call, "getFile", file_id=sent.data["document"]["file_id"])
    assert refusal == "Bad Request: file is too big"
    assert await refused(call, "getFile", file_id="x") == "Bad Request: invalid file_id"
