"""The settings for a command that writes records: of the site, and as its account."""

import os
import shlex
from pathlib import Path

from course.account import not_for_root
from course.config import PREFIX, SITE_FILES, Settings, WrongSettings


def own_settings() -> Settings:
    """Read the settings for a command that writes into the folder of the site.

    Raise WrongSettings where these would be another site's, because the ``.env`` lies elsewhere,
    and where root would leave files there that the site could not read.
    """
    _stop_beside_the_site()
    settings = Settings.from_environment()
    if told := not_for_root(settings.instance_dir):
        raise WrongSettings(told)
    return settings


def _stop_beside_the_site() -> None:
    here, site = Path(".env"), SITE_FILES / ".env"
    if any(name.startswith(PREFIX) for name in os.environ) or _is_there(here):
        return
    if not _is_there(site):
        return
    raise WrongSettings(
        f"there is no {here.absolute()}, and your site has its settings in {site}. "
        f"Go there first: cd {shlex.quote(str(SITE_FILES))}"
    )


def _is_there(path: Path) -> bool:
    # Not exists(), which raises in a folder that this account may not enter.
    return os.access(path, os.F_OK, effective_ids=True)
