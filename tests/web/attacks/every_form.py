"""Every form of the site: its fields, and which of them may be left out."""

from tests.builders import COURSE, option_id
from tests.cast import PASSWORD
from tests.story import WORDS

FORMS = {
    "/join": {
        "email": "new{n}@example.org",
        "name": "New {n}",
        "new-password": "five ginger otters waltz north",
        "code": "FALLABCD",
    },
    "/sign-in": {"email": "ana@example.org", "password": PASSWORD},
    "/profile": {"time-zone": "Europe/Paris"},
    "/profile/password": {"new-password": PASSWORD, "password": PASSWORD},
    "/courses/<course>/lessons/<lesson>/practice/<item>": {"answer": option_id("role-p-1", "Yes")},
    "/courses/<course>/reflections/<reflection>": {
        "text": f"{WORDS} {{n}}",
        "share": "private",
        "action": "send",
        "sequence": "{n}",
    },
    "/attempts/<int:attempt>/<int:n>": {"answer": "{option}", "later": "on", "sequence": "{n}"},
    "/review/<int:written>": {"text": "Thank you {n}", "action": "reply", "sequence": "{n}"},
    "/cohorts/new": {
        "name": "Cohort {n}",
        "course": COURSE,
        "starts-on": "2027-01-01",
        "ends-on": "2027-02-01",
    },
    "/cohorts/<int:cohort>/correct": {
        "name": "Cohort {n}",
        "starts-on": "2027-01-01",
        "ends-on": "2027-02-01",
        "shown": "{shown}",
        "reason": "because",
    },
    "/cohorts/<int:cohort>/invite": {
        "email": "new{n}@example.org",
        "role": "trainee",
        "action": "",
    },
    "/cohorts/<int:cohort>/join-code": {"until": "2026-12-24", "reason": "because"},
    "/cohorts/<int:cohort>/staff/new": {
        "email": "staff{n}@example.org",
        "role": "trainer",
        "reason": "because",
    },
    "/people/<int:person>/changes/new?type=correct": {
        "name": "Ana {n}",
        "email": "ana{n}@example.org",
        "shown": "{shown}",
        "reason": "because",
    },
    "/people/<int:person>/changes/new?type=sign-in-link": {"reason": "because"},
    "/cohorts/<int:cohort>/invitations/<int:invitation>/withdraw": {"reason": "because"},
    "/people/<int:person>/changes/new?type=hold": {"reason": "because"},
}
"""Each form with values that are taken; ``{n}`` is another number each time."""
ONCE = {rule for rule in FORMS if rule.endswith(("/withdraw", "=hold"))}
"""Forms that are gone once they are taken."""
STAYS = {
    "/profile": {"time-zone"},
    "/courses/<course>/reflections/<reflection>": {"share", "action", "sequence"},
    "/attempts/<int:attempt>/<int:n>": {"answer", "later", "sequence"},
    "/review/<int:written>": {"action", "sequence"},
    "/cohorts/new": {"starts-on", "ends-on"},
    "/cohorts/<int:cohort>/correct": {"name", "starts-on", "ends-on"},
    "/cohorts/<int:cohort>/invite": {"role", "action"},
    "/cohorts/<int:cohort>/join-code": {"until"},
    "/cohorts/<int:cohort>/staff/new": {"role"},
    "/people/<int:person>/changes/new?type=correct": {"name", "email"},
}
"""Fields that may be left out: they have a default, or stay what they are."""
WITHOUT_FIELDS = {
    "/sign-out",
    "/sign-in/<token>",
    "/profile/sign-out-everywhere",
    "/courses/<course>/lessons/<lesson>/done",
    "/courses/<course>/exams/<exam>/start",
    "/attempts/<int:attempt>/submit",
}
ELSEWHERE = {
    "/forgot": "it is there only where the site sends mail",
    "/invite/<token>": "its fields are those of /join",
    "/set-up/<token>": "its fields are those of /join",
    "/cohorts/<int:cohort>/staff/<int:person>/<role>/end": "its field is that of a withdrawal",
    "/author/<course>/publish": "it needs files",
    "/author/<course>/editions/<edition>/back": "it needs files",
    "/author/<course>/preview/lessons/<lesson>/practice/<item>": "it saves nothing",
}
