"""What a question is about: the service first, then what of it, then perhaps which case.

People tap instead of typing again; who finds nothing passes on what they typed.
"""

from collections.abc import Sequence

from bot.flow import DONE, Flow
from bot.handlers import first_message
from bot.handlers.lines import NOTHING, paragraphs
from bot.handlers.privacy import line
from bot.handlers.told import pass_on_as_typed, tell
from bot.turn import Turn
from core.errors import Refused
from core.i18n import Text
from core.knowledge.matters import named, told_of
from core.knowledge.models import Article, AskedQuestion
from core.knowledge.policy import HOW
from core.knowledge.queries import asked_by

choosing = Flow("choosing", paced=True)

AT_ONCE = 3
IN_A_ROW = 2
NONE, OFFICER = "none", "officer"


async def begin(
    turn: Turn,
    asked: AskedQuestion,
    services: Sequence[str],
    *,
    lead: str,
    wanted: Sequence[str] = (),
    told: Sequence[int] = (),
) -> str | None:
    """Offer these services; of an only one, what there is. Articles already `told` are left out."""
    if turn.flow == choosing.name:
        turn.leave()
    turn.enter("", asked=asked.id, services=list(services), lead=lead)
    turn.data |= {"wanted": list(wanted), "told": list(told)}
    if len(services) > 1:
        return "choosing.service"
    turn.data |= {"service": services[0], "services": []}
    return f"choosing.{_deeper(turn, await _articles(turn))}"


async def _ask_service(turn: Turn) -> None:
    services = turn.data["services"][:AT_ONCE]
    there = await named(turn.session, services)
    rows = [
        (turn.choice(services.index(one.code), _plain(one.name_in(turn.person.language))),)
        for one in there
    ]
    said = Text(f"knowledge.{turn.data['lead']}")
    turn.say("common.plain", buttons=(*rows, (NONE,)), text=paragraphs(said, line(turn)))


@choosing.step(_ask_service)
async def service(turn: Turn) -> str | None:
    """One of the services, none of them, or something else altogether."""
    if turn.tapped is None:
        return await _something_else(turn)
    services: list[str] = turn.data["services"]
    shown = {str(at): code for at, code in enumerate(services[:AT_ONCE])}
    if turn.tapped not in shown:
        return await _others(turn, services[AT_ONCE:])
    turn.data |= {"service": shown[turn.tapped], "services": services[AT_ONCE:]}
    articles = await _articles(turn)
    by_facet = [[one for one in articles if one.facet == want] for want in turn.data["wanted"]]
    sure = [some[0] for some in by_facet if len(some) == 1] or articles[: len(articles) == 1]
    return await _tell(turn, sure) if sure else _deeper(turn, articles)


def _deeper(turn: Turn, articles: Sequence[Article]) -> str:
    """The facets, or the cases of the only one that was asked for."""
    wanted = turn.data["wanted"]
    if len(wanted) == 1 and any(one.facet == wanted[0] for one in articles):
        turn.data["facet"] = wanted[0]
        return "case"
    return "facet"


async def _ask_facet(turn: Turn) -> None:
    facets = list(dict.fromkeys(one.facet for one in await _articles(turn)))
    rows = [
        tuple(turn.choice(one, _facet(one)) for one in facets[at : at + IN_A_ROW])
        for at in range(0, len(facets), IN_A_ROW)
    ]
    missing, name = _missing(turn, facets), await _name(turn)
    key = "knowledge.facet_missing" if missing else "knowledge.which_facet"
    said = Text(key, service=name, facet=_facet(missing))
    if turn.data["lead"] == "not_helpful":
        said = paragraphs(Text("knowledge.told_us"), said)
    turn.say("common.plain", buttons=(*rows, (OFFICER if missing else NONE,)), text=said)


@choosing.step(_ask_facet)
async def facet(turn: Turn) -> str | None:
    """What they want to know; of several cases, which."""
    if turn.tapped is None:
        return await _something_else(turn)
    if turn.tapped in (NONE, OFFICER):
        return await _others(turn, turn.data["services"] if turn.tapped == NONE else [])
    mine = [one for one in await _articles(turn) if one.facet == turn.tapped]
    if not mine:
        return "facet"
    turn.data["facet"] = turn.tapped
    return await _tell(turn, mine) if len(mine) == 1 else "case"


async def _ask_case(turn: Turn) -> None:
    mine = [one for one in await _articles(turn) if one.facet == turn.data["facet"]]
    rows = [(turn.choice(one.id, _plain(one.question)),) for one in mine]
    facet = _facet(turn.data["facet"])
    said = Text("knowledge.which_case", service=await _name(turn), facet=facet)
    turn.say("common.plain", buttons=(*rows, (NONE,)), text=said)


@choosing.step(_ask_case)
async def case(turn: Turn) -> str | None:
    if turn.tapped is None:
        return await _something_else(turn)
    mine = [one for one in await _articles(turn) if str(one.id) == turn.tapped]
    return await _tell(turn, mine) if mine else "facet"


async def _others(turn: Turn, services: Sequence[str]) -> str | None:
    """What came next near, else the question goes to the officers."""
    asked = await _asked(turn)
    if services:
        wanted, told = turn.data["wanted"], turn.data["told"]
        return await begin(turn, asked, services, lead="others", wanted=wanted, told=told)
    turn.leave()
    return await pass_on_as_typed(turn, asked)


async def _tell(turn: Turn, articles: Sequence[Article]) -> str:
    await tell(turn, await _asked(turn), articles)
    return DONE


async def _something_else(turn: Turn) -> str | None:
    turn.leave()
    return await first_message.news(turn)


async def _asked(turn: Turn) -> AskedQuestion:
    return await asked_by(turn.session, turn.person, turn.data["asked"])


async def _articles(turn: Turn) -> list[Article]:
    """What can be told of the chosen service and was not yet."""
    told = turn.data["told"]
    there = await told_of(turn.session, turn.data["service"])
    articles = [one for one in there if one.id not in told]
    if not articles:
        raise Refused("knowledge.refused.gone")
    return articles


async def _name(turn: Turn) -> str:
    found = await named(turn.session, [turn.data["service"]])
    return found[0].name_in(turn.person.language) if found else ""


def _missing(turn: Turn, facets: Sequence[str]) -> str:
    """What was asked for, when nothing of it is there; else empty."""
    wanted = [one for one in turn.data["wanted"] if one not in HOW]
    return wanted[0] if wanted and not set(wanted).intersection(facets) else ""


def _facet(name: str) -> Text:
    return Text(f"facet.{name}") if name else NOTHING


def _plain(text: str) -> Text:
    return Text("common.plain", text=text)
