"""setWebhook and its kin."""

import re
from contextlib import suppress
from urllib.parse import urlsplit

from simulator.call import Call
from simulator.errors import ApiError, Json, bad_request
from simulator.methods import method, run
from simulator.polling import set_allowed
from simulator.webhook import Webhook

SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
PORTS = (443, 80, 88, 8443)
MOST_CONNECTIONS = 100


@method
def set_webhook(call: Call) -> bool:
    """Start delivery to an address; an empty one ends it."""
    url, secret = call.text("url") or "", call.text("secret_token") or ""
    if not url:
        return bool(delete_webhook(call))
    _check_address(url, strict=call.telegram.limits.public_webhooks)
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = call.number("max_connections", 40) or 40
    set_allowed(call)
    _drop_pending(call)
    call.bot.webhook = Webhook(
        url,
        secret,
        call.bot.queue,
        call.telegram.clock,
        lambda *request: call.telegram.post_webhook(*request),
        _Replies(call).run,
        min(max(connections, 1), MOST_CONNECTIONS),
        call.telegram.limits.retry_scale,
    )
    call.telegram.bell.ring()
    return True


@method
def delete_webhook(call: Call) -> bool:
    _drop_pending(call)
    if call.bot.webhook:
        call.bot.webhook.closed = True
    call.bot.webhook = None
    return True


@method
def get_webhook_info(call: Call) -> Json:
    hook = call.bot.webhook
    call.bot.queue.expire(call.telegram.now().timestamp())
    info: Json = {"url": hook.url if hook else "", "has_custom_certificate": False}
    info["pending_update_count"] = len(call.bot.queue.pending)
    if hook:
        info["max_connections"] = hook.max_connections
    if hook and hook.last_error:
        info["last_error_date"], info["last_error_message"] = hook.last_error
    if call.bot.allowed:
        info["allowed_updates"] = sorted(call.bot.allowed)
    return info


class _Replies:
    """Calls that a webhook makes in its answer; their results go nowhere."""

    def __init__(self, call: Call) -> None:
        self.telegram, self.bot = call.telegram, call.bot

    async def run(self, body: Json) -> None:
        params = {key: value for key, value in body.items() if key != "method"}
        with suppress(ApiError):
            run(Call(self.telegram, self.bot, str(body.get("method", "")), params))


def _drop_pending(call: Call) -> None:
    if call.flag("drop_pending_updates"):
        call.bot.queue.clear()


def _check_address(url: str, *, strict: bool) -> None:
    parts = urlsplit(url)
    if parts.scheme not in (("https",) if strict else ("https", "http")) or not parts.hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if strict and (parts.port or 443) not in PORTS:
        ports = "80, 88, 443 or 8443"
        raise bad_request(f"bad webhook: Webhook can be set up only on ports {ports}")
