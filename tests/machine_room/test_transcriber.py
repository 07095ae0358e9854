"""A program of the office's own listens to voices; whatever it does, nothing is lost."""

import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from core import jobs
from core.config import TranscriberConfig
from core.runner import Runner
from core.transcripts import machine
from core.transcripts.models import Transcript
from core.transcripts.program import NotHeard, listen, plain
from core.transcripts.rules import LONGEST
from core.transcripts.services import MAKE
from tests.bot.desks import card, newest
from tests.media.makers import voice
from tests.world import World, open_world

HEARD = "Pohon tumbang menutup jalan desa."
PROGRAMS = {
    "fails": "sys.exit(3)",
    "says nothing": "print('  ')",
    "floods": "sys.stdout.write('a' * 1_000_000)",
    "hangs": "import time; time.sleep(60)",
    "leaves a child": "import os, time; os.fork() or time.sleep(60); print('x')",
}


def program(tmp_path: Path, code: str, seconds: int = 20) -> TranscriberConfig:
    script = tmp_path / "transkrip.py"
    script.write_text(f"import os, sys\n{code}\n")
    return TranscriberConfig(command=[sys.executable, str(script), "{file}"], seconds=seconds)


@pytest.fixture
async def world(office_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(office_url, tmp_path) as opened:
        yield opened


async def test_it_is_given_a_recording_and_nothing_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANGGAP_TELEGRAM_TOKEN", "secret")
    recording = tmp_path / "rekaman.ogg"
    recording.write_bytes(voice())
    told = "print(len(open(sys.argv[1], 'rb').read()), sorted(os.environ), os.nice(0))"
    said = await listen(program(tmp_path, told), recording)
    assert said.startswith(str(len(voice())))
    assert "TANGGAP" not in said
    assert said.endswith(" 10")


@pytest.mark.parametrize("what", PROGRAMS)
async def test_a_program_that_does_not_do_its_work_is_ended(tmp_path: Path, what: str) -> None:
    slow = what in ("hangs", "leaves a child")
    config = program(tmp_path, PROGRAMS[what], seconds=1 if slow else 30)
    began = time.monotonic()
    with pytest.raises(NotHeard):
        await listen(config, tmp_path / "rekaman.ogg")
    assert time.monotonic() - began < 30
    with pytest.raises(NotHeard):
        await listen(TranscriberConfig(command=["not-a-program", "{file}"]), tmp_path / "x")


def test_what_it_prints_is_only_ever_words() -> None:
    printed = "\x1b[31mLampu\u202e mati\r\n\x00\ud800".encode("utf-8", "surrogatepass")
    words = plain(printed + b"\xff")
    assert "Lampu" in words
    assert not {"\x1b", "\u202e", "\0", "\r"} & set(words)
    words.encode()
    assert len(plain(b"a" * 100_000)) == LONGEST


async def test_what_it_hears_is_kept_and_what_it_cannot_hear_waits_for_staff(
    world: World, tmp_path: Path
) -> None:
    siti = world.citizen("Siti")
    await siti.sends_file("voice", voice())
    await siti.taps("Kirim")
    kartika = world.staff("Kartika")
    service = world.machine.service

    async def works(config: TranscriberConfig) -> None:
        """Do the job again, with a program this time."""
        async with world.machine.db.begin() as session:
            row = (await session.scalars(select(Transcript))).one()
            jobs.start(session, MAKE, now=world.clock.now(), attachment=row.attachment_id)
        made = machine.works(config, service.storage, world.clock)
        runner = Runner(world.machine.db, world.clock, made)
        while await runner.work():
            world.clock.advance(60)

    await works(program(tmp_path, "sys.exit(1)"))
    await kartika.sends("/transkrip")
    assert (await newest(world)).code in kartika.last
    await works(program(tmp_path, f"print({HEARD!r})"))
    await world.settle()
    assert f"ditranskripsi otomatis: {HEARD}" in card(kartika).text
    await kartika.sends("/transkrip")
    assert "Tidak ada pesan suara" in kartika.last
    # What is there is not written over.
    await works(program(tmp_path, "print('Lain.')"))
    assert (await newest(world)).spoken == HEARD
