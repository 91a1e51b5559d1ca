"""Swedish order: å, ä, ö last, other accents and case without weight."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from dialogdesk.domain.sorting import swedish_key


def test_swedish_letters_come_last_in_their_order() -> None:
    names = ["Ödesvall", "Zon", "Åby", "Ärla", "apa", "Øst", "Ægir", "Banan"]
    assert sorted(names, key=swedish_key) == ["apa", "Banan", "Zon", "Åby", "Ægir", "Ärla", "Ödesvall", "Øst"]


def test_other_accents_and_case_do_not_count() -> None:
    assert swedish_key("Café") == swedish_key("CAFE")
    assert swedish_key("Müller") == swedish_key("muller")
    assert swedish_key("Garçon") < swedish_key("garda")


def test_nothing_sorts_first() -> None:
    assert sorted(["a", None, ""], key=swedish_key) == [None, "", "a"]


@given(st.text())
def test_composed_and_decomposed_letters_sort_alike(text: str) -> None:
    assert swedish_key(unicodedata.normalize("NFD", text)) == swedish_key(unicodedata.normalize("NFC", text))
