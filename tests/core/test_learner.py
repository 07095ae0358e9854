"""The learner of categories: from texts with labels to a guess that says why."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.routing.learner import Example, named, train
from core.routing.model import Model
from core.routing.sparse import Sparse, solve_ridge

MATTERS = {
    "lampu": ("lampu jalan padam", "lampu gang mati gelap", "penerangan depan rumah padam"),
    "jalan": ("aspal berlubang dalam", "jalan rusak bergelombang", "trotoar ambles retak"),
    "sampah": ("sampah menumpuk bau", "tps penuh tidak diangkut", "tumpukan plastik di pasar"),
}
EXAMPLES = [
    Example(f"{said} di RT 0{number}, tolong dicek", label)
    for label, all_said in MATTERS.items()
    for said in all_said
    for number in range(1, 4)
]
MODEL = train(EXAMPLES)


@pytest.mark.parametrize(
    ("text", "label", "because"),
    [
        ("Lampu di gang kami padam sejak kemarin", "lampu", "padam"),
        ("lmpu gangg matii gelappp", "lampu", "gelap"),
        ("pengaspalan jalan kami rusak parah", "jalan", "rusak"),
        ("tidak ada yang mengangkut sampahnya", "sampah", "sampahnya"),
        # Words never seen, of a matter that was.
        ("hotmix makadam", "jalan", "makadam"),
    ],
)
def test_the_guess_is_right_and_says_which_words_made_it(
    text: str, label: str, because: str
) -> None:
    assert MODEL.rank(text)[0].label == label
    assert because in MODEL.because(text, label)


@given(st.text(max_size=200))
def test_any_text_ranks_every_label_once_with_chances_that_make_one(text: str) -> None:
    ranked = MODEL.rank(text)
    assert sorted(one.label for one in ranked) == sorted(MATTERS)
    assert sum(one.confidence for one in ranked) == pytest.approx(1, abs=1e-4)
    assert [one.confidence for one in ranked] == sorted(
        (one.confidence for one in ranked), reverse=True
    )


def test_a_name_says_what_no_report_has_said_yet() -> None:
    known = train([*named("air", "Air minum"), *named("sekolah", "Sekolah dasar"), *EXAMPLES])
    assert known.rank("meteran bocor, tekanannya kecil")[0].label == "air"
    assert known.rank("guru dan siswa belum dapat buku")[0].label == "sekolah"


def test_nothing_known_says_nothing() -> None:
    first, *others = MODEL.rank("xyzzy 12345")
    assert all(one.confidence == pytest.approx(first.confidence) for one in others)


def test_what_is_kept_guesses_alike_and_learning_again_makes_the_same() -> None:
    kept = Model.from_bytes(MODEL.to_bytes())
    for text in ("lampu mati", "jalan berlubang", "sampah di pasar"):
        before, after = MODEL.rank(text), kept.rank(text)
        assert [one.label for one in before] == [one.label for one in after]
        assert after[0].confidence == pytest.approx(before[0].confidence, abs=0.01)
    assert train(EXAMPLES).to_bytes() == MODEL.to_bytes()


def test_words_of_fewer_than_three_people_are_not_in_what_is_kept() -> None:
    secret = "Sutarjiman"
    told = [*EXAMPLES, *[Example(f"lampu {secret} padam 081234567890", "lampu")] * 2]
    kept = train(told, shared=3)
    assert train(told).because(secret, "lampu") == [secret.lower()]
    assert not any("tarj" in form or "0812" in form for _, form in kept.pieces)
    assert not any("tarj" in word for word in kept.vocabulary)


@given(st.integers(1, 30), st.integers(1, 20))
def test_the_sparse_products_and_the_solution_are_those_of_dense_ones(
    height: int, width: int
) -> None:
    numbers = np.random.default_rng(height * 100 + width)
    dense = numbers.random((height, width)).astype(np.float32) * (
        numbers.random((height, width)) < 0.3
    )
    rows = [(np.flatnonzero(row).astype(np.int32), row[row > 0]) for row in dense]
    matrix = Sparse(rows, width)
    right, left = numbers.random((width, 3), np.float32), numbers.random((height, 3), np.float32)
    assert np.allclose(matrix.times(right), dense @ right, atol=1e-4)
    assert np.allclose(matrix.turned_times(left), dense.T @ left, atol=1e-4)
    square = dense.T @ dense + 0.5 * np.eye(width)
    assert np.allclose(
        solve_ridge(matrix, left, 0.5, 60), np.linalg.solve(square, dense.T @ left), atol=1e-2
    )
