"""setMessageReaction."""

from simulator import views
from simulator.call import Call
from simulator.errors import bad_request
from simulator.methods import method

EMOJI = frozenset(
    [
        "❤",
        "👍",
        "👎",
        "🔥",
        "🥰",
        "👏",
        "😁",
        "🤔",
        "🤯",
        "😱",
        "🤬",
        "😢",
        "🎉",
        "🤩",
        "🤮",
        "💩",
        "🙏",
        "👌",
        "🕊",
        "🤡",
        "🥱",
        "🥴",
        "😍",
        "🐳",
        "❤\u200d🔥",
        "🌚",
        "🌭",
        "💯",
        "🤣",
        "⚡",
        "🍌",
        "🏆",
        "💔",
        "🤨",
        "😐",
        "🍓",
        "🍾",
        "💋",
        "🖕",
        "😈",
        "😴",
        "😭",
        "🤓",
        "👻",
        "👨\u200d💻",
        "👀",
        "🎃",
        "🙈",
        "😇",
        "😨",
        "🤝",
        "✍",
        "🤗",
        "🫡",
        "🎅",
        "🎄",
        "☃",
        "💅",
        "🤪",
        "🗿",
        "🆒",
        "💘",
        "🙉",
        "🦄",
        "😘",
        "💊",
        "🙊",
        "😎",
        "👾",
        "🤷\u200d♂",
        "🤷",
        "🤷\u200d♀",
        "😡",
    ]
)
"""What Telegram lets a bot react with."""


@method
def set_message_reaction(call: Call) -> bool:
    """One reaction of a bot per message; an empty list takes it back."""
    message = call.message(call.writable_chat(), "react")
    reactions = call.objects("reaction")
    if len(reactions) > 1 or any(r.get("type") != "emoji" for r in reactions):
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction.get("emoji") not in EMOJI for reaction in reactions):
        raise bad_request("REACTION_INVALID")
    message.reactions[call.bot.id] = reactions
    views.publish_reactions(call.telegram, message)
    return True
