"""The time zones that a person chooses from: the likely ones in plain words, then all by region."""

from zoneinfo import available_timezones

LIKELY = {
    "America/New_York": "Eastern (New York)",
    "America/Chicago": "Central (Chicago)",
    "America/Denver": "Mountain (Denver)",
    "America/Phoenix": "Arizona (Phoenix)",
    "America/Los_Angeles": "Pacific (Los Angeles)",
    "America/Anchorage": "Alaska (Anchorage)",
    "Pacific/Honolulu": "Hawaii (Honolulu)",
    "America/Puerto_Rico": "Puerto Rico (San Juan)",
    "Pacific/Guam": "Guam",
}
UTC = {"UTC": "UTC (world time)"}
REGIONS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia"),
    *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
)
"""How the names of places begin; what begins otherwise (US/Eastern) is an older name of one."""


def _by_region() -> dict[str, dict[str, str]]:
    places: dict[str, dict[str, str]] = {region: {} for region in REGIONS}
    for zone in sorted(available_timezones() - LIKELY.keys()):
        region, _, place = zone.partition("/")
        if region in places and place:
            places[region][zone] = place.replace("/", ", ").replace("_", " ")
    return {region: zones for region, zones in places.items() if zones}


GROUPS = {"United States": LIKELY, "Everywhere": UTC, **_by_region()}
"""The zones by group: label by name."""
_OFFERED = frozenset(zone for group in GROUPS.values() for zone in group)


def offered_to(own: str) -> dict[str, dict[str, str]]:
    """Return the groups for somebody who reads times in a zone by now, be it an older name."""
    return GROUPS if own in _OFFERED else {"Yours now": {own: own}, **GROUPS}
