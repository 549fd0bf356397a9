"""Passwords: hash, check, and say what is wrong with a new one (FAULTS 4.3, DESIGN 7)."""

import os
import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from xkcdpass import xkcd_password

# What people who train for this work think of first (FAULTS 4.3). The rest of the words of a site
# and of its courses: ``choosing``.
FIELD = (
    *("addiction", "advocate", "certificate", "certified", "clean", "coach", "counselor", "course"),
    *("crisis", "education", "exam", "health", "healing", "hope", "learning", "lesson", "login"),
    *("mental", "peer", "peers", "program", "recover", "recovered", "recovery"),
    *("sober", "sobriety", "specialist", "specialists", "sponsor", "support", "supporter"),
    *("trainee", "trainer", "training", "treatment", "waymark", "welcome", "wellness"),
    *("and", "for", "in", "is", "my", "of", "our", "the", "to", "with"),
)
SHORTEST = 15
LONGEST = 256
# zxcvbn's time grows with the length; what makes a password common stands at its beginning.
_LOOKED_AT = 72
_HARD_TO_GUESS = 4  # zxcvbn's best score: ten thousand million guesses or more

# OWASP's minimum for argon2id: 14 ms and 19 MiB a check.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# More checks at once than cores would only make each slower, and the memory larger.
_cores = threading.BoundedSemaphore(os.cpu_count() or 1)


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password that ``objection`` has nothing against."""
    with _cores:
        return _hasher.hash(_normal(password))


def verify(password_hash: str | None, password: str) -> bool:
    """Tell whether a password fits its hash. None takes as long as a hash that does not fit.

    One that is too long is not hashed at all: a megabyte of it would keep a core busy.
    """
    if len(password) > LONGEST:
        return False
    with _cores:
        try:
            _hasher.verify(password_hash or _nobodys_hash(), _normal(password))
        except (Argon2Error, InvalidHashError):
            return False
    return password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Tell whether a hash was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(password_hash)


def objection(password: str, *, names: Sequence[str]) -> str | None:
    """Return the sentence that says why a new password will not do, None where it will.

    ``names`` are the person's name and address, and what the site and its courses are called: a
    password of nothing but their words and ``FIELD`` is the first that others would try.
    """
    normal = _normal(password)
    if len(normal) < SHORTEST:
        return f"Use at least {SHORTEST} characters. Four words that do not belong together do."
    if len(password) > LONGEST or len(normal) > LONGEST:
        return f"Use at most {LONGEST} characters."
    words = [*FIELD, *{word.casefold() for name in names for word in _words(name)}]
    if _is_nothing_but(words, normal):
        return (
            "This is made of your name, your email address, or words of the course or the site. "
            "Add words that other people would not think of."
        )
    return (
        None
        if _is_hard_to_guess(normal, words)
        else ("This is easy to guess. Use four words that do not belong together.")
    )


def suggest_passphrase() -> str:
    """Return four words at random (EFF's long list: 48 bits or more)."""
    words: str = xkcd_password.generate_xkcdpassword(_word_list(), numwords=4)
    return words


def _normal(password: str) -> str:
    # The same password typed on another keyboard may arrive in another Unicode form.
    return unicodedata.normalize("NFKC", password)


def _words(name: str) -> list[str]:
    """Return the words of a name, those written as one ("PeerTraining") in their parts too."""
    whole = [word for word in re.split(r"[\W_]+", _normal(name)) if len(word) > 1]
    parts = [part for word in whole for part in re.findall(r"[A-Z][a-z]+", word)]
    return [*whole, *parts]


def _is_nothing_but(words: Sequence[str], password: str) -> bool:
    text = "".join(filter(str.isalnum, password.casefold()))
    reached = {0}  # where a word may begin: all before it are words, or no letters
    for at, character in enumerate(text):
        if at in reached:
            reached |= {at + len(word) for word in words if text.startswith(word, at)}
            reached |= set() if character.isalpha() else {at + 1}
    return len(text) in reached and any(map(str.isalpha, text))


def _is_hard_to_guess(password: str, words: Sequence[str]) -> bool:
    # Loaded only here: its word lists cost every process time and memory that few need.
    from zxcvbn import zxcvbn  # noqa: PLC0415  # as said above

    found = zxcvbn(password[:_LOOKED_AT], user_inputs=list(words))
    return int(found["score"]) >= _HARD_TO_GUESS


@cache
def _word_list() -> list[str]:
    words: list[str] = xkcd_password.generate_wordlist("eff-long", min_length=4, max_length=8)
    return words


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("the password of nobody at all")
