"""The word that an author may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches

MOST_NAMED = 6
"""How many names a message has at most."""


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return 'did you mean "x"?' for the choice that is nearest, "" where none is near."""
    near = nearest(word, choices)
    return f'did you mean "{near}"?' if near else ""


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return the choice that looks most like the word, "" where none does."""
    by_lower = {choice.lower(): choice for choice in choices}
    if word.lower() in by_lower:
        return by_lower[word.lower()]
    found = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else ""


def near_ones(word: str, choices: Iterable[str], where: str) -> str:
    """Return the choices, of many the nearest first and few: "a, b"; ``where`` has them all."""
    every = list(choices)
    if len(every) <= MOST_NAMED:
        return ", ".join(every)
    few = get_close_matches(word.lower(), every, n=MOST_NAMED - 1, cutoff=0)
    return f"{', '.join(few)} and {len(every) - len(few)} more, in {where}"
