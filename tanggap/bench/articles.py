"""Made-up articles, and questions as people would type them."""

import random
from collections.abc import Iterator
from datetime import date

from core.knowledge.services import ArticleRow

SYLLABLES = [start + vowel for start in "bcdghjklmnprstwy" for vowel in "aiueo"]
WORDS = 5_000
ANSWER = 60  # words
# Each service has one article for each facet, as in the content files.
ASKED = {
    "syarat": ("Apa syarat {}?", "dokumen {} apa saja", "{} bawa apa", "persyaratan {}"),
    "biaya": ("Berapa biaya {}?", "{} bayar ga", "tarif {}", "{} gratis atau bayar"),
    "waktu": ("Berapa lama {} selesai?", "{} jadi berapa hari", "lama {}", "kapan {} jadi"),
    "prosedur": ("Bagaimana mengurus {}?", "cara {}", "langkah {}", "mau urus {}"),
    "tempat": ("Di mana mengurus {}?", "lokasi {}", "{} di kantor mana", "alamat {}"),
    "produk": ("Apa itu {}?", "kegunaan {}", "{} untuk apa", "maksud {}"),
    "dasar_hukum": ("Apa dasar hukum {}?", "aturan {}", "peraturan {}", "perda {}"),
    "pengaduan": ("Ke mana mengadu soal {}?", "komplain {}", "keluhan {}", "lapor {}"),
}


def articles(count: int) -> Iterator[ArticleRow]:
    """Always the same ones; a service is named by two or three words, answers share all words."""
    dice = random.Random(1)
    words = [_word(dice) for _ in range(WORDS)]
    often = [1 / (rank + 10) for rank in range(WORDS)]
    services = [" ".join(dice.sample(words, dice.choice((2, 3)))) for _ in range(count)]
    for number in range(count):
        service = services[number // len(ASKED)]
        facet, (question, *aliases) = list(ASKED.items())[number % len(ASKED)]
        yield ArticleRow(
            code=f"layanan-{number // len(ASKED)}/{facet}",
            service=f"layanan-{number // len(ASKED)}",
            service_name=service,
            service_name_en=service,
            facet=facet,
            question=question.format(service),
            aliases=[alias.format(service) for alias in aliases],
            answer=" ".join([service, *dice.choices(words, often, k=ANSWER)]),
            source="kebijakan kantor",
            source_url=None,
            mark="office",
            reviewed=date(2026, 1, 1),
        )


def questions(rows: list[ArticleRow], count: int) -> list[str]:
    """Phrasings of random articles, every other longer word misspelt."""
    dice = random.Random(2)
    texts = (dice.choice([row["question"], *row["aliases"]]) for row in dice.choices(rows, k=count))
    return [" ".join(_typed(word, dice) for word in text.split()) for text in texts]


def _word(dice: random.Random) -> str:
    return "".join(dice.choices(SYLLABLES, k=dice.choice((2, 3, 3, 4))))


def _typed(word: str, dice: random.Random) -> str:
    if len(word) < 5 or dice.random() < 0.5:
        return word
    gone = dice.randrange(1, len(word))
    return word[:gone] + word[gone + 1 :]
