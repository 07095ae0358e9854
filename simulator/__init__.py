"""A local Telegram: the Bot API over HTTP, people who chat, a chat page and a control API.

Everything lives in memory; time comes from a clock that can be moved and chance from a given
random generator, so a test needs no sleep and can be repeated.
"""
