"""What a service has to tell: the 14 components of a service standard, and where it is. Pure.

The components and their order are those of UU 25/2009, Pasal 21.
"""

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
# What people ask besides; the order is that of the buttons.
FACETS = ("syarat", "biaya", "waktu", "prosedur", "tempat")
# The facets of `core.language.facets` that each is asked by.
ASKED_AS = {
    "syarat": ("syarat",),
    "biaya": ("biaya",),
    "waktu": ("lama", "kapan"),
    "prosedur": ("cara",),
    "tempat": ("tempat",),
    "produk": ("arti", "guna", "beda"),
}
