"""What a meeting is planned with: agenda, length, name, questions and the invitation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogdesk.domain.dialogue import (
    Host,
    Invitation,
    agenda_for,
    good_to_know,
    invitation_text,
    questions_in,
    suggested_minutes,
    suggested_plan,
    suggested_title,
)
from dialogdesk.domain.values import MeetingKind

INVITATION = Invitation(
    title="Dialogmöte Norrväv",
    kind=MeetingKind.DIALOGUE,
    when="onsdag 9 december 2026 kl. 13.00–14.15",
    supplier="Norrväv AB",
    procurement="Arbetskläder",
    case_number="KS 2026/214",
    purpose="Höra hur funktionskrav fungerar.",
    needs="Kläder som håller.",
    target_picture="Rena kläder varje dag.",
    place="Kommunhuset",
    link="https://teams.example/1",
    agenda=[("Deltagarna presenterar sig", 5), ("Frågor och dialog", 10)],
    questions=["Hur tvättas de?", "Vad kostar frakten & lagret?"],
    hosts=[
        Host(name="Åsa Lindqvist", title="upphandlare", phone="0555-123 45", email="asa@ekeby.example"),
        Host(name="Per Öhman"),
    ],
    unit="Upphandlingsenheten",
    organisation="Ekeby kommun",
)


def test_dialogue_agenda_has_eight_points() -> None:
    assert len(agenda_for(suggested_plan(MeetingKind.DIALOGUE), 7)) == 8


def test_length_follows_the_number_of_questions() -> None:
    assert suggested_minutes(suggested_plan(MeetingKind.DIALOGUE), 7) == 75
    assert suggested_minutes(suggested_plan(MeetingKind.DIALOGUE), 12) == 100
    assert suggested_minutes(suggested_plan(MeetingKind.DIALOGUE), 0) == 60


def test_kind_without_agenda_is_booked_for_a_quarter() -> None:
    assert suggested_minutes(suggested_plan(MeetingKind.QUICK), 0) == 15


def test_only_dialogues_are_prepared_with_questions() -> None:
    assert len(suggested_plan(MeetingKind.DIALOGUE).questions) == 7
    assert suggested_plan(MeetingKind.TACTICAL).questions == ()


def test_meeting_is_named_after_whom_else_what_it_concerns() -> None:
    assert suggested_title(MeetingKind.DIALOGUE, "Norrväv AB", "Arbetskläder") == "Dialogmöte Norrväv AB"
    assert suggested_title(MeetingKind.DIALOGUE, "", "Arbetskläder") == "Dialogmöte Arbetskläder"
    assert suggested_title(MeetingKind.QUICK, "", "") == "Snabbmöte"


def test_questions_are_lines_kept_as_written() -> None:
    text = "Hur?\n\n  – <b>Var</b> & \u2028när?\t\n   \n" + "x" * 10_000
    assert questions_in(text) == ["Hur?", "  – <b>Var</b> & \u2028när?\t", "x" * 10_000]


def test_invitation_says_what_when_where_and_by_whom() -> None:
    assert (
        invitation_text(INVITATION)
        == """Hej!

Vi bjuder in Norrväv AB till ett dialogmöte inför upphandlingen ”Arbetskläder”.

Tid: onsdag 9 december 2026 kl. 13.00–14.15
Plats: Kommunhuset
Möteslänk: https://teams.example/1
Upphandling: Arbetskläder
Diarienummer: KS 2026/214

SYFTE
Höra hur funktionskrav fungerar.

BEHOV
Kläder som håller.

MÅLBILD
Rena kläder varje dag.

DAGORDNING I KORTHET
1. Deltagarna presenterar sig (5 min)
2. Frågor och dialog (10 min)

FRÅGOR ATT FÖRBEREDA
1. Hur tvättas de?
2. Vad kostar frakten & lagret?

BRA ATT VETA
– Mötet är en dialog, ingen förhandling.
– Alla leverantörer får del av samma uppgifter om den kommande upphandlingen.
– Ta gärna med den som kan frågorna bäst.
– Mötet protokollförs, och det ni lämnar in till oss blir allmän handling.
– Säg till om något är affärshemligt och varför. Vi prövar varje begäran om sekretess för sig och kan inte \
lova den i förväg.
– Säg till i god tid om tiden inte passar, så hittar vi en annan.

Vänliga hälsningar
Åsa Lindqvist, upphandlare
0555-123 45 · asa@ekeby.example
Per Öhman
Upphandlingsenheten, Ekeby kommun
"""
    )


def test_invitation_leaves_no_gap_for_what_is_not_known() -> None:
    bare = Invitation(
        title="Driftmöte", kind=MeetingKind.INTERNAL, when="fredag 4 december 2026 kl. 10.00–11.00"
    )
    assert invitation_text(bare) == (
        "Hej!\n\nHär kommer inbjudan till Driftmöte.\n\n"
        "Tid: fredag 4 december 2026 kl. 10.00–11.00\n\n"
        "BRA ATT VETA\n– Mötet protokollförs.\n"
        "– Säg till i god tid om tiden inte passar, så hittar vi en annan.\n\n"
        "Vänliga hälsningar\n"
    )


@pytest.mark.parametrize("kind", [kind for kind in MeetingKind if kind is not MeetingKind.INTERNAL])
def test_everybody_from_outside_is_told_what_becomes_public(kind: MeetingKind) -> None:
    told = " ".join(good_to_know(kind))
    assert "allmän handling" in told
    assert "affärshemligt" in told


def test_whoever_is_wanted_at_a_meeting_is_asked_for_instead_of_the_usual() -> None:
    told = " ".join(good_to_know(MeetingKind.DIALOGUE, "den som leder arbetet"))
    assert "Ta gärna med den som leder arbetet." in told
    assert "kan frågorna bäst" not in told


def test_invitation_to_nobody_in_particular_is_still_a_sentence() -> None:
    assert "Vi bjuder in till ett dialogmöte." in invitation_text(
        replace(INVITATION, supplier="", procurement="")
    )
    assert "Vi bjuder in Norrväv AB till ett dialogmöte." in invitation_text(
        replace(INVITATION, procurement="")
    )
    assert "inför upphandlingen ”Arbetskläder”" in invitation_text(replace(INVITATION, supplier=""))
