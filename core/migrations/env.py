"""Alembic's entrance; the connection comes from core.schema."""

from alembic import context

from core.models import Base
from core.schema import in_models

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=False,
    include_name=in_models,
)
with context.begin_transaction():
    context.run_migrations()
