"""Which area a typed place means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.areas.addresses import Address, read, unsaid
from tests import areas
from tests.areas import AREAS

KNOWN, CODES = areas.drawn()

# What people type, and the area that is clear from it.
CLEAR = {
    "Gang Melati": "kencana-rw-02",
    "gg melati": "kencana-rw-02",
    "gang mlati": "kencana-rw-02",
    "GANG MELATI!!!": "kencana-rw-02",
    "melati gang": "kencana-rw-02",
    "gg. melati rt 03/rw 02": "kencana-rw-02-rt-03",
    "Gang Melati RT 05/RW 02, dekat musala": "kencana-rw-02",
    "Gang Melati RW 01": "kencana-rw-01",
    "gg mawar 1": "permai-rw-01",
    "gang mawar 2 rt 07": "permai-rw-02",
    "gang dahlia rt 8": "sukamaju",
    "gang dahlia desa sukamaju kecamatan tirta asri": "sukamaju",
    "jln raya tirta no 20": "kencana",
    "Jl. Raya Tirta nomor 20-an": "kencana",
    "jl kenanga, tirta asri": "permai",
    "jln. kenangga": "permai",
    "Jalan Kenanga RT 01/RW 03 Kelurahan Permai Kecamatan Tirta Asri": "permai-rw-03",
    "Kelurahan Kencana": "kencana",
    "kel kencana": "kencana",
    "kelrahan kencna": "kencana",
    "kencana": "kencana",
    "Kel. Permai RW 02": "permai-rw-02",
    "permai rw 2": "permai-rw-02",
    "RT.003/RW.002 Kel.Permai": "permai-rw-02",
    "rw ii permai": "permai-rw-02",
    "RW 03 Permai": "permai-rw-03",
    "kel permai rw 09": "permai",
    "rt 03 rw 02 kencana": "kencana-rw-02-rt-03",
    "rt03rw02 kencana": "kencana-rw-02-rt-03",
    "RT/RW 03/02 Kencana": "kencana-rw-02-rt-03",
    "erte 3 erwe 2 kencana": "kencana-rw-02-rt-03",
    "desa sukamaju": "sukamaju",
    "ds sukamaju": "sukamaju",
    "kelurahan sukamaju": "sukamaju",
    "sukamaju": "sukamaju",
    "suka maju": "sukamaju",
    "sukamju": "sukamaju",
    "dsn sukamaju": "dusun-sukamaju",
    "Dusun Sukamaju RT 01/RW 04": "dusun-sukamaju",
    "Dusun Krajan": "krajan",
    "kampung krajan": "krajan",
    "RT 03 Dusun Krajan, dekat jembatan": "krajan",
    "krajan rw 04": "krajan-rw-04",
    "dsn wanasari": "wanasari",
    "wana sari": "wanasari",
    "desa kaliasri": "kali-asri",
    "jembatan kali asri": "kali-asri",
    "mesjid al ikhlas kencana": "kencana",
    "masjid al-ikhlas desa kali asri": "kali-asri",
    "masjid alikhlas kel. kencana": "kencana",
    "masjid nurul iman": "sukamaju",
    "depan SDN 2": "kencana",
    "depan sd 2 tirta asri": "kencana",
    "sd negeri 02 tirta asri": "kencana",
    "samping sdn 1": "permai",
    "puskesmas": "permai",
    "trotoar depan puskesmas tirta asri": "permai",
    "pkm tirta asri": "permai",
    "perempatan pasar anyar": "permai-rw-03",
    "parkiran psr anyer": "permai-rw-03",
    "perum tirta indah blok c": "permai",
    "balai desa sukamaju": "sukamaju",
    "kantor camat": "kencana",
    "depan tk harapan rt 3": "kencana",
    "warung kencana": "wanasari",
    "Jalan Kencana RT 01/RW 02 Kelurahan Kencana": "kencana-rw-02",
    "jl permai 3 blok a kel permai": "permai",
    "tirta asri": "tirta-asri",
    "kec. tirta asri": "tirta-asri",
    "SDN 3 Tirta Asri": "tirta-asri",
}

# What fits several areas, or one that is not sure.
ASKED = {
    "masjid al ikhlas": ["kencana", "kali-asri"],
    "gang mawar": ["permai-rw-01", "permai-rw-02"],
    "RT 05/RW 02": ["kencana-rw-02", "permai-rw-02"],
    "rw 03": ["permai-rw-03"],
    "jl melati": ["kencana-rw-02"],
    "jalan sukamaju": ["sukamaju", "dusun-sukamaju"],
    "kecamatan kencana": ["kencana"],
    "balai desa": ["sukamaju"],
    "dari pasar anyar sampai gang dahlia": ["permai-rw-03", "sukamaju"],
}

UNKNOWN = (
    "jalan sudirman jakarta",
    "desa sukamulya",
    "rumah saya",
    "depan rumah pak rt",
    "belakang masjid raya bandung",
    "Gang Mawar 3",
    "di kecamatan",
    "kecamatan lain",
    "masjid",
    "jembatan",
    "gang",
    "RT 5",
    "asdfgh",
    "🙂",
    "-",
    "0",
    "jauh sekali dari sini, di seberang sungai sana",
)


def code_of(text: str) -> str | None:
    area = KNOWN.named(text).area
    return CODES[area.id] if area else None


def offered(text: str) -> list[str]:
    return [CODES[offer.area.id] for offer in KNOWN.named(text).offers]


@pytest.mark.parametrize("text", CLEAR)
def test_a_typed_place_is_understood(text: str) -> None:
    assert (code_of(text), offered(text)) == (CLEAR[text], [])


@pytest.mark.parametrize("text", ASKED)
def test_what_is_not_clear_is_only_offered(text: str) -> None:
    assert (code_of(text), offered(text)) == (None, ASKED[text])


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_no_place_of_ours_stays_words(text: str) -> None:
    assert (code_of(text), offered(text)) == (None, [])


def test_the_table_is_large_enough() -> None:
    assert len(CLEAR) >= 60


def test_an_rw_without_a_name_is_clear_where_there_can_be_no_other() -> None:
    file = areas.collection(
        [
            areas.feature("k", "kelurahan", "Kencana", None, areas.polygon(areas.ring(0, 0, 2, 1))),
            areas.feature("1", "rw", "01", "k", areas.polygon(areas.ring(0, 0, 1, 1))),
            areas.feature("2", "rw", "02", "k", areas.polygon(areas.ring(1, 0, 2, 1))),
        ]
    )
    known, codes = areas.drawn(file)
    found = known.named("RT 05/RW 02").area
    assert found is not None
    assert codes[found.id] == "2"
    assert known.named("RW 3").area is None


def test_more_places_than_fit_on_the_card_are_not_offered() -> None:
    villages = [
        areas.feature(
            f"v{n}", "desa", f"Desa {n} A", None, areas.polygon(areas.ring(n, 0, n + 1, 1))
        )
        for n in range(4)
    ]
    parts = [
        areas.feature(f"r{n}", "rw", "02", f"v{n}", areas.polygon(areas.ring(n, 0, n + 1, 1)))
        for n in range(4)
    ]
    known, _ = areas.drawn(areas.collection(villages + parts))
    assert known.named("RW 02").offers == ()
    assert len(known.named("desa a").offers) <= 3


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Jl. Melati no 5 RT03/RW 02", Address(("jalan", "melati"), 3, 2)),
        ("RT 3/2", Address((), 3, 2)),
        ("rt no. 3 rw no. 4", Address((), 3, 4)),
        ("R.T. 003 / R.W. 012", Address((), 3, 12)),
        ("rukun warga 5", Address((), None, 5)),
        ("RW 02, RT 03", Address((), 3, 2)),
        ("kartu 3 port 5", Address(("kartu", "3", "port", "5"))),
        ("blok rw", Address(("blok", "rw"))),
        ("SDN2", Address(("sd", "negeri", "2"))),
        ("Gg. Jum'at", Address(("gang", "jumat"))),
        ("ＲＴ ０３ Café", Address(("cafe",), 3)),
    ],
)
def test_an_address_is_taken_apart(typed: str, address: Address) -> None:
    assert read(typed) == address


@pytest.mark.parametrize(
    ("place", "rest"),
    [
        ("Gang Melati RT 03/RW 02", "Kelurahan Kencana"),
        ("gg melati kel kencana", "RW 02"),
        ("rw 2 kelurahan kencana", ""),
        ("depan warung", "RW 02, Kelurahan Kencana"),
        ("RW 05", "RW 02, Kelurahan Kencana"),
        ("", "RW 02, Kelurahan Kencana"),
    ],
)
def test_the_card_adds_only_what_was_not_said(place: str, rest: str) -> None:
    assert unsaid(place, "RW 02, Kelurahan Kencana") == rest


@given(st.text(max_size=200))
def test_any_text_can_be_asked(text: str) -> None:
    found = KNOWN.find(text, None)
    assert len(found.offers) <= 3
    assert found.area is None or found.offers == ()
    read(text)


@given(
    st.sampled_from([code for code, facts in AREAS.items() if not facts[1].isdecimal()]),
    st.sampled_from(["", "di ", "dekat ", "ke arah "]),
    st.sampled_from(["", ", rt 9", " sebelah utara"]),
)
def test_every_area_is_found_by_its_own_full_name(code: str, before: str, after: str) -> None:
    kind, name, *_ = AREAS[code]
    assert code_of(f"{before}{kind} {name}{after}") == code
