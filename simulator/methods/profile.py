"""What a bot says of itself: commands by scope and language, name, descriptions, menu button."""

import re

from simulator.accounts import Bot
from simulator.call import Call
from simulator.chats import Chat
from simulator.errors import Json, bad_request
from simulator.methods import Method, method

MOST_COMMANDS = 100
NAME = re.compile(r"[a-z0-9_]{1,32}")
DESCRIPTION_LENGTH = 256
SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")
LENGTHS = {"name": 64, "description": 512, "short_description": 120}

Key = tuple[str, int, int, str]


def _key(call: Call) -> Key:
    scope = call.fields("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind not in (*SCOPES, *CHAT_SCOPES):
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    inner = Call(call.telegram, call.bot, call.method, scope)
    chat_id, user_id = inner.number("chat_id", 0) or 0, inner.number("user_id", 0) or 0
    if kind in CHAT_SCOPES and not call.telegram.find_chat(call.bot, chat_id):
        raise bad_request("chat not found")
    return str(kind), chat_id, user_id, call.text("language_code") or ""


@method
def set_my_commands(call: Call) -> bool:
    commands = call.objects("commands")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    call.bot.profile.commands[_key(call)] = [_command(command) for command in commands]
    return True


def _command(command: Json) -> Json:
    name = str(command.get("command", "")).removeprefix("/")
    description = str(command.get("description", "")).strip()
    if not NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= DESCRIPTION_LENGTH:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


@method
def get_my_commands(call: Call) -> list[Json]:
    return call.bot.profile.commands.get(_key(call), [])


@method
def delete_my_commands(call: Call) -> bool:
    call.bot.profile.commands.pop(_key(call), None)
    return True


def commands_for(bot: Bot, chat: Chat, user_id: int, language: str) -> list[Json]:
    """The list a person's app shows in a chat: the narrowest scope, their language first."""
    general = "all_private_chats" if chat.private else "all_group_chats"
    scopes = [("chat_member", chat.id, user_id), ("chat", chat.id, 0), (general, 0, 0)]
    for scope in [*scopes, ("default", 0, 0)]:
        for code in (language, ""):
            if commands := bot.profile.commands.get((*scope, code)):
                return commands
    return []


def _text_methods(field: str) -> tuple[Method, Method]:
    """setMy… and getMy… of one of the bot's texts, by language."""

    def put(call: Call) -> bool:
        text = call.text(field) or ""
        if len(text) > LENGTHS[field]:
            raise bad_request(f"{field.replace('_', ' ')} is too long")
        call.bot.profile.texts[field, call.text("language_code") or ""] = text
        return True

    def get(call: Call) -> Json:
        texts = call.bot.profile.texts
        own, general = (field, call.text("language_code") or ""), (field, "")
        name = call.bot.name if field == "name" else ""
        return {field: texts.get(own) or texts.get(general) or name}

    put.__name__, get.__name__ = f"set_my_{field}", f"get_my_{field}"
    return method(put), method(get)


for _field in LENGTHS:
    _text_methods(_field)


@method
def set_chat_menu_button(call: Call) -> bool:
    button = call.fields("menu_button") or {"type": "default"}
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse menu button: unsupported type specified")
    call.bot.profile.menu_buttons[call.number("chat_id", 0) or 0] = button
    return True


@method
def get_chat_menu_button(call: Call) -> Json:
    buttons = call.bot.profile.menu_buttons
    return buttons.get(call.number("chat_id", 0) or 0) or buttons.get(0) or {"type": "default"}
