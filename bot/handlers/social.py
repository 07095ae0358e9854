"""Where on other social media something was written that an officer passes on."""

from bot.turn import Turn
from core.outbox import Button
from core.tickets import social

NETWORK = "network-"


async def ask(turn: Turn) -> None:
    names = [_choice(turn, one) for one in social.NETWORKS]
    turn.say("social.ask", buttons=(tuple(names[:3]), tuple(names[3:]), ("skip",)))


def take(turn: Turn) -> bool:
    """Keep the link that was sent or the network that was tapped; False for anything else."""
    if turn.tapped is not None:
        named = turn.tapped.removeprefix(NETWORK)
        if named in social.NETWORKS:
            _keep(turn, named, "")
        return True
    return is_source(turn)


def is_source(turn: Turn) -> bool:
    """Take a message that is a link and nothing else: that is no report."""
    if turn.files or not (turn.features.on("social") and social.is_link(turn.text)):
        return False
    address = social.link(turn.text)
    _keep(turn, social.network("", address), address)
    return True


def _keep(turn: Turn, network: str, link: str) -> None:
    known = turn.data.get("citizen", {})
    turn.data["citizen"] = known | {"network": network, "link": link}
    turn.data["channel"] = social.SOCIAL


def _choice(turn: Turn, network: str) -> Button:
    return turn.choice(f"{NETWORK}{network}", f"social.network.{network}")
