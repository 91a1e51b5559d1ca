"""The agenda says when, where and what, to the eye and to the ear."""

from __future__ import annotations

from dataclasses import replace

from dialogdesk.documents.agenda import AgendaPoint, render
from tests.documents.reading import Document, unmarked_painting
from tests.documents.samples import AWKWARD, invitation_agenda


def test_agenda_says_when_where_and_what() -> None:
    document = Document(render(invitation_agenda()).pdf)
    text = document.text
    for part in (
        "Dagordning",
        "Kallade\nExempelköpings kommun: Anna Ek, upphandlare",
        "Syfte\nLära hur marknaden skulle lösa behovet",
        "–\nexempel på uppdrag",
        "1\nDeltagarna presenterar sig\n13.00\n5\n2\nFrågor och dialog\n13.05\n40\n3\nSummering\n13.45\n15",
        "1.\nVart är marknaden på väg?",
    ):
        assert part in text, part
    assert unmarked_painting(document) == []


def test_meeting_link_leads_to_the_meeting() -> None:
    (link,) = Document(render(invitation_agenda()).pdf).root.all("Link")
    assert link.text == AWKWARD["address"]


def test_start_is_given_while_it_is_known() -> None:
    points = (
        AgendaPoint(number=1, title="Ett", minutes=10),
        AgendaPoint(number=2, title="Två"),
        AgendaPoint(number=3, title="Tre", minutes=10),
    )
    text = Document(render(replace(invitation_agenda(), points=points)).pdf).text
    assert "1\nEtt\n13.00\n10\n2\nTvå\n13.10\n3\nTre\n10" in text


def test_agenda_without_times_has_no_columns_for_them() -> None:
    points = (AgendaPoint(number=1, title="Ett"), AgendaPoint(number=2, title="Två"))
    text = Document(render(replace(invitation_agenda(), points=points)).pdf).text
    assert "Nr\nPunkt\n1\nEtt\n2\nTvå" in text


def test_same_agenda_gives_the_same_bytes() -> None:
    assert render(invitation_agenda()).pdf == render(invitation_agenda()).pdf
