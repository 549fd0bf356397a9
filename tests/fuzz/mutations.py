"""What happens to a file that somebody edits in a hurry, or that a disk or a program damages.

Each mutation is a function of the bytes and a seeded ``Random``; the same seed does the same.
"""

import re
from collections.abc import Callable
from random import Random

MAX_BYTES = 256 * 1024
"""A larger file is refused before its first byte is looked at, so none is made."""

Mutation = Callable[[bytes, Random], bytes]

_BYTES = [
    b"\0",
    b"\xff\xfe",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\x1b[2J",
    b"\r",
    b"\x7f",
    b"\xf4\x90\x80\x80",
]
_SIGNS = [
    *("\t", "'", '"', ": ", " #", "- ", "@", "`", "*", "&", "!", "|", ">", "%", "\\", "<", "---"),
    *(
        "///",
        "[",
        "]",
        "{",
        "}",
        "(",
        "![](",
        "](",
        "[[",
        "<script>",
        "&amp;",
        "$",
        "^",
        "~~",
        "==",
    ),
    *("\N{FAMILY}\ufe0f\u200d", "\u202e", "\u2066", "e\u0301" * 9, "\u2028", "\ufeff", "\u00a0"),
    *("â€”", "Ã©", "ðŸ˜€", "\ufffd", "𝔘𝔫𝔦", "ﷺ", "\u0600", "\ud7ff", "|---|", "0.8", "1e999"),
]
_VALUES = [
    "",
    "[]",
    "{}",
    "none",
    "Yes",
    "-1",
    "99999999999",
    "0x10",
    "2026-02-30",
    "80",
    "~",
    "''",
]
_BOXES = [
    "///",
    "/// note",
    "/// nothing",
    "/// question | x/y",
    "/// always | x",
    "//// key-point",
]
_BOXES += ["/// reflection | Again\n    id: a\n\ttabs: here", "/// roles", "::: note", ":::", "```"]
_NESTS = ["[", "{a: ", "- ", "> ", "(", "![", "**", "_", "<b>", "`", "[a](", "\\", "  - a:\n", "|"]


def _at(content: bytes, random: Random) -> int:
    return random.randrange(len(content) + 1)


def _row(content: bytes, random: Random) -> tuple[list[bytes], int]:
    lines = content.split(b"\n")
    return lines, random.randrange(len(lines))


def _insert(content: bytes, at: int, what: bytes) -> bytes:
    return content[:at] + what + content[at:]


def delete_bytes(content: bytes, random: Random) -> bytes:
    at = _at(content, random)
    return content[:at] + content[at + random.choice([1, 2, 30, 1000]) :]


def truncate(content: bytes, random: Random) -> bytes:
    return content[: _at(content, random)]


def flip_a_bit(content: bytes, random: Random) -> bytes:
    at = random.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << random.randrange(8)]) + content[at + 1 :]


def zero_a_block(content: bytes, random: Random) -> bytes:
    at = _at(content, random)
    return content[:at] + bytes(min(512, len(content) - at)) + content[at + 512 :]


def insert_bytes(content: bytes, random: Random) -> bytes:
    return _insert(content, _at(content, random), random.choice(_BYTES))


def insert_a_sign(content: bytes, random: Random) -> bytes:
    text = content.decode()
    at = random.randrange(len(text) + 1)
    return (text[:at] + random.choice(_SIGNS) * random.choice([1, 1, 2, 60]) + text[at:]).encode()


def delete_a_line(content: bytes, random: Random) -> bytes:
    lines, row = _row(content, random)
    return b"\n".join(lines[:row] + lines[row + 1 :])


def double_a_line(content: bytes, random: Random) -> bytes:
    lines, row = _row(content, random)
    return b"\n".join([*lines[:row], *[lines[row]] * random.choice([2, 3, 50]), *lines[row + 1 :]])


def swap_lines(content: bytes, random: Random) -> bytes:
    lines, row = _row(content, random)
    other = random.randrange(len(lines))
    lines[row], lines[other] = lines[other], lines[row]
    return b"\n".join(lines)


def move_a_block(content: bytes, random: Random) -> bytes:
    lines, row = _row(content, random)
    end = row + random.randrange(1, 12)
    block, rest = lines[row:end], lines[:row] + lines[end:]
    to = random.randrange(len(rest) + 1)
    return b"\n".join(rest[:to] + block + rest[to:])


def indent_otherwise(content: bytes, random: Random) -> bytes:
    lines, row = _row(content, random)
    lead = random.choice([b"", b" ", b"   ", b"\t", b" \t", b"\t\t  ", b" " * 40])
    for each in range(row, min(row + random.choice([1, 3, 999]), len(lines))):
        lines[each] = lead + (lines[each].lstrip() if random.random() < 0.5 else lines[each])
    return b"\n".join(lines)


