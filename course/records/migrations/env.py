"""Alembic's entry: run the migrations on the connection that ``course.records.migrate`` opened."""

from alembic import context

from course.records.tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    # SQLite cannot change a column in place: Alembic makes the table anew.
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
