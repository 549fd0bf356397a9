"""The one place that reads the time. Only web and cli call it; the layers below take ``now``."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)
