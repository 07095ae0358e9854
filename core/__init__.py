"""What the service is; knows neither Telegram nor the web."""

import sys

import pysqlite3

# Debian's SQLite 3.40 can lose commits in WAL mode (the WAL-reset bug, fixed in 3.51.3).
# The wheel's library must be in place before aiosqlite or SQLAlchemy import "sqlite3".
sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
