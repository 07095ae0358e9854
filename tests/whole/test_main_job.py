"""From a citizen's first words to the rating, against the service as it is run for real."""

import re
from pathlib import Path
from typing import Literal

import pytest

from tests.whole.office import panel_shows, reads, running_office, taps

LAMP = "Lampu PJU di depan balai warga RT 03 padam dan gelap sudah tiga malam"
SOLVED = "Lampu sudah kami ganti pagi ini dan menyala."

pytestmark = pytest.mark.timeout(120)


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_a_report_is_filed_worked_confirmed_and_rated(
    mode: Literal["polling", "webhook"], database_url: str, tmp_path: Path
) -> None:
    async with running_office(mode, database_url, tmp_path) as office:
        siti, budi = office.person("Siti"), office.person("Budi")

        siti.sends(LAMP)
        await taps(office, siti, "Kirim")
        await reads(office, siti, "LP-")

        await reads(office, budi, LAMP)
        await taps(office, budi, "Terima")
        await reads(office, siti, "sudah diterima petugas")
        await taps(office, budi, "Balas")
        await reads(office, budi, "Balas pelapor")
        budi.sends("Terima kasih, Bu. Petugas kami berangkat siang ini.")
        await reads(office, siti, "berangkat siang ini")
        await taps(office, budi, "Selesai")
        await reads(office, budi, "Jelaskan apa yang dikerjakan")
        budi.sends(SOLVED)
        await reads(office, siti, SOLVED)

        await taps(office, siti, "Sudah beres")
        await taps(office, siti, "Sangat puas")
        await reads(office, siti, "Terima kasih. Penilaian Anda")

        (code,) = set(re.findall(r"LP-\w{4}-\w{4}", " ".join(siti.reads())))
        page = await panel_shows(office, code)
        for words in (LAMP, SOLVED, "Ditutup", "Sangat puas"):
            assert words in page
