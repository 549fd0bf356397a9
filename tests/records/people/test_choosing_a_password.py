"""What a new password may be, and what is said of one that will not do (FAULTS 107)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from course.content.edition import Edition, Role, Topic
from course.records.people import choosing, passwords
from tests.builders import make_edition
from tests.story import go_live

WORDS = ("id", "purpose", "basis", "rests_on", "records_and_pay", "self_disclosure")
NAMES = ["Rosa Díaz", "rosa.diaz@example.org"]


@pytest.mark.parametrize(
    "password",
    [
        "plumber violet cactus sleigh",
        " leading and trailing space ",
        "🌵🌵 seven green tents 🏕",
        "x9!Kp2@vLm7#qRt",
    ],
)
def test_a_long_uncommon_password_will_do(password: str) -> None:
    assert passwords.objection(password, names=NAMES) is None


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("fourteen-chars", "at least 15"),
        ("x" * 257, "at most 256"),
        ("a" * 20, "easy to guess"),
        ("password password", "easy to guess"),
        ("123456789012345678", "easy to guess"),
        ("rosadiazrosadiaz", "your name"),
        ("Rosa.Diaz@Example.org!!", "your name"),
        ("ＲＯＳＡ ＤＩＡＺ ＲＯＳＡ ＤＩＡＺ", "your name"),
        ("peer support recovery 2026", "words of the course"),
        ("PeerSupportSpecialist", "words of the course"),
        ("Sober-Recovery-Coach-1", "words of the course"),
    ],
)
def test_a_weak_password_is_refused_with_what_to_do(password: str, says: str) -> None:
    objection = passwords.objection(password, names=NAMES)
    assert objection is not None
    assert says in objection


def test_the_length_counts_after_normalising() -> None:
    assert passwords.objection("ﬁ" * 8, names=[]) != passwords.objection("ﬁ" * 7, names=[])


def test_a_suggested_passphrase_has_four_words_and_will_do() -> None:
    passphrase = passwords.suggest_passphrase()
    assert len(passphrase.split()) == 4
    assert passwords.objection(passphrase, names=NAMES) is None
    assert passphrase != passwords.suggest_passphrase()


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(password: str) -> None:
    objection = passwords.objection(password, names=NAMES)
    assert objection is None or objection.endswith(".")


def test_a_password_fits_its_own_hash_alone() -> None:
    hashed = passwords.hash_password("plumber violet cactus sleigh")
    assert hashed.startswith("$argon2id$")
    assert passwords.verify(hashed, "plumber violet cactus sleigh")
    assert not passwords.verify(hashed, "plumber violet cactus sleighs")


def test_the_same_letters_in_another_unicode_form_fit() -> None:
    hashed = passwords.hash_password("cafe\u0301 violet cactus sleigh")
    assert passwords.verify(hashed, "caf\u00e9 violet cactus sleigh")


def test_nobody_has_a_password() -> None:
    assert not passwords.verify(None, "the password of nobody at all")


def test_a_megabyte_is_never_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", None)
    assert not passwords.verify("$argon2id$", "x" * 1_000_000)


def test_a_damaged_hash_fits_nothing() -> None:
    assert not passwords.verify("no hash at all", "plumber violet cactus sleigh")


def test_an_older_hash_is_due_for_a_new_one() -> None:
    assert passwords.needs_rehash("$argon2id$v=19$m=4,t=1,p=1$c29tZXNhbHQ$" + "A" * 43)


@pytest.mark.parametrize(
    "password",
    [
        "Prairie Lantern Guild",
        "PrairieLanternGuild!",
        "lighthouse basics 2026",
        "HarborNavigation",
        "Tide-Watcher-Tide-Watcher",
        "Rosa, Lighthouse, Tide, Harbor",
    ],
)
def test_what_the_site_and_its_course_are_called_will_not_do(
    session: Session, password: str
) -> None:
    named = {
        "title": "Lighthouse Basics",
        "topics": (Topic(id="role", title="Harbor Navigation", domain="mentoring"),),
        "roles": (Role(title="Tide Watcher", does=(), not_its_job=(), **dict.fromkeys(WORDS, "")),),
    }
    assert "words of the course" not in (passwords.objection(password, names=NAMES) or "")
    go_live(session, make_edition("named", **named))
    objection = choosing.objection(session, password, own=NAMES, site_name="Prairie Lantern Guild")
    assert "words of the course" in (objection or "")


def test_other_words_will_do_on_a_site_with_a_course(session: Session, edition: Edition) -> None:
    good = "plumber violet cactus sleigh"
    assert choosing.objection(session, good, own=NAMES, site_name="Prairie Lantern") is None


def test_one_name_that_begins_as_another_hides_no_word() -> None:
    """Taken away one by one, the longest first, "supports" would leave "pecialist"."""
    assert passwords.objection("supportspecialist", names=["supports"]) is not None


def test_a_name_written_as_one_word_is_known_in_parts_too() -> None:
    assert "your name" in (
        passwords.objection("lantern guild prairie", names=["LanternGuildPrairie"]) or ""
    )
