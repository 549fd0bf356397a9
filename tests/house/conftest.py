"""The site and its people, as the tests of web have them."""

from tests.web.conftest import (  # noqa: F401  # fixtures
    app,
    apps,
    as_coordinator,
    as_trainee,
    as_trainer,
    visitor,
)
