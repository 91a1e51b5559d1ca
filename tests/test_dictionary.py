"""The real dictionary: what it knows of the field's language, what it suggests, and what it does when it is not there."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from dialogdesk import dictionary
from dialogdesk.dictionary import NoDictionaryError, is_there, misspelt, suggestions
from dialogdesk.domain.spelling import words_in
from dialogdesk.resources import resource_path

ROOT = Path(__file__).resolve().parent.parent

RIGHT = """
    Referenskravet slopas upphandlingsdokument kvalitetsuppföljning avtalsansvarig kontaktstopp svarssammanställning
    direktupphandling diarieföra handlingsnummer eskaleringstrappa informationslogg ramavtalsområdet underleverantörernas
    utvärderingskriterier tilldelningsbeslut anbuds Avrop prisjusteringsklausulen personuppgiftsbiträdesavtal
    skakraven börkravet årshjulet spendanalysen chatbotar dnr mkr pga dvs
"""
WRONG = "upphandlign beslutt leverantörrens avtlet komun mallenn"

NOT_SWEDISH = frozenset(
    [
        "Delete",
        "Enter",
        "Esc",
        "Df",
        "Fu",
        "Op",
        "Sn",
        "desk",
        "dialogdesk",
        "file",
        "help",
        "line",
        "masked",
        "meeting",
        "month",
        "passphrase",
        "sqlite",
        "supplier",
    ]
)
"""Names of keys, of the command's options and of files, and abbreviations of documents, among the texts of the interface."""


@pytest.fixture
def _anew() -> Iterator[None]:
    """The dictionary is opened anew, in the test and after it."""
    dictionary._swedish.cache_clear()
    yield
    dictionary._swedish.cache_clear()


def test_words_of_the_field_and_their_compounds_are_right() -> None:
    assert misspelt(frozenset(RIGHT.split())) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "vårt lägsta pris är 240 kr/tim, 12 mkr eller 900 tkr (kkr) om året, ca 1,2 mdr",
        "4 st/förp, 6 frp enl avtal, bl a papper, bl.a. t.ex. kartong, jfr anm ovan och prel svar avs priset",
        "ring tel 08-123 45 67 vb, ev mha avd; dnr KS 2026/12, resp mån och proc, osv",
    ],
)
def test_abbreviations_of_prices_and_procurement_are_right(text: str) -> None:
    assert misspelt(frozenset(word.text for word in words_in(text))) == frozenset()


def test_misspelt_words_are_found() -> None:
    assert misspelt(frozenset(WRONG.split())) == frozenset(WRONG.split())


def test_every_word_of_the_interface_is_right() -> None:
    """A new one that is not is misspelt, or belongs in the field's own list or among what is not Swedish."""
    with (ROOT / "translations" / "dialogdesk.pot").open("rb") as file:
        texts = [text for m in read_po(file) for text in ((m.id,) if isinstance(m.id, str) else m.id)]
    plain = [re.sub(r"{[^}]*}|<[^>]*>|--\w+", " ", text) for text in texts]
    assert misspelt(frozenset(word.text for text in plain for word in words_in(text))) <= NOT_SWEDISH


def test_every_word_of_the_fields_own_list_is_needed() -> None:
    """One that the dictionary knows by itself is only in the way of the next reader."""
    from hunspell import Hunspell

    bare = Hunspell("sv", hunspell_data_dir=str(resource_path("spelling")))
    lines = resource_path("spelling/field.txt").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    assert [line for line in lines if bare.spell(line.partition("/")[0])] == []
    assert [line for line in lines if "/" in line and not bare.spell(line.partition("/")[2])] == []


def test_every_word_of_the_fields_own_list_is_right() -> None:
    """One that the dictionary knows in compounds only must be inflected like another, or adding it changes nothing."""
    lines = resource_path("spelling/field.txt").read_text(encoding="utf-8").splitlines()
    assert misspelt(frozenset(line.partition("/")[0] for line in lines)) == frozenset()


def test_likeliest_suggestion_comes_first_and_there_are_few() -> None:
    assert suggestions("upphandlign")[0] == "upphandling"
    assert suggestions("beslutt")[0] == "beslut"
    assert suggestions("göteborg")[0] == "Göteborg"
    assert suggestions("skakravt")[0] == "skakrav"
    assert len(suggestions("beslutt")) <= 5


@pytest.mark.usefixtures("_anew")
def test_library_that_cannot_be_loaded_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hunspell.py").write_text("raise ImportError('no library for this computer')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "hunspell", raising=False)
    assert not is_there()
    with pytest.raises(NoDictionaryError, match="no library for this computer"):
        misspelt(frozenset({"beslut"}))


@pytest.mark.usefixtures("_anew")
def test_dictionary_that_is_missing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "resource_path", tmp_path.joinpath)
    assert not is_there()
    with pytest.raises(NoDictionaryError):
        suggestions("beslutt")
