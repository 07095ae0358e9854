"""Who the bot is, its files, and the settings of its webhook."""

from simulator.call import Call
from simulator.errors import Json
from simulator.methods import method


@method
def get_me(call: Call) -> Json:
    return {
        **call.bot.user,
        "can_join_groups": True,
        "can_read_all_group_messages": not call.bot.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method
def get_file(call: Call) -> Json:
    return call.telegram.files.grant(call.text("file_id") or "", call.telegram.now())


@method
def log_out(call: Call) -> bool:
    return True


@method
def close(call: Call) -> bool:
    return True
