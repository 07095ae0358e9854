"""Floors under what the shipped articles answer, on questions nobody wrote an article for."""

import pytest

from tests.answers.own_questions import foreign, known, outcome, questions, share

# Least shares: service first and among three, facet first and among three, what is answered at
# once, and how much of that is right.
FLOORS = {
    "seen": (0.87, 0.94, 0.74, 0.84, 0.41, 0.93),
    "held_out": (0.90, 0.95, 0.77, 0.87, 0.37, 0.88),
}
FOREIGN_ANSWERED = 0.02


@pytest.mark.parametrize("part", sorted(FLOORS))
def test_what_people_type_finds_service_and_facet(part: str) -> None:
    found = [outcome(asked) for asked in questions(part)]
    told = [one for one in found if one.told]
    reached = (
        share(found, lambda one: one.service(1)),
        share(found, lambda one: one.service(3)),
        share(found, lambda one: one.facet(1)),
        share(found, lambda one: one.facet(3)),
        len(told) / len(found),
        share(told, lambda one: one.right),
    )
    assert all(have >= least for have, least in zip(reached, FLOORS[part], strict=True)), reached


@pytest.mark.parametrize("part", sorted(FLOORS))
def test_what_no_article_is_about_is_not_answered(part: str) -> None:
    texts = foreign(part)
    answered = [text for text in texts if known(text)]
    assert len(answered) / len(texts) <= FOREIGN_ANSWERED, answered
