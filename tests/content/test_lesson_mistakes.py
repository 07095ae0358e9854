"""A scenario that cannot be played and a course that cannot be taken are told with their line."""

from graphlib import CycleError
from math import inf
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.loader import Report, check
from bot.knowledge.scenario_checks import answers, reached

SOURCED = 'source = "kebijakan kantor"\nmark = "office"\n'
COMPETENCIES = "".join(
    f'[[competency]]\ncode = "{code}"\nname = "Nama"\nname_en = "Name"\n{SOURCED}'
    for code in ("komunikasi", "integritas", "kerja-sama")
)
TIP = f'[[tip]]\nid = "a/tip"\ntitle = "Judul"\ntext = "{"Kata. " * 20}"\n'
QUESTION = 'question = "Pertanyaan?"\noptions = ["a", "b", "c"]\ncorrect = 0\n'
ABOUT = f'competency = "komunikasi"\nlevel = 1\n{SOURCED}'


def choice(text: str, to: str, komunikasi: int, feedback: str = "Karena begini sebabnya.") -> str:
    return (
        f'[[scene.choices]]\ntext = "{text}"\nnext = "{to}"\nfeedback = "{feedback}"\n'
        f"score = {{ komunikasi = {komunikasi} }}\n"
    )


BAD = choice("Sebentar saja, mohon bersabar.", "buruk", -2)
GOOD = choice("Maaf, Bu.", "tengah", 1)
SCENARIO = "".join(
    (
        'id = "lampu"\ntitle = "Lampu padam"\nsummary = "Anda berlatih menjawab."\n',
        'role = "petugas"\ncitizen = "Bu Sri"\ncompetencies = { komunikasi = 2 }\n',
        f'{SOURCED}start = "awal"\n',
        '[[scene]]\nid = "awal"\ncitizen = "lampu mati"\n',
        choice("Baik, Bu.", "tengah", 2) + choice("Tunggu saja dulu ya, Bu.", "sulit", -1),
        '[[scene]]\nid = "sulit"\ncitizen = ["kok", "nunggu"]\n',
        BAD + GOOD,
        '[[scene]]\nid = "tengah"\nnarration = "Lampu diperiksa."\n',
        choice("Kabelnya putus, besok sore menyala.", "tulis", 2) + choice("Ya.", "buruk", -1),
        '[[scene]]\nid = "tulis"\ncitizen = "trus?"\n',
        '[scene.free]\nprompt = "Tulis kabar penutup."\nexample = "Besok saya kabari lagi."\n',
        'next = "baik"\n',
        '[[scene.free.rubric]]\npoint = "waktu"\nwords = ["besok", "lusa", "jam"]\n',
        'score = { komunikasi = 1 }\nhint = "Sebutkan waktunya."\n',
        '[[scene.free.rubric]]\npoint = "kabar"\nwords = ["kabar", "telepon", "balas"]\n',
        'score = { komunikasi = 1 }\nhint = "Katakan bahwa Anda mengabari."\n',
        '[[scene]]\nid = "baik"\nending = "good"\ntext = "Bu Sri senang."\n',
        '[[scene]]\nid = "buruk"\nending = "poor"\ntext = "Bu Sri pergi."\n',
    )
)
COURSE = (
    'id = "dasar"\ntitle = "Dasar menjawab"\nsummary = "Anda belajar menjawab warga."\n'
    f"competencies = {{ komunikasi = 1 }}\nminutes = 20\npass = 0.7\n{SOURCED}"
    'items = [\n  { kind = "tip", id = "a/tip" },\n  { kind = "question", id = "a/satu" },\n'
    '  { kind = "question", id = "a/dua" },\n  { kind = "scenario", id = "lampu" },\n]\n'
    'final_test = ["a/satu", "a/dua", "a/tiga", "a/empat", "a/lima"]\n'
)
NAMES = ("satu", "dua", "tiga", "empat", "lima")
FILES = {
    "competencies.toml": COMPETENCIES,
    "tips/a.toml": TIP + ABOUT,
    "questions/a.toml": "".join(
        f'[[question]]\nid = "a/{name}"\ntip = "a/tip"\n{QUESTION}'
        f'explanation = "Karena begini."\n{ABOUT}'
        for name in NAMES
    ),
    "scenarios/lampu.toml": SCENARIO,
    "courses/dasar.toml": COURSE,
}
LAMP, BASICS = "scenarios/lampu.toml", "courses/dasar.toml"
LAST = 'next = "baik"'

