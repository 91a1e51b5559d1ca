"""The grammar of a line: what is read out of the text as typed, and what of it is printed."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogdesk.domain.dates import Slip
from dialogdesk.domain.minutes import (
    AGENDAS,
    DIALOGUE_AGENDA,
    KIND_KEYS,
    KIND_LETTERS,
    QUESTION_THEMES,
    KnownPerson,
    Reading,
    SpanKind,
    body_of,
    initials_of,
    read_line,
    signs_of,
    typed_kind,
)
from dialogdesk.domain.values import LineKind, MeetingKind

TODAY = date(2026, 11, 20)
AASA = KnownPerson(uuid4(), "Åsa Provsjö", "ÅP", is_there=True)
KARIN = KnownPerson(uuid4(), "Karin Mönsterdal", "KM", is_there=True)
OTHER_KARIN = KnownPerson(uuid4(), "Karin Ek", "KE")
PEOPLE = (AASA, KARIN, OTHER_KARIN)

PIECES = st.sampled_from(
    [
        *("// ", "//", "ÅP: ", "åp:", "X: ", "@Åsa", "@Karin Ek", "@KM", "@", "Karin", "@Åsa@Karin"),
        *(
            "!!",
            "!",
            "#3.1",
            "(#3.1)",
            "#v50",
            "#",
            "1/12",
            "fre",
            "i övermorgon",
            "+2v",
            ", ",
            ".",
            " ",
            "ord",
        ),
        *("\t", "\xa0", "😀", "<b>&", "\u202eאב"),
    ]
)
TEXTS = st.lists(PIECES, max_size=10).map("".join) | st.text(max_size=60)
KINDS = st.sampled_from(LineKind)


def read(text: str, kind: LineKind = LineKind.NOTE) -> Reading:
    return read_line(text, kind, PEOPLE, TODAY)


def printed(text: str, kind: LineKind = LineKind.NOTE) -> str:
    return body_of(text, read(text, kind))


def taken(text: str, kind: LineKind, what: SpanKind) -> list[str]:
    return [text[span.start : span.end] for span in read(text, kind).spans if span.what is what]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("b,", LineKind.DECISION),
        ("b, Vi delar upp", LineKind.DECISION),
        ("å, Ring", LineKind.ACTION),
        ("a,Ring", LineKind.ACTION),
        ("f,", LineKind.QUESTION),
        ("q,", LineKind.QUESTION),
        ("s,", LineKind.ANSWER),
        ("w,", LineKind.ANSWER),
        ("d,", LineKind.SHARED),
        ("i,", LineKind.INSIGHT),
        ("r,", LineKind.RISK),
        ("n,", LineKind.NEED),
        ("B, stort", None),
        ("b", None),
        ("b ,", None),
        (" b,", None),
        ("ab,", None),
        ("x,", None),
        ("", None),
    ],
)
def test_letter_and_comma_first_on_the_line_stand_for_a_kind(typed: str, kind: LineKind | None) -> None:
    assert typed_kind(typed) is kind


def test_every_kind_but_the_note_has_letters_and_a_key() -> None:
    kinds = set(LineKind) - {LineKind.NOTE}
    assert set(KIND_LETTERS.values()) == kinds
    assert set(KIND_KEYS) == kinds


@pytest.mark.parametrize(
    ("text", "speaker", "body"),
    [
        ("KM: Tre områden räcker.", KARIN, "Tre områden räcker."),
        ("km: Tre områden räcker.", KARIN, "Tre områden räcker."),
        ("åp: Ja", AASA, "Ja"),
        ("KM:", KARIN, ""),
        ("KM:utan mellanslag", None, "KM:utan mellanslag"),
        ("XX: okänd", None, "XX: okänd"),
        ("Karin: hela namnet är ingen förkortning", None, "Karin: hela namnet är ingen förkortning"),
        ("Obs KM: inte först", None, "Obs KM: inte först"),
    ],
)
def test_speaker_is_known_initials_and_a_colon(text: str, speaker: KnownPerson | None, body: str) -> None:
    assert read(text).speaker_id == (speaker.id if speaker else None)
    assert printed(text) == body


def test_action_has_its_first_named_person_as_owner_and_its_last_date_as_due() -> None:
    text = "Skickar mallen till @Åsa @Karin 3/12 eller 4/12"
    reading = read(text, LineKind.ACTION)
    assert reading.owner_id == AASA.id
    assert reading.due == date(2026, 12, 4)
    assert printed(text, LineKind.ACTION) == "Skickar mallen till Åsa Karin 3/12 eller 4/12"


def test_owner_and_date_are_read_in_actions_only() -> None:
    text = "Enligt @Karin sker det 3/12"
    for kind in set(LineKind) - {LineKind.ACTION}:
        reading = read(text, kind)
        assert (reading.owner_id, reading.due) == (None, None)
        assert printed(text, kind) == "Enligt Karin sker det 3/12"


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Ring @Åsa", AASA.id),
        ("Ring @ÅSA PROVSJÖ i dag", AASA.id),
        ("Ring @km.", KARIN.id),
        ("Ring @Karin", KARIN.id),
        ("Ring @Karin Ek", OTHER_KARIN.id),
        ("Ring @Karina", None),
        ("Ring @Kalle", None),
        ("Ring kontakt@Karin Ek", None),
        ("Ring @", None),
    ],
)
def test_person_is_named_by_initials_first_name_or_the_longest_name_that_fits(
    text: str, owner: UUID | None
) -> None:
    assert read(text, LineKind.ACTION).owner_id == owner


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Priset är 178 kronor !!", "Priset är 178 kronor"),
        ("Priset är 178 kronor!!", "Priset är 178 kronor"),
        ("!! Priset", "Priset"),
        ("Priset !! är 178", "Priset är 178"),
    ],
)
def test_two_exclamation_marks_mark_the_line_and_are_not_printed(text: str, body: str) -> None:
    assert read(text).marked
    assert printed(text) == body


@pytest.mark.parametrize("text", ["Vilket pris!", "Nej!!!", "a!!b", "!!!"])
def test_other_exclamations_are_only_text(text: str) -> None:
    assert not read(text).marked
    assert printed(text) == text


def test_line_that_begins_with_two_strokes_is_a_working_note() -> None:
    text = "// KM: kolla mot Rentorp"
    reading = read(text)
    assert reading.working_note
    assert reading.speaker_id == KARIN.id
    assert printed(text) == "kolla mot Rentorp"
    assert not read("se https://exempel.example").working_note


@pytest.mark.parametrize(
    ("text", "requirement", "body"),
    [
        ("Referenserna i #4.2, inte storlek", "4.2", "Referenserna i krav 4.2, inte storlek"),
        ("#K12-b är för hårt", "K12-b", "#K12-b är för hårt"),
        ("KM: #6.1 klarar de", "6.1", "Krav 6.1 klarar de"),
        ("Max 30 minuter. #6.1 !!", "6.1", "Max 30 minuter. Krav 6.1"),
        ("Kravet #3.4 och #3.5 driver kostnad", "3.4", "Kravet 3.4 och 3.5 driver kostnad"),
        ("De klarar #3.4, #3.5 samt #4.1.2", "3.4", "De klarar krav 3.4, 3.5 samt 4.1.2"),
        ("Se ärende #4512 i systemet", "4512", "Se ärende #4512 i systemet"),
        ("Kravlista #3.4.", "3.4", "Kravlista 3.4."),
        ("Skakraven #3.1-#3.4 står fast", "3.1", "Skakraven 3.1-3.4 står fast"),
        ("SKA-krav: #3.1/#3.2", "3.1", "SKA-krav: 3.1/3.2"),
        ("Två krav. #3.1 är hårt", "3.1", "Två krav. Krav 3.1 är hårt"),
        ("#3.1–#3.4 slopas", "3.1", "Krav 3.1–3.4 slopas"),
        ("Priset drivs av referenserna (#3.4)", "", "Priset drivs av referenserna (krav 3.4)"),
        ("Kravet på referenser (#3.4 och #3.5)", "3.5", "Kravet på referenser (krav 3.4 och 3.5)"),
        ("#3.4a och #1.5kr", "3.4a", "#3.4a och #1.5kr"),
        ("Prisar #stål och trä", "stål", "Prisar #stål och trä"),
        ("C#-kod och nr#3", "", "C#-kod och nr#3"),
    ],
)
def test_requirement_is_printed_as_its_reader_knows_it(text: str, requirement: str, body: str) -> None:
    assert read(text).requirement == requirement
    assert printed(text) == body


def test_every_sign_of_a_full_line_is_found_where_it_stands() -> None:
    text = "KM: Skickar mallen @Karin fre #2.1 !!"
    assert taken(text, LineKind.ACTION, SpanKind.SPEAKER) == ["KM:"]
    assert taken(text, LineKind.ACTION, SpanKind.PERSON) == ["@Karin"]
    assert taken(text, LineKind.ACTION, SpanKind.DATE) == ["fre"]
    assert taken(text, LineKind.ACTION, SpanKind.REQUIREMENT) == ["#2.1"]
    assert taken(text, LineKind.ACTION, SpanKind.MARK) == ["!!"]
    assert printed(text, LineKind.ACTION) == "Skickar mallen krav 2.1"


def test_sign_taken_out_leaves_no_gap_and_glues_no_words() -> None:
    assert printed("Ring @Karin, sedan Åsa", LineKind.ACTION) == "Ring Karin, sedan Åsa"
    assert printed("Ring 3/12 Karin", LineKind.ACTION) == "Ring 3/12 Karin"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Skickar prislistan senast 3/12", "Skickar prislistan"),
        ("Skickar prislistan @Karin senast den 3/12", "Skickar prislistan"),
        ("Svar till kommunen innan fre, sedan möte", "Svar till kommunen innan fre, sedan möte"),
        ("Underlag före v50 @Åsa", "Underlag"),
        ("Ring @Åsa, imorgon", "Ring"),
        ("Avtalet gäller från 3/12", "Avtalet gäller från"),
        ("Hittills 3/12", "Hittills"),
        ("senast 3/12", ""),
        ("Ring, sedan skriv,", "Ring, sedan skriv,"),
    ],
)
def test_word_that_leads_to_a_date_goes_with_it_and_so_does_the_last_comma(text: str, body: str) -> None:
    assert printed(text, LineKind.ACTION) == body


@given(TEXTS, KINDS)
def test_what_is_read_stands_in_the_text_and_in_order(text: str, kind: LineKind) -> None:
    spans = read(text, kind).spans
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(TEXTS, KINDS)
def test_print_keeps_every_letter_outside_the_signs(text: str, kind: LineKind) -> None:
    reading = read(text, kind)
    signs = {i for s in reading.spans for i in range(s.start, s.end)}
    kept = "".join(c for i, c in enumerate(text) if i not in signs).rstrip(", ").replace("#", "")
    letters = iter(body_of(text, reading).replace(" ", ""))
    assert all(c in letters for c in kept.replace(" ", ""))


@given(TEXTS, KINDS)
def test_line_without_signs_is_printed_exactly_as_typed(text: str, kind: LineKind) -> None:
    reading = read_line(text, kind, (), TODAY)
    if not reading.spans and "(#" not in text:
        assert body_of(text, reading) == text


def test_line_of_ten_thousand_signs_is_read_in_a_blink() -> None:
    text = "KM: " + "@Karin 3/12 #1.1 !! " * 500
    assert len(read(text, LineKind.ACTION).spans) == 1 + 500 + 1 + 1 + 500
    assert read(" " * 10_000 + "// @" * 1000).owner_id is None


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Åsa Maria Öberg", "ÅÖ"), ("Åsa", "Å"), ("  Bo   Ek ", "BE"), ("", ""), ("élise dupont", "ÉD")],
)
def test_initials_are_the_first_letters_of_the_first_and_last_names(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_dialogue_agenda_has_its_eight_parts_in_an_hour_and_one_takes_the_questions() -> None:
    assert len(DIALOGUE_AGENDA) == 8
    assert sum(point.minutes for point in DIALOGUE_AGENDA) == 60
    assert [point.takes_questions for point in DIALOGUE_AGENDA].count(True) == 1
    assert len(QUESTION_THEMES) == 7


def test_every_kind_of_meeting_has_an_agenda_or_needs_none() -> None:
    assert set(AGENDAS) == set(MeetingKind)
    assert not AGENDAS[MeetingKind.PHONE_NOTE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@Åsa och @Karin tar fram underlag 3/12", "Åsa och Karin tar fram underlag"),
        ("@Åsa begär in rapporten", "Åsa begär in rapporten"),
        ("Begär in rapporten @Åsa 3/12 !!", "Begär in rapporten"),
        ("Begär in rapporten, @Åsa.", "Begär in rapporten, Åsa."),
    ],
)
def test_owner_who_is_part_of_the_sentence_stays_in_it(text: str, expected: str) -> None:
    assert printed(text, LineKind.ACTION) == expected


@pytest.mark.parametrize(
    ("text", "due", "expected"),
    [
        ("Drift 24/7 krävs fre", date(2026, 11, 27), "Drift 24/7 krävs"),
        (
            "Svara på brevet från 3/11 om taket senast v50",
            date(2026, 12, 11),
            "Svara på brevet från 3/11 om taket",
        ),
        ("Kolla om 1/2 tjänst räcker", None, "Kolla om 1/2 tjänst räcker"),
        ("Möte fredag den 4 dec kl 10", date(2026, 12, 4), "Möte fredag den 4 dec kl 10"),
        ("Möte fredag den 4 dec om taket", date(2026, 12, 4), "Möte fredag den 4 dec om taket"),
        ("Skickar mallen senast fredag den 4 dec", date(2026, 12, 4), "Skickar mallen"),
        ("Skickar mallen senast nästa fredag", date(2026, 11, 27), "Skickar mallen"),
        ("Skickar mallen måndag v50 @Åsa", date(2026, 12, 7), "Skickar mallen"),
        ("Skickar mallen 1/12-26 !!", date(2026, 12, 1), "Skickar mallen"),
        ("Skickar mallen på fredag", date(2026, 11, 27), "Skickar mallen"),
        ("Skickar mallen 2026-12-24 kl 15", date(2026, 12, 24), "Skickar mallen 2026-12-24 kl 15"),
        ("Skickar mallen senast fre kl 9.30", date(2026, 11, 27), "Skickar mallen senast fre kl 9.30"),
        ("Skickar mallen fre, före kl. 12 @Åsa", date(2026, 11, 27), "Skickar mallen fre, före kl. 12"),
        ("Skickar mallen fre 9.30 @Åsa", date(2026, 11, 27), "Skickar mallen fre 9.30"),
        ("Ring next friday at 3 pm", date(2026, 11, 27), "Ring next friday at 3 pm"),
        ("Ses 1/12 kl 9 i sal B", date(2026, 12, 1), "Ses 1/12 kl 9 i sal B"),
        ("Räknar på 1/12 2.50 kr", None, "Räknar på 1/12 2.50 kr"),
    ],
)
def test_only_a_date_that_ends_the_line_or_is_led_to_is_its_date(
    text: str, due: date | None, expected: str
) -> None:
    assert read(text, LineKind.ACTION).due == due
    assert printed(text, LineKind.ACTION) == expected


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("@Åsa skickar mallen 31/2", Slip.DAY),
        ("klart senast 2026-02-30 !!", Slip.DAY),
        ("svarar 32/1", Slip.DAY),
        ("svarar 12/31", Slip.DAY),
        ("svarar 30 februari", Slip.DAY),
        ("levererar v54", Slip.WEEK),
        ("tas upp nm", Slip.MEETING),
        ("svarar senast måndag 1/12", Slip.DAY),
        ("levererar senast mån v54", Slip.WEEK),
        ("svarar 3-4/12", Slip.READING),
        ("svarar senast 3/12–4/12", Slip.READING),
        ("svarar 1.12.2026", Slip.READING),
        ("svarar 2026/12/01", Slip.READING),
        ("svarar nästa månad", Slip.READING),
        ("svarar fre-mån", Slip.READING),
        ("driften går 24/7 utan avbrott", None),
        ("betalar 1/3 av priset", None),
        ("uppgraderar till 1.2.3", None),
        ("ringer 08-123 45 67", None),
        ("ringer 070-12 34 56", None),
        ("beställer 5-6 st", None),
        ("se KS 2026/123", None),
        ("fördela 70/30", None),
        ("se ärende 20261399", None),
        ("31/2 finns inte", None),
        ("svarar 28/2", None),
        ("flyttas från 31/2 till 1/3", None),
    ],
)
def test_date_the_calendar_does_not_have_is_told_of_in_an_action_and_stays_in_the_text(
    text: str, slip: Slip | None
) -> None:
    found = read(text, LineKind.ACTION).slip
    assert (found.what if found else None) is slip
    assert read(text, LineKind.DECISION).slip is None
    if found is not None:
        assert text[found.start : found.end] in (
            "31/2",
            "2026-02-30",
            "32/1",
            "12/31",
            "30 februari",
            "v54",
            "nm",
            "måndag 1/12",
            "mån v54",
            "3-4/12",
            "3/12–4/12",
            "1.12.2026",
            "2026/12/01",
            "nästa månad",
            "fre-mån",
        )
        assert read(text, LineKind.ACTION).due is None
        assert printed(text, LineKind.ACTION) == text.removeprefix("@").removesuffix(" !!")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("@Kalle skickar mallen", "@Kalle"),
        ("@Åsa och @Johan-Erik frågar", "@Johan-Erik"),
        ("@Åsas mall", "@Åsas"),
        ("@Åsa och @Karin Ek frågar", None),
        ("skriv till info@norrgrossen.se", None),
        ("5 st @ 100 kr, 3 st @200", None),
    ],
)
def test_name_of_nobody_is_told_of_in_an_action(text: str, name: str | None) -> None:
    stranger = read(text, LineKind.ACTION).stranger
    assert (stranger.name if stranger else None) == name
    if stranger:
        assert text[: stranger.end].endswith(stranger.name)
    assert read(text, LineKind.NOTE).stranger is None


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("@Karin skickar mallen", "@Karin"),
        ("@karin, @Åsa", "@karin"),
        ("@Åsa och @KE frågar", "@KE"),
        ("@Karin Mönsterdal skickar mallen", None),
        ("@KM skickar mallen", None),
        ("@Åsa skickar mallen", None),
        ("@Kalle skickar mallen", None),
    ],
)
def test_name_that_several_at_the_meeting_share_is_doubted_and_means_the_first(
    text: str, doubted: str | None
) -> None:
    there = KnownPerson(uuid4(), "Karin Ek", "KE", is_there=True)
    people = (AASA, KARIN, there, KnownPerson(uuid4(), "Kurt Ek", "KE", is_there=True))
    reading = read_line(text, LineKind.ACTION, people, TODAY)
    assert (reading.namesake.name if reading.namesake else None) == doubted
    if reading.namesake:
        assert text[: reading.namesake.end].endswith(reading.namesake.name)
    assert reading.owner_id == read_line(text, LineKind.ACTION, people[:3], TODAY).owner_id
    assert read_line(text, LineKind.NOTE, people, TODAY).namesake is None


def test_who_is_at_the_meeting_is_meant_without_doubt_before_who_is_not() -> None:
    reading = read("@Karin skickar mallen", LineKind.ACTION)
    assert (reading.owner_id, reading.namesake) == (KARIN.id, None)


def test_name_picked_from_the_list_means_who_was_picked_though_it_is_as_long_as_anothers() -> None:
    bare, initialled = KnownPerson(uuid4(), "Karin", "K"), KnownPerson(uuid4(), "Kim Arne", "KARIN")
    reading = read_line("@Karin ringer", LineKind.ACTION, (initialled, OTHER_KARIN, bare), TODAY)
    assert (reading.owner_id, reading.namesake) == (bare.id, None)


def test_action_until_the_next_meeting_is_due_on_its_day() -> None:
    meeting = date(2026, 12, 14)
    for text in ("ringer @Åsa nm", "ringer @Åsa senast nm", "ringer till nm, @Åsa"):
        reading = read_line(text, LineKind.ACTION, PEOPLE, TODAY, meeting)
        assert (reading.due, reading.owner_id) == (meeting, AASA.id)
        assert body_of(text, reading) == "ringer"
    assert read_line("@Åsa ringer nm", LineKind.ACTION, PEOPLE, TODAY).due is None
    assert read_line("ringer nm", LineKind.DECISION, PEOPLE, TODAY, meeting).due is None


@pytest.mark.parametrize(
    "text",
    ["", "öppet", "// eget", " //eget", "se http://a", "pris !!", "pris!!", "!! pris", "oj!!! a", "// a !!"],
)
def test_signs_of_a_text_are_those_its_line_is_read_with(text: str) -> None:
    reading = read_line(text, LineKind.NOTE, PEOPLE, TODAY)
    signs = signs_of(text)
    assert (signs.working_note, signs.marked) == (reading.working_note, reading.marked)
