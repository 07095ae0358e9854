"""Articles as values: files that come back as they went, differences, questions alike."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from core.knowledge import package
from core.knowledge.alike import alike
from core.knowledge.content import FIELDS, pieces
from core.knowledge.models import Article

SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="{}\x00\r")
ANSWERS = st.text(SIGNS, min_size=12, max_size=200).map(lambda text: f"Ya: {text}.")
LINES = st.text(SIGNS, min_size=4, max_size=60).map(lambda text: f"Apa {text} itu?")


@given(LINES, ANSWERS, st.lists(LINES, max_size=4, unique=True))
def test_any_article_comes_back_from_its_file_as_it_went(
    question: str, answer: str, aliases: list[str]
) -> None:
    one = Article(
        id=1,
        code="hewan/ubur",
        service="hewan",
        service_name='Hewan "laut"',
        service_name_en="Animals",
        facet="syarat",
        question=question,
        aliases=aliases,
        answer=answer,
        source="kebijakan kantor",
        source_url=None,
        mark="office",
        reviewed=date(2026, 1, 1),
    )
    [row] = package.read(package.write([one]))
    assert {name: row[name] for name in FIELDS} == {name: getattr(one, name) for name in FIELDS}
    assert (row["code"], row["reviewed"]) == (one.code, one.reviewed)


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_difference_read_either_way_is_both_texts(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(text for what, text in found if what != "new") == before
    assert "".join(text for what, text in found if what != "gone") == after


def test_questions_of_one_meaning_are_together_and_others_apart() -> None:
    texts = [
        "apa syarat pelihara ubur-ubur di balai desa?",
        "sewa gamelan kecamatan berapa",
        "syaratnya memelihara ubur ubur di balai desa apa ya",
        "gamelan kecamatan disewa brp",
        "kapan pasar malam buka",
    ]
    assert alike(texts) == [[0, 2], [1, 3], [4]]
    assert alike([]) == []
    assert alike(["", "?", "ya"]) == [[0], [1], [2]]
