"""Each kind of mistake is reported with its file, its line and what to do."""

from pathlib import Path

import pytest

from bot.knowledge.loader import BrokenContent, check, load
from tests.content.conftest import Spoil

KTP = "articles/ktp-el.toml"
TIPS = "tips/data.toml"
QUIZ = "questions/data.toml"
PRESET = "presets/kecamatan-kecil.toml"
SAMPLE = "sample/kecamatan-fiktif.toml"
AREAS = "areas/kecamatan-fiktif.toml"
SIGNS = "emergency_words.toml"
NUMBERS = "emergency_numbers.toml"

MISTAKES = [
    (KTP, 'facet = "syarat"', 'facet = "ongkos"', "article.0.facet: use one of 'syarat'"),
    (KTP, 'mark = "secondary"\n', "", "article.0.mark: add this field"),
    (KTP, "reviewed =", "revieved =", "article.0.revieved: remove or rename it"),
    (KTP, "{nama_kantor}", "{nama_camat}", "article.0.answer: unknown setting {nama_camat}"),
    (KTP, "{nama_kantor}", "{nama_kantor", "article.0.answer: write a setting as {name}"),
    (
        KTP,
        'id = "ktp-el/rusak"',
        'id = "ktp-el/hilang"',
        'article.1.id: "ktp-el/hilang" is already',
    ),
    (KTP, 'id = "ktp-el/hilang"', 'id = "kk/hilang"', 'article.0.id: begin it with "ktp-el/"'),
    (KTP, 'service = "ktp-el"', 'service = "ktp"', 'service: write "ktp-el"'),
    (TIPS, "NIK, nomor KK", "3174012345678901", "text: 16 digits look like a NIK"),
    (TIPS, "NIK, nomor KK", "0812-3456-7890", "text: this looks like a mobile number"),
    (
        TIPS,
        'competency = "aman-digital"',
        'competency = "sakti"',
        "tip.0.competency: no competency",
    ),
    (QUIZ, 'tip = "data/hoaks"', 'tip = "data/hilang"', "question.3.tip: no tip called"),
    (QUIZ, "correct = 0", "correct = 3", "question.0.correct: use 0 to 2"),
    (QUIZ, "correct = 0", "correct = -1", "question.0.correct: use 0 or more"),
    (QUIZ, 'explanation = "', 'explanation = "a\\nb\\nc\\nd ', "use at most 2 line breaks"),
    (QUIZ, 'explanation = "', 'explanation = "' + "a" * 200, "shorten it to 200 characters"),
    ("signals.toml", '"waktu/hari-kerja"', '"waktu/kapan"', "signal.0.tips: no tip called"),
    ("signals.toml", 'id = "late"', 'id = "slow"', "signal.0.id: use one of"),
    ("smalltalk.toml", '"halo"', '"Halo"', "phrases.0.words.0: write it as the pattern"),
    ("holidays/2026.toml", "date = 2026-01-16", "date = 2025-01-16", "2025-01-16 is not in 2026"),
    ("holidays/2026.toml", "date = 2026-01-16", "date = 2026-01-01", "list every date once"),
    (
        PRESET,
        'unit = "ekbang"',
        'unit = "pu"',
        "category.8.unit: no unit of kecamatan-kecil called",
    ),
    (PRESET, 'parent = "sekretariat"\n', "", "unit.1.parent: only the first unit"),
    (PRESET, "start = 08:00:00", "start = 12:30:00", "must be later than start"),
    (AREAS, 'parent = "tirta-asri"', 'parent = "tirta"', "area.1.parent: no area of"),
    (AREAS, 'kind = "desa"', 'kind = "planet"', "area.5.kind: use one of"),
    (AREAS, "latitude = -5.6036", "latitude = 108.6055", "landmark.0.latitude: use 6"),
    (SAMPLE, 'by = "asep"', 'by = "asap"', "steps.0.by: no staff of kecamatan-fiktif called"),
    (SAMPLE, 'reporter = "siti"', 'reporter = "situ"', "case.0.reporter: no citizen of"),
    (SAMPLE, "opened = 5", "opened = 1", "case.4.steps: the last day must be smaller"),
    (SAMPLE, 'number = "000112"', 'number = "112"', "number.0.number: write it as the pattern"),
    (SIGNS, '"{tubuh} + {luka}"', '"{tubuh} + {lukanya}"', "groups: no group {lukanya}"),
    (SIGNS, '"feared", "repair"]', '"feared", "fixed"]', "quiet: no words named 'fixed'"),
    (SIGNS, '"bau gas|', '"Bau gas|', "emergency.9.signs.0: write it as the pattern"),
    (SIGNS, 'kind = "gas"', 'kind = "fog"', "emergency.9.kind: use one of 'fire'"),
    (NUMBERS, 'number = "112"', 'number = "seratus"', "number.0.number: write it as the pattern"),
    (NUMBERS, 'code = "polisi"', 'code = "umum"', 'number.1.code: "umum" is already'),
    (SAMPLE, ", score = 3", "", "score: give 1 to 4 with rate only"),
]


