"""Charts to test with: one of each as it will be used, and one of each with all that could tear it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from dialogdesk.documents.charts.bars import Bar, Bars
from dialogdesk.documents.charts.chart import Chart
from dialogdesk.documents.charts.heat_map import Field, HeatMap
from dialogdesk.documents.charts.ladder import Ladder, Rung
from dialogdesk.documents.charts.radar import Radar, Series
from dialogdesk.documents.charts.timeline import Period, Timeline
from dialogdesk.documents.charts.week import Booking, Week
from dialogdesk.documents.charts.year_wheel import Occasion, YearWheel

TODAY = date(2026, 11, 26)
LONG = "Uppföljning av ramavtalet för lokalvård i skolor och förskolor"
STEPS = ("1 Förutsättningar", "2 Leverantörsdialog", "3 Avtalsuppföljning", "4 Utveckling")
PERSPECTIVES = ("Styrning", "Verksamhet", "Resurs och kompetens", "Marknad och leverantör")


def heat_map() -> HeatMap:
    """The Dalamodell: four steps, four perspectives, one field with nothing assessed."""
    levels = ((3, 2, 1, 0), (2, 2, 1, None), (1, 0, 1, 1), (0, 1, 0, 3))
    return HeatMap(STEPS, PERSPECTIVES, tuple(tuple(map(_field, row)) for row in levels))


def _field(level: int | None) -> Field:
    if level is None:
        return Field()
    shares = tuple(1.0 if n <= level else 0.75 / (n - level) for n in (1, 2, 3))
    return Field(level, (shares[0], shares[1], shares[2]), target=min(level + 1, 3))


def radar() -> Radar:
    """Relations with a supplier, two years compared, one measure without data."""
    axes = ("Förtroende", "Öppenhet", "Rollförståelse", "Tillgänglighet", "Utveckling", "Integritet")
    return Radar(
        axes, (Series("2025", (2, 1.5, 2, 3, 1, 2)), Series("2026", (2.5, 2, None, 3, 2, 2.5))), highest=3
    )


def bars() -> Bars:
    """Measures of a contract against their targets, one without data."""
    return Bars(
        (
            Bar("Nöjda brukare", 78, 85),
            Bar("Godkända kvalitetskontroller", 96.5, 95),
            Bar("Städning utförd i tid", 91, 95),
            Bar("Svar på reklamation inom två dagar", None, 90),
        ),
        unit="%",
        highest=100,
    )


def timeline() -> Timeline:
    """Contracts with options, and today."""
    return Timeline(
        (
            Period(
                "Lokalvård i skolor",
                date(2023, 9, 1),
                date(2026, 8, 31),
                (date(2027, 8, 31), date(2028, 8, 31)),
            ),
            Period("Skolskjuts", date(2025, 1, 1), date(2028, 12, 31)),
            Period("Konsulttjänster inom bygg och anläggning", date(2024, 4, 1), date(2027, 3, 31)),
        ),
        TODAY,
    )


def ladder() -> Ladder:
    """A matter that has come to the tactical step."""
    return Ladder(
        (
            Rung("Operativ nivå", "Beställare och platschef", "2026-10-19 till 2026-11-02"),
            Rung("Taktisk nivå", "Avtalsansvariga på båda sidor", "sedan 2026-11-02, svar senast 2026-12-01"),
            Rung("Strategisk nivå", "Avtalsägare och ledning"),
        ),
        at=1,
    )


def year_wheel() -> YearWheel:
    """A year of a procurement unit."""
    titles = {
        (1, 20): "Årsplanering med verksamheterna",
        (2, 10): "Taktiskt möte, lokalvård",
        (3, 2): "Näringslivsdag",
        (4, 14): "Strategiskt möte, skolskjuts",
        (6, 1): "Uppföljning halvår",
        (9, 8): "Dialogomgång livsmedel",
        (10, 5): "Budgetunderlag",
        (11, 26): "Dialogmöte",
        (12, 1): "Sista dag för option, skolskjuts",
    }
    occasions = [Occasion(date(2026, *day), title) for day, title in titles.items()]
    return YearWheel(2026, (*occasions, Occasion(date(2026, 7, 1), "Semester", date(2026, 8, 9))), TODAY)


def week() -> Week:
    """A working week with meetings, two of them at the same time and one too short for its title."""
    monday = datetime(2026, 11, 23, tzinfo=UTC)

    def at(day: int, hour: float, minutes: int, title: str) -> Booking:
        start = monday + timedelta(days=day, hours=hour - 1)
        return Booking(start, start + timedelta(minutes=minutes), title)

    return Week(
        monday.date(),
        (
            at(0, 9, 60, "Avstämning"),
            at(1, 13, 90, "Dialogmöte med Städkraft i Mellby AB"),
            at(1, 13.5, 60, "Operativt möte"),
            at(3, 10, 30, LONG),
            at(3, 14, 120, "Dialogmöte med Nordstäd Ekonomisk förening"),
            at(4, 8, 45, "Snabbmöte"),
        ),
        today=TODAY,
    )


def plain() -> dict[str, Chart]:
    """One of each, by name."""
    return {
        "heat-map": heat_map(),
        "radar": radar(),
        "bars": bars(),
        "timeline": timeline(),
        "ladder": ladder(),
        "year-wheel": year_wheel(),
        "week": week(),
    }


def awkward() -> dict[str, Chart]:
    """One of each with long words, many parts, no data, and characters from all over."""
    word = "samverkansupphandlingsmodellsuppföljning"
    signs = "Ω Дмитрий שלום 😀 中 <b>&"
    many = [Occasion(date(2026, 3, 2) + timedelta(days=n // 6), f"{LONG} {n}") for n in range(30)]
    crowd = datetime(2026, 11, 24, 8, tzinfo=UTC)
    return {
        "heat-map": HeatMap(
            (word, LONG * 2, signs),
            (word, "", signs, LONG, "E", "F"),
            tuple(tuple(_field(n) for n in (None, 0, 1, 2, 3, 3)) for _row in range(3)),
        ),
        "radar": Radar(
            (*(f"{LONG} {n}" for n in range(10)), word, signs),
            (
                Series(LONG * 2, (None,) * 12),
                Series(signs, (3, 0, None) * 4),
                Series("C", tuple(n / 4 for n in range(12))),
                Series(word, (1,) * 12),
            ),
        ),
        "bars": Bars((Bar(word * 3, 0, 0), Bar(signs, 1_000_000, 2_500_000), Bar("", None), Bar(LONG, 1))),
        "timeline": Timeline(
            (
                Period(LONG * 2, date(2026, 11, 26), date(2026, 11, 26)),
                Period(word * 2, date(1999, 12, 31), date(2061, 1, 1), (date(2061, 1, 2),)),
                Period(signs, date(2020, 1, 1), date(2019, 1, 1)),
            ),
            TODAY,
        ),
        "ladder": Ladder((Rung(word * 2, LONG * 2, signs), Rung(""), Rung(signs, word, LONG * 3)), at=2),
        "year-wheel": YearWheel(
            2026, (*many, Occasion(date(2025, 1, 1), word * 3), Occasion(date(2027, 1, 1), signs))
        ),
        "week": Week(
            crowd.date() - timedelta(days=1),
            (
                *(
                    Booking(
                        crowd + timedelta(minutes=10 * n),
                        crowd + timedelta(minutes=10 * n + 15),
                        f"{LONG} {n}",
                    )
                    for n in range(7)
                ),
                Booking(crowd - timedelta(hours=4), crowd + timedelta(days=2), word * 2 + signs),
            ),
            days=7,
        ),
    }
