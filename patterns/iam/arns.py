"""Whether what a policy writes as a resource can name what an action is about. Not whether it is one ARN (`matching`).

Both are patterns: the reference has `arn:${Partition}:s3:::${BucketName}/${ObjectName}`, policies have `*` and `?`.
"""

from __future__ import annotations

import re
from functools import lru_cache

ANY, ONE, PART, NAME = "any", "one", "part", "name"
"""What stands for characters: any number of any, one of any, any number that are no `:`, any number that are no `/`."""

WIDE = (ANY, PART, NAME)
EXCLUDED = {PART: ":", NAME: ":/"}

Piece = tuple[str, str]

_VARIABLE = re.compile(r"\$\{[^}]*\}")


@lru_cache(maxsize=4096)
def may_meet(reference: str, written: str, *, inside: bool = False) -> bool:
    """Whether some ARN fits both a pattern of the reference and one of a policy.

    `inside` says that the service has something below what the reference names, as objects lie below a bucket: the
    last of its variables then holds no `/`. A policy variable may stand for anything.
    """
    return _meet(_reference(reference, inside=inside), _written(written))


def _reference(pattern: str, *, inside: bool) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    end = 0
    variables = list(_VARIABLE.finditer(pattern))
    for number, variable in enumerate(variables, 1):
        pieces += [("", character) for character in pattern[end : variable.start()]]
        last = NAME if inside else ANY
        pieces.append((last if number == len(variables) else PART, ""))
        end = variable.end()
    return (*pieces, *(("", character) for character in pattern[end:]))


def _written(pattern: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for part in re.findall(r"\$\{[^}]*\}|.", pattern, re.DOTALL):
        kind = ANY if part == "*" or part.startswith("${") else ONE if part == "?" else ""
        pieces.append((kind, "" if kind else part))
    return tuple(pieces)


def _meet(left: tuple[Piece, ...], right: tuple[Piece, ...]) -> bool:
    """Whether some text fits both: all pairs of places that are reached together, from the start."""
    reached, waiting = {(0, 0)}, [(0, 0)]
    while waiting:
        at = waiting.pop()
        if at == (len(left), len(right)):
            return True
        for following in _following(left, right, at):
            if following not in reached:
                reached.add(following)
                waiting.append(following)
    return False


def _following(left: tuple[Piece, ...], right: tuple[Piece, ...], at: tuple[int, int]) -> list[tuple[int, int]]:
    """The pairs of places after one: by a character that both take, or past what may stand for none."""
    here, there = at
    found = []
    if here < len(left) and left[here][0] in WIDE:
        found.append((here + 1, there))
    if there < len(right) and right[there][0] == ANY:
        found.append((here, there + 1))
    if here < len(left) and there < len(right) and _share(left[here], right[there]):
        stays = (left[here][0] in WIDE, right[there][0] == ANY)
        found += [
            (here + (not keeps), there + (not holds)) for keeps in {stays[0], False} for holds in {stays[1], False}
        ]
    return found


def _share(piece: Piece, other: Piece) -> bool:
    """Whether some character fits both."""
    if not piece[0] and not other[0]:
        return piece[1] == other[1]
    character = piece[1] + other[1]
    return not (character and any(character in EXCLUDED.get(kind, "") for kind, _ in (piece, other)))
