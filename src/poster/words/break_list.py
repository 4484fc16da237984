"""The list of what stays on one line in Vietnamese: the package's own, and a library's.

Its form is told at the head of `tables/phrases.txt`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from poster.errors import RequestError
from poster.words.break_marks import Joint

Key = tuple[str, ...]

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
#: Sections of a list whose entries are plain sets.
SECTIONS: Final = ("function", "leading", "clinging", "labels", "heads")


@dataclass(frozen=True, slots=True)
class Phrases:
    """What the rules know, as keys of syllables.

    `joins` maps a compound to the joint after each of its syllables but the last. A line begins
    rather than ends with a `function` word, and begins well with a `leading` one; `clinging` words
    stay with the word before them, a number with the `labels` before it, a name with its `heads`.
    """

    joins: Mapping[Key, tuple[Joint, ...]]
    tree: Mapping[str, Any]
    function: frozenset[Key]
    leading: frozenset[Key]
    clinging: frozenset[Key]
    labels: frozenset[Key]
    heads: frozenset[Key]

    def with_lines(self, lines: Iterable[str]) -> Phrases:
        """These, and the entries of another list of the form of `tables/phrases.txt`.

        Raises RequestError "phrases-section" for a section that there is not.
        """
        joins = dict(self.joins)
        sets = {name: set[Key](getattr(self, name)) for name in SECTIONS}
        for section, entry in _entries(lines):
            found, joints = _compound(entry)
            if section == "compounds" or (section in ("function", "leading") and len(found) > 1):
                joins[found] = joints
            if section != "compounds":
                sets[section].add(found)
        return Phrases(
            joins, _tree(joins), **{name: frozenset(found) for name, found in sets.items()}
        )


EMPTY: Final = Phrases({}, {}, *([frozenset[Key]()] * len(SECTIONS)))


@lru_cache(maxsize=1)
def packaged() -> Phrases:
    """The package's own list."""
    file = resources.files("poster") / "tables" / "phrases.txt"
    return EMPTY.with_lines(file.read_text(encoding="utf-8").splitlines())


@lru_cache(maxsize=4096)
def key(syllable: str) -> str:
    """A syllable without case, its tone behind it, so that hòa and hoà are one."""
    marks = unicodedata.normalize("NFD", syllable.casefold())
    tone = "".join(mark for mark in marks if mark in _TONES)
    plain = "".join(mark for mark in marks if mark not in _TONES)
    return unicodedata.normalize("NFC", plain) + tone


def _entries(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    section = "compounds"
    for line in lines:
        entry = line.partition("#")[0].strip()
        if entry.startswith("["):
            section = entry.strip("[]")
            if section not in ("compounds", *SECTIONS):
                raise RequestError("phrases-section", section=section)
            continue
        yield from ((section, part.strip()) for part in entry.split(";") if part.strip())


def _compound(text: str) -> tuple[Key, tuple[Joint, ...]]:
    """An entry such as "kinh tế - xã hội" or "hội đồng ~ nhân dân" ("~": a soft join)."""
    joints: list[Joint] = []
    found: list[str] = []
    for part in text.split():
        if part == "~":
            joints[-1] = Joint.SOFT
        elif part == "-":
            found[-1] += part
        else:
            bare = part.rstrip(",")
            found.append(key(bare) + part[len(bare) :])
            joints.append(Joint.INSIDE)
    return tuple(found), tuple(joints[:-1])


def _tree(joins: Mapping[Key, tuple[Joint, ...]]) -> dict[str, Any]:
    """The compounds read backwards, as nested mappings; a leaf "" holds the joints."""
    root: dict[str, Any] = {}
    for compound, joints in joins.items():
        node = root
        for syllable in reversed(compound):
            node = node.setdefault(syllable, {})
        node[""] = joints
    return root
