"""Which kinds of line leave the unit: what the supplier's copy leaves out (C11b), what a summary tells others (C12)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from dialogdesk.domain.records import Line, Unit
from dialogdesk.domain.values import LineKind


def kept_kinds(unit: Unit) -> frozenset[LineKind]:
    """The kinds of line the unit keeps from suppliers; a word this version does not know is passed over."""
    words = set(unit.kept_from_supplier.split())
    return frozenset(kind for kind in LineKind if kind.value in words)


def kept_words(kinds: Collection[LineKind]) -> str:
    """The kinds as the unit stores them, in the order of the kinds."""
    return " ".join(kind.value for kind in LineKind if kind in kinds)


USUALLY_KEPT = kept_kinds(Unit())
"""What is kept from suppliers until the unit has said otherwise."""

SUMMED_UP = (LineKind.SHARED, LineKind.QUESTION, LineKind.DECISION)
"""What those who were not at a meeting are told of it: what we told, asked and decided."""


def is_for_others(line: Line, theirs: Collection[UUID]) -> bool:
    """Whether those who were not at the meeting may be told of the line; `theirs` are the suppliers' people."""
    may_be_told = line.kind in SUMMED_UP and line.text.strip() and not (line.marked or line.working_note)
    return bool(may_be_told) and line.speaker_id not in theirs
