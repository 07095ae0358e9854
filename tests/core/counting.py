"""Counting what reaches the database."""

from types import TracebackType
from typing import Any, Self

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine


class Statements(list[str]):
    """The statements an engine runs while the block lasts."""

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__()
        self._engine = engine.sync_engine

    def __enter__(self) -> Self:
        event.listen(self._engine, "before_cursor_execute", self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)

    def _note(self, connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith("BEGIN"):  # travels with the first statement on SQLite
            self.append(statement)
