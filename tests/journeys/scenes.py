"""Every page of the site in its states: as it mostly is, with nothing in it, and refused."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.journeys.theatre import DONE, FIRST, HELD, LEFT, LONELY, SEVERAL, SITTER, WRITER
from tests.live import PEOPLE

VISITOR, NOBODY = "visitor", "nobody"
NEW = "new@example.org"
TRAINER, COORDINATOR = PEOPLE["trainer"], PEOPLE["coordinator"]
Act = Callable[[Page], None]


@dataclass(frozen=True)
class Scene:
    """A page in one state: who sees it, where, and what they do there first."""

    name: str
    person: str
    rule: str
    path: str = ""
    act: Act | None = None

    @property
    def refused(self) -> bool:
        """Whether the page says what is wrong with a form."""
        return self.name.endswith("-error")

    def address(self, places: dict[str, str]) -> str:
        """Return the address; ``{place}`` stands for a thing of the story."""
        return (self.path or self.rule).format(**places)


def press(button: str) -> Act:
    """Press a button of the main part."""
    return lambda page: page.locator("main").get_by_role("button", name=button, exact=True).click()


def fill(label: str, text: str, button: str) -> Act:
    """Fill in one field, and press a button."""

    def act(page: Page) -> None:
        page.get_by_label(label, exact=True).fill(text)
        press(button)(page)

    return act


def give_a_wrong_pair(page: Page) -> None:
    """Fill in a wrong pair, to be told so."""
    page.get_by_label("Email address").fill("nobody@example.org")
    page.get_by_label("Password", exact=True).fill("not the password of anybody")
    press("Sign in")(page)


def answer_wrongly(page: Page) -> None:
    """Answer the first practice question with its last option."""
    box = page.locator(".question-box").first
    box.locator("input[type=radio], input[type=checkbox]").last.check()
    box.get_by_role("button").click()


def check_nothing(page: Page) -> None:
    """Check a practice question without an answer."""
    page.locator(".question-box").first.get_by_role("button").click()


def unfold(page: Page) -> None:
    """Open everything that is folded."""
    for summary in page.locator("main summary").all():
        summary.click()


def share_and_stop(page: Page) -> None:
    """Share what was kept private, and take it back."""
    page.locator(".box button").click()
    press("Stop sharing")(page)
    page.get_by_text("Sharing stopped").wait_for()


def publish_what_changed(page: Page) -> None:
    """Publish files that are no longer what the page showed."""
    page.eval_on_selector("input[name=edition]", "field => { field.value = 'other' }")
    press("Publish this version to trainees")(page)


PAPER = "/author/peer-support/paper/pre-course"
SHOWN = {
    "<lesson>": "role-of-a-peer-specialist",
    "<reflection>": "dana-first-meeting",
    "<exam>": "pre-course",
    "<int:n>": "2",
}


def previews(**rules: str) -> Iterator[Scene]:
    """Make a scene of each page of the preview in each way to look at it."""
    for name, rule in rules.items():
        path = rule
        for part, value in SHOWN.items():
            path = path.replace(part, value)
        for way in ("", "answers", "print") if "<" in rule and "<int" not in rule else ("",):
            query = f"?show={way}" if way else ""
            yield Scene(
                f"{name.replace('_', '-')}{way and '-'}{way}",
                TRAINER,
                f"/author/<course>/preview{rule}",
                f"/author/peer-support/preview{path}{query}",
            )


SCENES = [
    # Visitors.
    Scene("front-door", VISITOR, "/"),
    Scene("sign-in", VISITOR, "/sign-in"),
    Scene("sign-in-error", VISITOR, "/sign-in", act=press("Sign in")),
    Scene("sign-in-wrong-error", VISITOR, "/sign-in", act=give_a_wrong_pair),
    Scene("sign-in-link", VISITOR, "/sign-in/<token>", "{link}"),
    Scene("sign-in-link-ended", VISITOR, "/sign-in/<token>", "/sign-in/ended"),
    Scene("forgot", NOBODY, "/forgot"),
    Scene("forgot-error", NOBODY, "/forgot", act=press("Send me a link")),
    Scene("forgot-sent", NOBODY, "/forgot", act=fill("Email address", NEW, "Send me a link")),
    Scene("forgot-none", VISITOR, "/forgot"),
    Scene("join", VISITOR, "/join"),
    Scene("join-error", VISITOR, "/join", act=fill("Join code", "WRONGCDE", "Continue")),
    Scene("join-signed-in", LONELY, "/join"),
    Scene("invite", VISITOR, "/invite/<token>", "{invite}"),
    Scene("invite-error", VISITOR, "/invite/<token>", "{invite}", press("Create my account")),
    Scene("invite-ended", VISITOR, "/invite/<token>", "/invite/ended"),
    Scene("set-up", NOBODY, "/set-up/<token>", "{set_up}"),
    Scene("set-up-error", NOBODY, "/set-up/<token>", "{set_up}", press("Create my account")),
    Scene("verify", VISITOR, "/verify"),
    Scene("verify-none", VISITOR, "/verify/<number>", "/verify/ABCD-EFGH"),
    Scene("help", VISITOR, "/help"),
    Scene("privacy", VISITOR, "/privacy"),
    Scene("accessibility", VISITOR, "/accessibility"),
    Scene("not-found", VISITOR, "/", "/nowhere"),
    Scene("not-for-you", SITTER, "/dashboard"),
    # One's own account.
    Scene("more", SEVERAL, "/more"),
    Scene("profile", SITTER, "/profile"),
    Scene("password", SITTER, "/profile/password"),
    Scene("password-error", SITTER, "/profile/password", act=press("Change my password")),
    # Trainees.
    Scene("courses-none", LONELY, "/courses"),
    Scene("courses-left", LEFT, "/courses"),
    Scene("course-home-left", LEFT, "/courses/<course>", "{course}"),
    Scene("course-home", SITTER, "/courses/<course>", "{course}"),
    Scene("course-home-unfolded", DONE, "/courses/<course>", "{course}", unfold),
    Scene("course-home-first", PEOPLE["trainee"], "/courses/<course>", "{course}"),
    Scene("lesson", WRITER, "/courses/<course>/lessons/<lesson>", "{lesson}"),
    Scene("lesson-wrong", WRITER, "/courses/<course>/lessons/<lesson>", "{lesson}", answer_wrongly),
    Scene(
        "lesson-error",
        PEOPLE["trainee"],
        "/courses/<course>/lessons/<lesson>",
        "{lesson}",
        check_nothing,
    ),
    Scene("roles", SITTER, "/courses/<course>/roles", "{course}/roles"),
    Scene("reflection", DONE, "/courses/<course>/reflections/<reflection>", "{reflection}"),
    Scene("reflection-sent", WRITER, "/courses/<course>/reflections/<reflection>", "{reflection}"),
    Scene(
        "reflection-stopped",
        DONE,
        "/courses/<course>/reflections/<reflection>",
        "{reflection}",
        share_and_stop,
    ),
    Scene("reflection-held", HELD, "/courses/<course>/reflections/<reflection>", "{reflection}"),
    Scene(
        "reflection-error",
        PEOPLE["trainee"],
        "/courses/<course>/reflections/<reflection>",
        "{reflection}",
        press("Send my reflection"),
    ),
    Scene("exam", SITTER, "/courses/<course>/exams/<exam>", "{course}/exams/pre-course"),
    Scene("exam-not-yet", SITTER, "/courses/<course>/exams/<exam>", "{course}/exams/final"),
    Scene("exam-sent", DONE, "/courses/<course>/exams/<exam>", "{course}/exams/pre-course"),
    Scene("question", SITTER, "/attempts/<int:attempt>/<int:n>", "{sitting}/1"),
    Scene("check-answers", SITTER, "/attempts/<int:attempt>/check", "{sitting}/check"),
    Scene("check-none", SITTER, "/attempts/<int:attempt>/check", "{sitting}/check?show=later"),
    Scene("result", DONE, "/attempts/<int:attempt>/result", "{sent}/result"),
    Scene("record", DONE, "/record"),
    Scene("record-unfolded", DONE, "/record", act=unfold),
    Scene("record-none", LONELY, "/record"),
    Scene("record-left", LEFT, "/record"),
    # Trainers.
    Scene("content", TRAINER, "/author"),
    Scene("content-check", TRAINER, "/author/<course>", "/author/peer-support"),
    Scene("content-unfolded", TRAINER, "/author/<course>", "/author/peer-support", unfold),
    Scene("publish", TRAINER, "/author/<course>/publish", "/author/peer-support/publish"),
    Scene(
        "publish-error",
        TRAINER,
        "/author/<course>/publish",
        "/author/peer-support/publish",
        publish_what_changed,
    ),
    Scene("go-back", TRAINER, "/author/<course>/editions/<edition>/back", "{back}"),
    Scene(
        "go-back-error",
        TRAINER,
        "/author/<course>/editions/<edition>/back",
        "{back}",
        press("Go back to this edition"),
    ),
    *previews(
        preview="",
        preview_lesson="/lessons/<lesson>",
        preview_reflection="/reflections/<reflection>",
        preview_exam="/exams/<exam>",
        preview_question="/exams/<exam>/<int:n>",
        preview_print="/print",
    ),
    Scene(
        "preview-lesson-error",
        TRAINER,
        "/author/<course>/preview/lessons/<lesson>",
        "/author/peer-support/preview/lessons/role-of-a-peer-specialist",
        check_nothing,
    ),
    Scene("paper", TRAINER, "/author/<course>/paper/<exam>", PAPER),
    Scene("paper-error", TRAINER, "/author/<course>/paper/<exam>", f"{PAPER}?number=0"),
    Scene("paper-key", TRAINER, "/author/<course>/paper/<exam>/key", f"{PAPER}/key"),
    Scene("paper-key-error", TRAINER, "/author/<course>/paper/<exam>/key", f"{PAPER}/key?number=x"),
    Scene("queue", TRAINER, "/review"),
    Scene("queue-none", TRAINER, "/review", "/review?state=accepted", unfold),
    Scene("reply", TRAINER, "/review/<int:written>", "{review}"),
    Scene("reply-error", TRAINER, "/review/<int:written>", "{review}", press("Send reply")),
    # Coordinators.
    Scene("dashboard", COORDINATOR, "/dashboard"),
    Scene("dashboard-unfolded", COORDINATOR, "/dashboard", act=unfold),
    Scene("dashboard-none", FIRST, "/dashboard"),
    Scene("cohorts", COORDINATOR, "/cohorts"),
    Scene("cohorts-none", FIRST, "/cohorts"),
    Scene("cohort-new", COORDINATOR, "/cohorts/new"),
    Scene("cohort-new-error", COORDINATOR, "/cohorts/new", act=press("Add this cohort")),
    Scene("cohort", COORDINATOR, "/cohorts/<int:cohort>", "{cohort}"),
    Scene("cohort-no-match", COORDINATOR, "/cohorts/<int:cohort>", "{cohort}?name=zzz"),
    Scene("cohort-correct", COORDINATOR, "/cohorts/<int:cohort>/correct", "{cohort}/correct"),
    Scene(
        "cohort-correct-error",
        COORDINATOR,
        "/cohorts/<int:cohort>/correct",
        "{cohort}/correct",
        press("Save the changes"),
    ),
    Scene("invite-one", COORDINATOR, "/cohorts/<int:cohort>/invite", "{cohort}/invite"),
    Scene(
        "invite-one-error",
        COORDINATOR,
        "/cohorts/<int:cohort>/invite",
        "{cohort}/invite",
        press("Make the link"),
    ),
    Scene(
        "invite-who-is-here-error",
        COORDINATOR,
        "/cohorts/<int:cohort>/invite",
        "{cohort}/invite",
        fill("Email address", LONELY, "Make the link"),
    ),
    Scene(
        "withdraw-invitation",
        COORDINATOR,
        "/cohorts/<int:cohort>/invitations/<int:invitation>/withdraw",
        "{withdraw}",
    ),
    Scene(
        "withdraw-invitation-error",
        COORDINATOR,
        "/cohorts/<int:cohort>/invitations/<int:invitation>/withdraw",
        "{withdraw}",
        press("Withdraw"),
    ),
    Scene("join-code", COORDINATOR, "/cohorts/<int:cohort>/join-code", "{cohort}/join-code"),
    Scene(
        "join-code-error",
        COORDINATOR,
        "/cohorts/<int:cohort>/join-code",
        "{cohort}/join-code",
        press("Make a join code"),
    ),
    Scene("staff-new", COORDINATOR, "/cohorts/<int:cohort>/staff/new", "{cohort}/staff/new"),
    Scene(
        "staff-end", COORDINATOR, "/cohorts/<int:cohort>/staff/<int:person>/<role>/end", "{staff}"
    ),
    Scene("person", COORDINATOR, "/people/<int:person>", "{person}"),
    Scene("person-unfolded", COORDINATOR, "/people/<int:person>", "{person}", unfold),
    Scene("changes", COORDINATOR, "/people/<int:person>/changes/new", "{person}/changes/new"),
    Scene(
        "change", COORDINATOR, "/people/<int:person>/changes/new", "{person}/changes/new?type=hold"
    ),
    Scene(
        "change-error",
        COORDINATOR,
        "/people/<int:person>/changes/new",
        "{person}/changes/new?type=hold",
        press("Put on hold"),
    ),
    Scene(
        "correct-person",
        COORDINATOR,
        "/people/<int:person>/changes/new",
        "{person}/changes/new?type=correct",
    ),
    Scene(
        "correct-person-error",
        COORDINATOR,
        "/people/<int:person>/changes/new",
        "{person}/changes/new?type=correct",
        fill("Email address", "rosa", "Save the changes"),
    ),
    Scene("records", COORDINATOR, "/records"),
    Scene("records-filtered", COORDINATOR, "/records", "/records?state=enrolled", unfold),
    Scene("records-none", FIRST, "/records"),
    Scene("records-error", COORDINATOR, "/records", "/records?completed-from=soon"),
    Scene("records-columns", COORDINATOR, "/records/columns"),
]
ELSEWHERE = {
    "/healthz": "it is JSON",
    "/records.csv": "it is a file",
    "/static/<digest>/<name>": "they are files",
    "/author/<course>/preview/media/<name>": "they are pictures",
    "/media/<hash_>.<extension>": "they are pictures",
    "/sign-in/kept": "the journey of a form that came too late shows it",
}
"""Addresses that a browser gets something from, but no page of the list, and why."""
