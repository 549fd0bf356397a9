"""Every address of the site, and who may open it. A new one is declared here or fails."""

EVERYONE = {"everyone"}
SIGNED_IN = {"signed-in"}
TRAINEE = {"trainee"}
TRAINER = {"trainer"}
COORDINATOR = {"coordinator"}

ROUTES = {
    # Visitors, and everybody's own account.
    "/": EVERYONE,
    "/sign-in": EVERYONE,
    "/sign-in/<token>": EVERYONE,
    "/sign-in/kept": SIGNED_IN,
    "/forgot": EVERYONE,
    "/sign-out": EVERYONE,  # to press it twice is no mistake
    "/join": EVERYONE,
    "/invite/<token>": EVERYONE,
    "/set-up/<token>": EVERYONE,
    "/verify": EVERYONE,
    "/verify/<number>": EVERYONE,
    "/help": EVERYONE,
    "/privacy": EVERYONE,
    "/accessibility": EVERYONE,
    "/healthz": EVERYONE,
    "/profile": SIGNED_IN,
    "/profile/password": SIGNED_IN,
    "/profile/sign-out-everywhere": SIGNED_IN,
    "/static/<digest>/<name>": EVERYONE,
    "/media/<hash_>.<extension>": EVERYONE,
    # Trainees.
    "/courses": TRAINEE,
    "/courses/<course>": TRAINEE,
    "/courses/<course>/lessons/<lesson>": TRAINEE,
    "/courses/<course>/lessons/<lesson>/done": TRAINEE,
    "/courses/<course>/lessons/<lesson>/practice/<item>": TRAINEE,
    "/courses/<course>/roles": TRAINEE,
    "/courses/<course>/reflections/<reflection>": TRAINEE,
    "/courses/<course>/exams/<exam>": TRAINEE,
    "/courses/<course>/exams/<exam>/start": TRAINEE,
    "/attempts/<int:attempt>/<int:n>": TRAINEE,
    "/attempts/<int:attempt>/check": TRAINEE,
    "/attempts/<int:attempt>/submit": TRAINEE,
    "/attempts/<int:attempt>/result": TRAINEE,
    "/record": TRAINEE,
    # Trainers.
    "/author": TRAINER,
    "/author/<course>": TRAINER,
    "/author/<course>/publish": TRAINER,
    "/author/<course>/editions/<edition>/back": TRAINER,
    "/author/<course>/preview": TRAINER,
    "/author/<course>/preview/lessons/<lesson>": TRAINER,
    "/author/<course>/preview/lessons/<lesson>/practice/<item>": TRAINER,
    "/author/<course>/preview/reflections/<reflection>": TRAINER,
    "/author/<course>/preview/exams/<exam>": TRAINER,
    "/author/<course>/preview/exams/<exam>/<int:n>": TRAINER,
    "/author/<course>/preview/print": TRAINER,
    "/author/<course>/preview/media/<name>": TRAINER,
    "/author/<course>/paper/<exam>": TRAINER,
    "/author/<course>/paper/<exam>/key": TRAINER,
    "/review": TRAINER,
    "/review/<int:written>": TRAINER,
    # Coordinators.
    "/dashboard": COORDINATOR,
    "/cohorts": COORDINATOR,
    "/cohorts/new": COORDINATOR,
    "/cohorts/<int:cohort>": COORDINATOR,
    "/cohorts/<int:cohort>/correct": COORDINATOR,
    "/cohorts/<int:cohort>/invite": COORDINATOR,
    "/cohorts/<int:cohort>/invitations/<int:invitation>/withdraw": COORDINATOR,
    "/cohorts/<int:cohort>/join-code": COORDINATOR,
    "/cohorts/<int:cohort>/staff/new": COORDINATOR,
    "/cohorts/<int:cohort>/staff/<int:person>/<role>/end": COORDINATOR,
    "/people/<int:person>": COORDINATOR,
    "/people/<int:person>/changes/new": COORDINATOR,
    "/records": COORDINATOR,
    "/records.csv": COORDINATOR,
    "/records/columns": COORDINATOR,
}