def tabs_for_spaces(content: bytes, random: Random) -> bytes:
    width = random.choice([2, 4])
    return content.replace(b"\n" + b" " * width, b"\n\t").replace(b"\t" + b" " * width, b"\t\t")


def rename_a_setting(content: bytes, random: Random) -> bytes:
    found = list(re.finditer(rb"(?m)^[ -]*([a-z_]{2,}):", content))
    if not found:
        return content
    start, end = random.choice(found).span(1)
    name = bytearray(content[start:end])
    name[random.randrange(len(name))] = random.choice(b"aeinrstxZ_-0 ")
    return content[:start] + bytes(name) + content[end:]


def another_value(content: bytes, random: Random) -> bytes:
    found = list(re.finditer(rb"(?m)^[ -]*[a-z_]{2,}: (.+)$", content))
    if not found:
        return content
    start, end = random.choice(found).span(1)
    other = random.choice([*(each[1] for each in found), *(each.encode() for each in _VALUES)])
    return content[:start] + other + content[end:]


def swap_values(content: bytes, random: Random) -> bytes:
    found = list(re.finditer(rb"(?m)^[ -]*[a-z_]{2,}: (.+)$", content))
    if len(found) < 2:
        return content
    first, second = sorted(random.sample(found, 2), key=lambda each: each.start())
    middle = content[first.end() : second.start(1)]
    return content[: first.start(1)] + second[1] + middle + first[1] + content[second.end() :]


def box_marks(content: bytes, random: Random) -> bytes:
    lines, row = _row(content, random)
    return b"\n".join([*lines[:row], random.choice(_BOXES).encode(), *lines[row:]])


def nest_deeply(content: bytes, random: Random) -> bytes:
    what = random.choice(_NESTS) * random.choice([10, 49, 51, 500, 5000])
    return _insert(content, _at(content, random), what.encode())[:MAX_BYTES]


def a_huge_line(content: bytes, random: Random) -> bytes:
    piece = random.choice(["x", "word ", "a*", "_a ", "[a](b) ", "é", ": ", "| a ", "<i>", "&#1; "])
    length = random.choice([300, 5_000, 200_000]) // len(piece.encode())
    return _insert(content, _at(content, random), (piece * length).encode())[:MAX_BYTES]


def other_line_ends(content: bytes, random: Random) -> bytes:
    ends = random.choice([b"\r\n", b"\r", b"\n\n", b"\n \n", b"\x0b", "\u2028".encode()])
    return random.choice([b"", b"\xef\xbb\xbf", b"\xff\xfe"]) + content.replace(b"\n", ends)


def another_encoding(content: bytes, random: Random) -> bytes:
    name = random.choice(["utf-16", "utf-16-le", "utf-32", "cp1252", "utf-7", "cp037"])
    return content.decode().encode(name, "replace")


def saved_in_another_encoding(content: bytes, random: Random) -> bytes:
    name = random.choice(["cp1252", "cp874", "latin-1", "cp1251"])
    text = insert_a_sign("—’é😀 \n".encode() + content, random).decode("utf-8", "replace")
    return text.encode().decode(name, "replace").encode()


def quotes_otherwise(content: bytes, random: Random) -> bytes:
    lines, row = _row(content, random)
    mark = random.choice([b"'", b'"', b"`", "“".encode()])
    lines[row] = re.sub(rb": (.+)$", lambda found: b": " + mark + found[1] + mark, lines[row])
    if random.random() < 0.5:
        lines[row] += random.choice([b" and more", b" # more", mark, b": more"])
    return b"\n".join(lines)


MUTATIONS: tuple[Mutation, ...] = (
    *(delete_bytes, truncate, flip_a_bit, zero_a_block, insert_bytes, insert_a_sign),
    *(delete_a_line, double_a_line, swap_lines, move_a_block, indent_otherwise, tabs_for_spaces),
    *(rename_a_setting, another_value, swap_values, box_marks, nest_deeply, a_huge_line),
    *(other_line_ends, another_encoding, saved_in_another_encoding, quotes_otherwise),
)


def mutate(content: bytes, random: Random) -> tuple[str, bytes]:
    """Return the names of what was done (one thing, seldom two or three), and the new bytes."""
    names = []
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        mutation = random.choice(MUTATIONS)
        try:
            content = mutation(content or b"\n", random)
            names.append(mutation.__name__)
        except UnicodeError:
            continue  # this one needs text, and the one before left none
    return " + ".join(names), content[:MAX_BYTES]
