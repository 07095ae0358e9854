"""From what was found to what is said: an answer, or services to choose from. Pure.

People name the matter better than what they want to know of it. So the service is found first, by
all that was found of it, and then what of it is asked.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.knowledge.components import asked
from core.knowledge.confidence import SURE, Verdict, confidence, credible, judge, worth_showing
from core.knowledge.search import CANDIDATES, Answers, Hit
from core.knowledge.shelf import Shelf

# Hits of a service after its best, and what they count beside it.
OTHERS, SHARE = 2, 0.3
# "How" is said by many who want to know something else.
HOW = ("prosedur",)


@dataclass(frozen=True)
class Advice:
    """What to say: `answers` are keys, more than one when several facets were asked.

    `services` may be meant, the likeliest first; `wanted` are the facets that were asked for.
    """

    verdict: Verdict
    answers: Sequence[str]
    services: Sequence[str]
    wanted: Sequence[str]


def consult(known: Answers, text: str) -> tuple[Sequence[Hit], Advice]:
    """What is found for a text, the best first, and what to say to it."""
    hits = known.search(text, CANDIDATES)
    return hits, advise(hits, known.shelf, text, known.named(text))


def advise(hits: Sequence[Hit], shelf: Shelf, text: str, named: Sequence[str] = ()) -> Advice:
    """What to say to a text that found these hits, the best first.

    `named` are the services it calls by their name: then nothing else can be meant.
    """
    near, wanted, verdict = likeliest(worth_showing(hits), shelf), asked(text), judge(hits)
    services = sorted(named, key=lambda one: near.index(one) if one in near else len(near)) or near
    answers = _answers(hits, shelf, services, wanted, named) if services else []
    if verdict is not Verdict.UNKNOWN or services:
        verdict = Verdict.ANSWER if answers else Verdict.OFFER
    return Advice(verdict, answers, services, wanted)


def likeliest(hits: Sequence[Hit], shelf: Shelf) -> list[str]:
    """The services of the hits, by their best and a share of the next ones."""
    scores: dict[str, list[float]] = defaultdict(list)
    for hit in hits:
        scores[shelf.service(hit.key)].append(hit.signs.score)
    return sorted(scores, key=lambda one: -(scores[one][0] + SHARE * sum(scores[one][1:][:OTHERS])))


def _answers(
    hits: Sequence[Hit],
    shelf: Shelf,
    services: Sequence[str],
    wanted: Sequence[str],
    named: Sequence[str],
) -> Sequence[str]:
    """What is sure to be meant; nothing where it is not."""
    best, service, sure = hits[0], services[0], judge(hits) is Verdict.ANSWER
    if best.exact or (sure and not wanted):
        return [best.key]
    meant = shelf.service(best.key) == service and _sure_of_service(hits, shelf)
    if not (meant or len(named) == 1):
        return []
    if meant and sure and len(wanted) == 1 and _tells(shelf.facet(best.key), wanted[0]):
        return [best.key]
    first = [best.key] if meant and sure else []
    found = [some for one in wanted if (some := shelf.keys(service, one, first))]
    if len(found) > 1:
        return [some[0] for some in found]
    only = found and wanted != HOW and len(found[0]) == 1
    return found[0] if only else []


def _tells(facet: str, wanted: str) -> bool:
    """Who asks how it is done is also told what to bring."""
    return facet == wanted or (wanted in HOW and facet == "syarat")


def _sure_of_service(hits: Sequence[Hit], shelf: Shelf) -> bool:
    """As sure as of an entry, but that others of the same service do not stand against it."""
    best = hits[0]
    others = (hit for hit in hits if shelf.service(hit.key) != shelf.service(best.key))
    behind = next(others, hits[-1]).lead
    lead = -behind if len(hits) > 1 else best.lead
    return credible(best) and confidence(replace(best, lead=lead)) >= SURE
