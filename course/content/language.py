"""Words, sentences, syllables and the reading grade of English text.

A trend, not a measurement: a syllable counter without a dictionary is right for about nine
words in ten, which is enough to tell a grade 6 lesson from a grade 11 one.
"""

import re
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache

SPOKEN = re.compile(r"[^\W_]+(?:['’&.-][^\W_]+)*")
VOWELS = re.compile(r"[aeiouy]+")
# Vowels that stand together but are spoken apart ("client", "trial", "going", "create").
APART = re.compile(
    r"(?<![ct])(?:i[ao](?!us|n)|ie[nt])|[ey]ing|oing|iu|eo(?!pl)|[^g]ual|[^q]ua[^rl]|creat|eate$"
)
SILENT = re.compile(r"(?:[^laeiouyt]|[aeiouy][lt]|[rs]t)e$|[^aeiouydt]ed$|[^aeiouscxzgh]es$")
SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]\0]*(?=\s|$)")
ABBREVIATION = re.compile(r"\b(?:mr|mrs|ms|dr|st|vs|jr|sr|(?:[a-z]\.)+[a-z])\.$", re.IGNORECASE)

# Words that send a reader to a dictionary, and the plain word that does the same work.
PLAIN_WORDS = {
    "ascertain": "find out",
    "cease": "stop",
    "cognizant": "aware",
    "commence": "start",
    "endeavor": "try",
    "facilitate": "help",
    "heretofore": "until now",
    "in order to": "to",
    "in the event that": "if",
    "methodology": "method",
    "notwithstanding": "despite",
    "numerous": "many",
    "prior to": "before",
    "pursuant to": "under",
    "subsequent to": "after",
    "subsequently": "later",
    "terminate": "end",
    "utilization": "use",
    "utilize": "use",
    "whilst": "while",
    "with regard to": "about",
}
HARD_WORD = re.compile(
    r"\b(?:" + "|".join(PLAIN_WORDS) + r"|(?:utiliz|facilitat|commenc|terminat)(?:es|ed|ing))\b",
    re.IGNORECASE,
)


def count_words(text: str) -> int:
    """Return how many words a text has: what stands between spaces and has a letter or digit.

    The same rule works in every script that puts spaces between words, and the word count in
    the browser uses it too.
    """
    return sum(any(map(str.isalnum, word)) for word in text.split())


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each sentence. Titles and initials ("Dr.") end none."""
    start = 0
    for end in SENTENCE_END.finditer(text):
        before = max(start, end.start() - 9)
        if end[0].startswith(".") and ABBREVIATION.search(text, before, end.start() + 1):
            continue
        yield start, end.end()
        start = end.end()
    if text[start:].strip():
        yield start, len(text)


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Return about how many syllables an English word has, at least one."""
    plain = "".join(filter(str.isalpha, word.casefold()))
    count = len(VOWELS.findall(plain)) + len(APART.findall(plain)) - bool(SILENT.search(plain))
    return max(count, 1)


def reading_grade(texts: Sequence[str], *, known: Container[str] = ()) -> float:
    """Return the Flesch-Kincaid grade of sentences (FORMATS.md 5), 0 where there are none.

    ``known`` are words, in lower case, that count two syllables at most: a name or a term
    that the lesson explains is long, but not hard.
    """
    spoken = [SPOKEN.findall(text) for text in texts]
    words = [word for sentence in spoken for word in sentence]
    if not words:
        return 0.0
    sounds = sum(min(syllables(word), 2 if word.casefold() in known else 99) for word in words)
    length = len(words) / sum(map(bool, spoken))
    return round(0.39 * length + 11.8 * sounds / len(words) - 15.59, 1)


def hard_words(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and the plainer word for each word on the plain-words list."""
    for match in HARD_WORD.finditer(text):
        word = match[0].casefold()
        root = next(hard for hard in PLAIN_WORDS if hard[:6] == word[:6])
        yield match.start(), match.end(), PLAIN_WORDS.get(word, PLAIN_WORDS[root])