MISTAKES = [
    (LAMP, 'id = "lampu"', 'id = "lampunya"', 'id: write "lampu", the name of the file'),
    (LAMP, 'start = "awal"', 'start = "awalnya"', 'start: no scene called "awalnya"'),
    (LAMP, 'next = "sulit"', 'next = "susah"', 'choices.1.next: no scene called "susah"'),
    (LAMP, LAST, 'next = "bagus"', 'scene.3.free.next: no scene called "bagus"'),
    (LAMP, 'id = "sulit"', 'id = "awal"', 'scene.1.id: "awal" is the id of two scenes'),
    (LAMP, 'next = "sulit"', 'next = "tengah"', "scene.1.id: lead to this scene from another"),
    (LAMP, LAST, 'next = "awal"', "the talk goes round in a circle"),
    (LAMP, 'next = "tulis"', 'next = "baik"', "at least 3 answers on every way to a good ending"),
    (LAMP, 'next = "sulit"', 'next = "buruk"', "at least 2 answers on every way to any ending"),
    (LAMP, 'ending = "good"', 'ending = "fair"', "scene: give at least one ending that is good"),
    (LAMP, 'ending = "poor"', 'ending = "good"', "scene: give at least one ending that is good"),
    (LAMP, 'feedback = "Karena begini sebabnya."\n', "", "choices.0.feedback: add this field"),
    (LAMP, "Baik, Bu.", "Baik, Bu. " + "Ya. " * 50, "choices.0.text: shorten it to 200"),
    (LAMP, "komunikasi = 2 }\n[[scene.", "komunikasi = 3 }\n[[scene.", "komunikasi: use 2 or less"),
    (LAMP, "{ komunikasi = 1 }", "{ integritas = 1 }", '"integritas" is not among the compet'),
    (LAMP, "{ komunikasi = 2 }", "{ komunikasi = 2, sakti = 1 }", 'no answer scores "sakti"'),
    (LAMP, 'citizen = "lampu mati"\n', "", "scene.0.citizen: say what the learner answers"),
    (LAMP, 'ending = "good"\n', "", "scene.4.id: give the scene either choices, free or ending"),
    (LAMP, 'text = "Bu Sri pergi."', "", "scene.5.text: write one with an ending"),
    (LAMP, "Besok saya", "Nanti saya", 'scene.3.free.example: show "waktu"'),
    (LAMP, "Besok saya", "Pinjam dulu, saya", 'scene.3.free.example: show "waktu"'),
    (LAMP, '["besok", "lusa"', '["Besok", "lusa"', "rubric.0.words.0: write it as the pattern"),
    (LAMP, "Sebutkan waktunya.", "ya " * 26, "rubric.0.hint: split the sentence of 26"),
    (BASICS, 'id = "dasar"', 'id = "lanjut"', 'id: write "dasar", the name of the file'),
    (BASICS, "komunikasi = 1", "sakti = 1", 'competencies: no competency called "sakti"'),
    (BASICS, 'id = "a/tip"', 'id = "a/kiat"', 'items: no tip called "a/kiat" is shipped'),
    (BASICS, 'id = "lampu"', 'id = "lampunya"', 'items: no scenario called "lampunya"'),
    (BASICS, '"scenario", id = "lampu"', '"tip", id = "a/tip"', 'tip "a/tip" is in it 2 times'),
    (BASICS, '"a/lima"', '"a/satu"', 'final_test: "a/satu" is asked 2 times'),
    (BASICS, '"a/lima"', '"a/enam"', 'final_test: no question called "a/enam"'),
    (BASICS, ', "a/lima"', "", "final_test: give at least 5 of them (now 4)"),
    (BASICS, "pass = 0.7", "pass = 7", "pass: use 1.0 or less"),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """One competency, tip, scenario and course each, and five questions, without a mistake."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def spoilt(root: Path, name: str, *changes: tuple[str, str]) -> Report:
    text = FILES[name]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (root / name).write_text(text, encoding="utf-8")
    return check(root)


def test_the_lessons_are_counted_once_they_are_whole(root: Path) -> None:
    report = check(root)
    assert [str(problem) for problem in report.problems] == []
    assert (report.scenarios, report.courses, report.drafts) == (1, 1, 0)


@pytest.mark.parametrize(("name", "old", "new", "expected"), MISTAKES)
def test_a_mistake_is_told_with_its_file_and_what_to_do(
    root: Path, name: str, old: str, new: str, expected: str
) -> None:
    found = [str(problem) for problem in spoilt(root, name, (old, new)).problems]
    assert [problem for problem in found if expected in problem], found
    assert all(problem.startswith(f"{name}:") for problem in found)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('next = "sulit"', 'next = "susah"', 'next = "susah"'),
        ("score = { komunikasi = -2 }", "score = {}", "score = {}"),
        ('hint = "Katakan bahwa Anda mengabari."', 'hint = "Kabar"', 'hint = "Kabar"'),
        (LAST, 'next = "bagus"', 'next = "bagus"'),
    ],
)
def test_the_line_is_found_in_a_table_within_a_table(
    root: Path, old: str, new: str, line: str
) -> None:
    (problem,) = spoilt(root, LAMP, (old, new)).problems
    assert (root / LAMP).read_text(encoding="utf-8").splitlines()[problem.line - 1] == line


def test_neither_place_nor_length_may_give_every_answer_away(root: Path) -> None:
    (problem,) = spoilt(root, LAMP, (BAD + GOOD, GOOD + BAD)).problems
    assert "the best choice is at the same position in every scene" in str(problem)
    longer = ("Baik, Bu.", "Baik, Bu, saya periksa sekarang."), ("Maaf, Bu.", "Maaf, Bu. " * 5)
    (problem,) = spoilt(root, LAMP, *longer).problems
    assert "the best choice is the longest in every scene" in str(problem)


def test_a_draft_is_counted_but_not_shown_and_nothing_may_lean_on_it(root: Path) -> None:
    report = spoilt(root, LAMP, ('mark = "office"', 'mark = "office"\ndraft = true'))
    assert (report.scenarios, report.drafts) == (0, 1)
    assert 'no scenario called "lampu" is shipped' in str(*report.problems)
    report = spoilt(root, BASICS, ('mark = "office"', 'mark = "office"\ndraft = true'))
    assert (report.courses, report.drafts, report.problems) == (0, 2, ())


def test_a_final_test_asks_more_than_was_practised(root: Path) -> None:
    practice = "".join(f'{{ kind = "question", id = "a/{name}" }},' for name in NAMES[2:])
    (problem,) = spoilt(root, BASICS, ("]\nfinal", f"{practice}]\nfinal")).problems
    assert "ask at least one question that was not practised" in str(problem)


scenes = st.integers(1, 6).flatmap(
    lambda count: st.lists(
        st.lists(st.integers(0, count - 1), max_size=3), min_size=count, max_size=count
    )
)


@given(scenes, st.sets(st.integers(0, 5)))
def test_the_fewest_answers_are_those_of_the_shortest_way(
    ways: list[list[int]], goals: set[int]
) -> None:
    named = {str(at): [str(to) for to in ahead] for at, ahead in enumerate(ways)}
    everything = {str(at) for at in range(len(ways))}

    def walks(at: str, walked: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
        """Every way from a scene to where it ends, or to where it comes back to itself."""
        way = (*walked, at)
        if at in walked or not named[at]:
            return [way]
        return [longer for to in named[at] for longer in walks(to, way)]

    every = {at: walks(at) for at in everything}
    assert all(reached(named, at) == {one for way in every[at] for one in way} for at in every)
    if any(way[-1] in way[:-1] for found in every.values() for way in found):
        with pytest.raises(CycleError):
            answers(named, set(map(str, goals)))
        return
    few = answers(named, set(map(str, goals)))
    for at, found in every.items():
        arriving = [len(way) - 1 for way in found if int(way[-1]) in goals]
        assert few[at] == min(arriving, default=inf)
