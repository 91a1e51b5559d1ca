"""The recovery sheet says the passphrase to whoever reads or hears it, and says it nowhere but on the paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogdesk.documents.recovery import make_sheet, render
from dialogdesk.i18n import set_language
from tests.documents.reading import Document, unmarked_painting
from tests.documents.samples import AWKWARD, recovery_sheet


def test_sheet_says_the_words_in_order_what_they_open_and_where_to_keep_them() -> None:
    document = Document(render(recovery_sheet()).pdf)
    for part in (
        "Exempelköpings kommun",
        "Lösenfrasen till DialogDesk",
        "Utskrivet\n2026-11-20 kl. 14.40",
        "1.\nmako\n2.\nrilu\n3.\nsety\n4.\nbano\n5.\ndife\n6.\ngura",
        "Säkerhetskopiorna.",
        "Utan både nyckel och lösenfras är data förlorade.",
        "Förvaras i",
    ):
        assert part in document.text, part
    assert unmarked_painting(document) == []
    assert len(document.reader.pages) == 1


def test_passphrase_is_not_in_the_facts_that_a_file_list_shows() -> None:
    document = Document(render(recovery_sheet()).pdf)
    shown = f"{document.reader.metadata} {document.reader.xmp_metadata}"
    assert "mako" not in shown
    assert "gura" not in shown


def test_sheet_is_in_swedish_whatever_language_the_program_speaks() -> None:
    set_language("en")
    assert "Förvara bladet" in Document(make_sheet(recovery_sheet()).pdf).text


@pytest.mark.parametrize("unit", ["", "Upphandlingsenheten " * 12, AWKWARD["markup"]])
@pytest.mark.parametrize("phrase", ["x" * 200, "ett två tre fyra fem sex sju åtta nio tio"])
def test_awkward_names_and_passphrases_are_printed_whole(unit: str, phrase: str) -> None:
    sheet = replace(recovery_sheet(), unit=unit, passphrase=phrase)
    document = Document(render(sheet).pdf)
    read = document.text.replace("\n", "").replace(" ", "")
    assert all(word in read for word in phrase.split())


def test_same_sheet_gives_the_same_bytes() -> None:
    assert render(recovery_sheet()).pdf == render(recovery_sheet()).pdf
