"""What a meeting is planned with: agenda, length, name, questions and the invitation."""

from __future__ import annotations

from dataclasses import replace

from dialogdesk.domain.dialogue import (
    Invitation,
    agenda_for,
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
    when="onsdag 9 december 2026 kl. 13:00–14:15",
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
    hosts=["Åsa Lindqvist", "Per Öhman"],
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

När: onsdag 9 december 2026 kl. 13:00–14:15
Var: Kommunhuset
Anslut: https://teams.example/1
Diarienummer: KS 2026/214

SYFTE
Höra hur funktionskrav fungerar.

BEHOV
Kläder som håller.

MÅLBILD
Rena kläder varje dag.

DAGORDNING
1. Deltagarna presenterar sig (5 min)
2. Frågor och dialog (10 min)

FRÅGOR VI VILL TA UPP
– Hur tvättas de?
– Vad kostar frakten & lagret?

Mötet är en dialog, ingen förhandling. Ta gärna med den som kan frågorna bäst. Säg till i god tid om \
tiden inte passar, så hittar vi en annan.

Vänliga hälsningar
Åsa Lindqvist, Per Öhman
Upphandlingsenheten, Ekeby kommun
"""
    )


def test_invitation_leaves_no_gap_for_what_is_not_known() -> None:
    bare = Invitation(
        title="Avtalsmöte Städ", kind=MeetingKind.TACTICAL, when="fredag 4 december 2026 kl. 10:00–11:00"
    )
    assert invitation_text(bare) == (
        "Hej!\n\nHär kommer inbjudan till Avtalsmöte Städ.\n\n"
        "När: fredag 4 december 2026 kl. 10:00–11:00\n\nVänliga hälsningar\n"
    )


def test_invitation_to_nobody_in_particular_is_still_a_sentence() -> None:
    assert "Vi bjuder in till ett dialogmöte." in invitation_text(
        replace(INVITATION, supplier="", procurement="")
    )
    assert "Vi bjuder in Norrväv AB till ett dialogmöte." in invitation_text(
        replace(INVITATION, procurement="")
    )
    assert "inför upphandlingen ”Arbetskläder”" in invitation_text(replace(INVITATION, supplier=""))
