"""What the service tells Telegram about itself when it starts."""

import structlog
from telegram import BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.polling import ALLOWED
from core import marks
from core.announcements.queries import has_themes
from core.errors import ConfigError
from core.features.queries import load
from core.i18n import LANGUAGES
from core.people import phone
from tanggap.service import Service

log = structlog.get_logger()


async def introduce(service: Service) -> bool:
    """Check the token, say how updates are to come, list the commands; False to try again later.

    An unreachable API is no reason not to start: intake and panel work without it.
    """
    try:
        await _introduce(service)
    except InvalidToken:
        raise ConfigError("telegram.token: Telegram does not know this token") from None
    except BadRequest as problem:
        # What Telegram says of our own settings, such as a webhook address it cannot resolve.
        log.error("greeting.refused", problem=str(problem))
        return False
    except TelegramError as problem:
        log.warning("greeting.failed", problem=type(problem).__name__)
        return False
    return True


async def _introduce(service: Service) -> None:
    bot, settings = service.bot, service.config.telegram
    me = await bot.get_me()
    async with service.db.begin() as session:
        await marks.name(session, "bot.username", me.username or "", now=service.clock.now())
    if settings.mode == "webhook":
        await bot.set_webhook(
            settings.webhook_url, secret_token=settings.webhook_secret, allowed_updates=ALLOWED
        )
    else:
        # Never with drop_pending_updates: those are citizens' messages.
        await bot.delete_webhook(drop_pending_updates=False)
    await list_commands(service)


async def list_commands(service: Service) -> None:
    """The commands of citizens, as the office's features are now; nothing when it knows them."""
    async with service.db.read() as session:
        features = await load(session)
        # Only an office that has news offers them.
        news = (phone.NEWS,) if await has_themes(session) else ()
    names = (*phone.CITIZEN, *news)
    if service.listed == (features, names):
        return
    for language in LANGUAGES:
        commands = [
            BotCommand(one["command"], one["description"])
            for one in phone.listed(names, language, features)
        ]
        code = None if language == "id" else language
        scope = BotCommandScopeAllPrivateChats()
        await service.bot.set_my_commands(commands, scope=scope, language_code=code)
    service.listed = (features, names)
