"""Signs that were saved as UTF-8 and read as another encoding: "â€”" where a dash stood.

ftfy 6.3.1 was weighed and left: it reads "“IRMÃ”" as damage, and passes over what a Thai Windows
makes of a dash. Here only such runs count as no language writes.
"""

import re

# How Windows-1252 shows the bytes 80 to BF, which follow the first one of a sign in UTF-8.
_SHOWN = r"€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\x80-\xbf"

_DAMAGE = re.compile(
    rf"â[€‚„†‡ˆ‰˜™šœž][{_SHOWN}]"  # dashes, quote marks, arrows, ✅: all that starts with E2
    rf"|ðŸ[{_SHOWN}]{{2}}"  # emoji
    r"|ï»¿"  # a byte order mark
    r"|[ÃÂ][¡-º¼-¿]|Ã[€ƒ†‡ˆ‰ŠŒŽ˜™šœžŸ]"  # é, ü, °
    r"|(?<![^\W\d_])[ÃÂ][\xa0»]"  # after a letter, this may be the end of a word in Â or Ã
    r"|Ã[\x80-\x9f]|[â-ï][\x80-\x9f][\x80-\xbf]|ð[\x90-\x9f][\x80-\xbf]{2}"
    r"|โ€[–—‘’“”•…ก-ฟ]|вЂ[^\s]|‚Ä[ìîôúùû¶]"  # dashes and quote marks on other systems
)
_ENCODINGS = {"โ": "cp874", "в": "cp1251", "‚": "mac_roman"}

# What tells of damage too, but not always of what stood there.
_LOST = re.compile(
    r"[âโв][€\x80][^\s\w]|[âโ]€|вЂ|â[œšž†‡][^\s\w]?|ðŸ[^\s]{0,2}|[ÃÂ][\x80-\xbf]|\ufffd"
)


def damage_in(line: str) -> re.Match[str] | None:
    """Return the first run of signs in a line that should be one, None where there is none."""
    if line.isascii():
        return None
    return min(filter(None, (_DAMAGE.search(line), _LOST.search(line))), key=_start, default=None)


def undamaged(line: str) -> str:
    """Return a line with each sign as it was before, where that is certain."""
    # What was damaged twice has to be mended twice; each turn makes the line shorter.
    while (mended := _DAMAGE.sub(_before, line)) != line:
        line = mended
    return line


def _before(found: re.Match[str]) -> str:
    encoding = _ENCODINGS.get(found[0][0], "cp1252")
    try:
        sign = b"".join(_byte(each, encoding) for each in found[0]).decode()
    except UnicodeError:
        return found[0]
    # Some signs end a line without being seen: no file may hold them, before or after.
    return found[0] if sign in "\u2028\u2029" else sign.removeprefix("\ufeff")


def _byte(sign: str, encoding: str) -> bytes:
    # A byte that the other encoding does not have is kept as a control character.
    return sign.encode("latin-1" if "\x80" <= sign <= "\x9f" else encoding)


def _start(found: re.Match[str]) -> int:
    return found.start()
