"""What a service has to tell: the 14 components of a service standard, and where it is. Pure.

The components and their order are those of UU 25/2009, Pasal 21 (from a secondary source).
"""

from collections.abc import Collection

from core.language.facets import facets
from core.language.words import spelled

COMPONENTS = (
    "dasar_hukum",
    "syarat",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "sarana",
    "kompetensi",
    "pengawasan",
    "pengaduan",
    "jumlah_pelaksana",
    "jaminan",
    "keamanan",
    "evaluasi",
)
# No component, but what everybody asks.
PLACE = "tempat"
# As people ask for them, the most frequent first.
FACETS = tuple(dict.fromkeys(("syarat", "biaya", "waktu", "prosedur", PLACE, *COMPONENTS)))

# The words for each are those of `core.language.facets`.
ASKED_BY = {
    "syarat": ("syarat",),
    "biaya": ("biaya",),
    "waktu": ("lama", "kapan"),
    "prosedur": ("cara",),
    PLACE: ("tempat",),
    "produk": ("arti", "guna", "beda"),
    "dasar_hukum": ("hukum",),
    "pengaduan": ("aduan",),
    "sarana": ("sarana",),
    "kompetensi": ("kompetensi",),
    "pengawasan": ("pengawasan",),
    "jumlah_pelaksana": ("pelaksana",),
    "jaminan": ("jaminan",),
    "keamanan": ("keamanan",),
    "evaluasi": ("evaluasi",),
}


def untold(facets: Collection[str]) -> list[str]:
    """The components that articles on these facets do not tell, in their order."""
    return [one for one in COMPONENTS if one not in facets]


def asked(text: str) -> tuple[str, ...]:
    """The facets that a text asks for, in the order of `FACETS`.

    "Where do I complain" asks for no place, and "how" for the procedure only when nothing else is
    named; a bare "how much" means the cost.
    """
    words = spelled(text)
    said = set(facets(words))
    found = [one for one in FACETS if said.intersection(ASKED_BY[one])]
    if "pengaduan" in found:
        found = [one for one in found if one != PLACE]
    if len(found) > 1:
        found = [one for one in found if one != "prosedur"]
    return tuple(found) or (("biaya",) if "berapa" in words and said == {"jumlah"} else ())