@pytest.mark.parametrize(("name", "old", "new", "expected"), MISTAKES)
def test_a_mistake_is_told_with_its_file_and_what_to_do(
    spoil: Spoil, name: str, old: str, new: str, expected: str
) -> None:
    found = [problem for problem in spoil(name, old, new) if expected in problem]
    assert len(found) == 1
    assert found[0].startswith(f"{name}:")


def test_the_line_is_that_of_the_field(spoil: Spoil, content: Path) -> None:
    (problem,) = spoil(
        KTP, 'id = "ktp-el/rusak"\nfacet = "syarat"', 'id = "ktp-el/rusak"\nfacet = ""'
    )
    line = int(problem.split(":")[1])
    assert (content / KTP).read_text(encoding="utf-8").splitlines()[line - 1] == 'facet = ""'


def test_the_line_of_a_missing_field_is_that_of_its_table(spoil: Spoil, content: Path) -> None:
    (problem,) = spoil(TIPS, 'title = "NIK tidak untuk obrolan"\n', "")
    line = int(problem.split(":")[1])
    lines = (content / TIPS).read_text(encoding="utf-8").splitlines()
    assert lines[line - 1 : line + 1] == ["[[tip]]", 'id = "data/nik-di-obrolan"']


def test_every_mistake_is_told_at_once(spoil: Spoil) -> None:
    spoil(KTP, 'facet = "syarat"', 'facet = "ongkos"')
    assert len(spoil(QUIZ, "correct = 0", "correct = 3")) == 2


def test_broken_toml_is_told_with_its_line(spoil: Spoil) -> None:
    (problem,) = spoil(TIPS, 'title = "', 'title = ""')
    assert problem.startswith("tips/data.toml:3: file: mend the TOML here")


def test_a_sentence_too_long_to_read_on_a_phone_is_told(spoil: Spoil) -> None:
    (problem,) = spoil(TIPS, "Jangan memotret", "Jangan " + "ya " * 25 + "memotret")
    assert "tip.0.text: split the sentence of" in problem


def test_a_file_in_no_known_folder_is_told(content: Path) -> None:
    (content / "artikel").mkdir()
    (content / "artikel" / "ktp.toml").write_text("", encoding="utf-8")
    (problem,) = check(content).problems
    assert str(problem).startswith("artikel/ktp.toml:1: file: move it into one of: articles")


def test_a_tip_without_a_question_is_told(spoil: Spoil, content: Path) -> None:
    text = (content / TIPS).read_text(encoding="utf-8")
    last = text[text.rindex("[[tip]]") :]
    found = spoil(TIPS, last, last + "\n" + last.replace("data/hoaks", "data/tanpa-soal"))
    assert found == ["tips/data.toml:66: tip.4.id: write at least one quiz question on this tip"]


def test_a_signal_that_is_missing_is_told(spoil: Spoil, content: Path) -> None:
    text = (content / "signals.toml").read_text(encoding="utf-8")
    last = text[text.rindex("[[signal]]") :]
    assert spoil("signals.toml", last, "") == [
        'signals.toml:1: signal: add the signal "low_rating"'
    ]


def test_a_draft_is_counted_but_not_shipped(spoil: Spoil, content: Path) -> None:
    before = check(content)
    assert spoil(KTP, 'facet = "syarat"', 'facet = "syarat"\ndraft = true') == []
    after = check(content)
    assert (after.articles, after.drafts) == (before.articles - 1, before.drafts + 1)


def test_what_is_shipped_may_not_lean_on_a_draft(spoil: Spoil) -> None:
    found = spoil(TIPS, 'title = "NIK', 'draft = true\ntitle = "NIK')
    assert any('no tip called "data/nik-di-obrolan" is shipped' in problem for problem in found)


def test_broken_content_does_not_load(spoil: Spoil, content: Path) -> None:
    spoil(KTP, 'facet = "syarat"', 'facet = "ongkos"')
    with pytest.raises(BrokenContent, match=r"article\.0\.facet"):
        load(content)
