"""The Telegram edge: updates in, messages out."""

import os

# PTB otherwise warns at every RetryAfter; it reads this once, when telegram is imported.
os.environ.setdefault("PTB_TIMEDELTA", "1")
