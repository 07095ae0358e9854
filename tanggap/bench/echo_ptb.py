"""A stock python-telegram-bot: answers every message with itself, keeps nothing."""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


def main(token: str, api_url: str) -> None:
    builder = Application.builder().token(token).base_url(f"{api_url}/bot")
    app = builder.concurrent_updates(True).build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.run_polling()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
