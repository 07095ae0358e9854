"""A handful of answers and lessons."""

from datetime import date
from typing import TypedDict

from core.knowledge.services import ArticleRow
from core.learning.content import QuestionRow, TipRow


class Source(TypedDict):
    source: str
    source_url: str | None
    mark: str


SOURCE = Source(source="kebijakan kantor", source_url=None, mark="office")


TELLS = {"biaya": "biaya", "jam": "waktu", "nomor": "tempat", "pbb": "tempat"}


def article(code: str, question: str, *aliases: str, answer: str = "") -> ArticleRow:
    return ArticleRow(
        code=code,
        service=code.partition("/")[0],
        service_name=code.partition("/")[0].upper(),
        service_name_en="Service",
        facet=TELLS.get(code.partition("/")[2], "syarat"),
        question=question,
        aliases=list(aliases),
        answer=answer or f"Jawaban {code}.",
        reviewed=date(2026, 2, 1),
        **SOURCE,
    )


ARTICLES = [
    article("ktp/hilang", "KTP hilang, apa syarat menggantinya?", "kehilangan ktp"),
    article("ktp/biaya", "Berapa biaya KTP?", "bikin ktp bayar ga"),
    article(
        "kantor/jam",
        "Jam berapa kantor buka?",
        "hari sabtu buka ga",
        answer="{nama_kantor} buka:\n{jam_layanan}\nTelepon: {telepon_kantor}",
    ),
    article("akta/lahir", "Apa syarat akta kelahiran?", "urus akte lahir anak"),
    article("darurat/nomor", "Nomor darurat apa yang bisa dihubungi?", "nomor pemadam kebakaran"),
    article("pajak/pbb", "Di mana membayar PBB?", "bayar pajak bumi"),
]


def tip(code: str) -> TipRow:
    return TipRow(
        code=code,
        title=f"Judul {code}",
        text=f"Isi {code}.",
        competency="komunikasi",
        level=1,
        **SOURCE,
    )


def question(code: str) -> QuestionRow:
    return QuestionRow(
        code=code,
        tip=code,
        question=f"Pertanyaan {code}?",
        options=["Keliru", "Tepat", "Meleset"],
        correct=1,
        explanation=f"Sebab {code}.",
        competency="komunikasi",
        level=1,
        **SOURCE,
    )


CODES = ["sikap/satu", "waktu/dua", "arah/tiga"]
TIPS = [tip(code) for code in CODES]
QUESTIONS = [question(code) for code in CODES]
REMEDIES = {"late": ["arah/tiga", "waktu/dua"]}
