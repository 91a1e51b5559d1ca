"""Exchanging with the unit's other computers, through a folder or a hub: setting it up, a round, how it stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy import text

from dialogdesk.domain.errors import UserError, WrongPassphrase
from dialogdesk.domain.values import BackupReason
from dialogdesk.i18n import _, ngettext
from dialogdesk.services.conflicts import conflict_count
from dialogdesk.services.desk import Changed, Desk
from dialogdesk.services.unit import is_joining
from dialogdesk.store import crypto
from dialogdesk.store.exchange import publishing, ring, rounds, segments
from dialogdesk.store.exchange.carrier import Carrier, CarrierUnavailable, FileUnreadable, NotThere
from dialogdesk.store.exchange.importing import Held, nothing_held, settle_parked
from dialogdesk.store.exchange.ring import KeyFile, Ring
from dialogdesk.store.exchange.rounds import Exchange, Report, Steps, run
from dialogdesk.store.folding import RowId, parked_rows

Way = Literal["folder", "hub"]

_WAY, _PLACE = "exchange.way", "exchange.place"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the unit's computers meet: a folder they all reach, or a PostgreSQL hub."""

    way: Way
    where: str
    """The folder's path, or the hub's address."""


@dataclass(frozen=True, slots=True)
class ExchangeState:
    """How the exchange stands, as last known."""

    place: Place | None
    """None where no exchange has been set up."""
    at: datetime | None
    """When a round last went through."""
    came: int
    """Changes it brought."""
    unsent: int
    """Changes of this computer's that have not gone out."""
    unsent_since: datetime | None
    """When the oldest of them was written."""
    parked: int
    """Records that something came for, which is not taken in before what is being written there is done."""
    incomplete: int
    """Records that belong to something which has not come yet."""
    conflicts: int
    waiting: int
    newer: int
    damaged: int
    foreign: int
    ahead: str
    """The computer whose clock is more than a day ahead; empty if none's is."""
    phrase_changed: bool
    """The unit's passphrase was changed on another computer and is to be typed here."""


def state_of(desk: Desk, edited: frozenset[RowId] = frozenset()) -> ExchangeState:
    """How the exchange stands, while the rows of `edited` are being written in."""
    database, waiting = desk.database, waiting_rows(desk)
    told = json.loads(database.local("exchange.report") or "{}")
    at = database.local("exchange.at")
    since = publishing.oldest_unpublished(database)
    return ExchangeState(
        place=place_of(desk),
        at=datetime.fromtimestamp(float(at), UTC) if at else None,
        came=told.get("came", 0),
        unsent=publishing.unpublished(database),
        unsent_since=datetime.fromtimestamp(since / 1000, UTC) if since is not None else None,
        parked=len(waiting & edited),
        incomplete=len(waiting - edited),
        conflicts=conflict_count(desk),
        waiting=told.get("waiting", 0),
        newer=told.get("newer", 0),
        damaged=told.get("damaged", 0),
        foreign=told.get("foreign", 0),
        ahead=told.get("ahead", ""),
        phrase_changed=bool(database.local(rounds.PHRASE_CHANGED)),
    )


def place_of(desk: Desk) -> Place | None:
    """Where the desk exchanges; None where that has not been set up."""
    way, where = desk.database.local(_WAY), desk.database.local(_PLACE)
    if not where:
        return None
    return Place("hub" if way == "hub" else "folder", where)


@dataclass(frozen=True, slots=True)
class Found:
    """What lies at a place, as it was looked at."""

    place: Place
    is_in_use: bool
    """Somebody exchanges through it already, so that their passphrase is what opens it."""
    key_files: tuple[KeyFile, ...]


def look_at(place: Place, own_folder: Path | None = None) -> Found:
    """What lies at a place; asks no desk and may take its time, so in any thread.

    CarrierUnavailable if it is out of reach; UserError for a folder in the data folder, `own_folder`.
    """
    if place.way == "folder" and own_folder is not None:
        _refuse_own(Path(place.where), own_folder)
    carrier = carrier_to(place)
    try:
        names = carrier.names()
        files = (_key_file(carrier, name) for name in names if name.endswith(ring.ENDING))
        in_use = any(name.endswith((ring.ENDING, segments.ENDING)) for name in names)
        return Found(place, in_use, tuple(filter(None, files)))
    finally:
        carrier.close()


def opened_with(found: Found, passphrase: str) -> Ring:
    """The keys of what was found, opened with the unit's passphrase; in any thread. WrongPassphrase if it opens none."""
    phrase = crypto.normal_passphrase(passphrase)
    opened: Ring | None = None
    for file in found.key_files:
        try:
            key = ring.open_key_file(file, phrase)
        except WrongPassphrase:
            continue
        if key is not None and (opened is None or opened.unit == file.unit):
            opened = (opened or Ring(file.unit, ())).with_key(file.generation, key)
    if opened is None:
        raise WrongPassphrase(
            _("Lösenfrasen öppnar inte mappen. Den står på enhetens återställningsblad: jämför ord för ord.")
            if found.place.way == "folder"
            else _(
                "Lösenfrasen öppnar inte navet. Den står på enhetens återställningsblad: jämför ord för ord."
            )
        )
    return opened


def knows_all(found: Found, opened: Ring) -> bool:
    """Whether the keys are those of everybody who exchanges there: else somebody may have begun there by mistake."""
    return all(file.unit == opened.unit for file in found.key_files)


@dataclass(frozen=True, slots=True)
class Own:
    """What a desk brings along to a place where nobody is yet."""

    passphrase: str
    """The unit's passphrase as the desk knows it; empty if it has none."""
    keys: Ring | None
    """What it has exchanged with before; None if it never has."""


def own_of(desk: Desk) -> Own:
    """What the desk brings along."""
    return Own(own_passphrase(desk), ring.ring_of(desk.database))


def own_passphrase(desk: Desk) -> str:
    """The unit's passphrase as this copy of the desk knows it; empty if it has none."""
    return desk.database.local(rounds.PASSPHRASE)


def enter(found: Found, own: Own, passphrase: str = "") -> tuple[Ring, str]:
    """The keys of the place and the passphrase that opens them, the desk's own if none is given; in any thread.

    A place without keys has a desk's own at once, so that whoever comes next joins. WrongPassphrase if it does not open
    what is there, or is not the desk's own in a fresh place; CarrierUnavailable if that is out of reach; UserError if
    others exchange there and their keys are missing.
    """
    phrase = crypto.normal_passphrase(passphrase) or own.passphrase
    if found.key_files:
        return opened_with(found, phrase), phrase
    if found.is_in_use and own.keys is None:
        raise UserError(
            _(
                "Mappen har utbytesfiler men ingen nyckelfil. Öppna DialogDesk på datorn som redan"
                " utbyter genom den; då läggs nyckelfilen tillbaka. Försök sedan igen."
            )
        )
    if own.passphrase not in ("", phrase):
        raise WrongPassphrase(
            _("Det är inte den här datorns lösenfras. Mappen är ny: lämna fältet tomt så används den.")
        )
    return _claimed(found.place, own.keys or ring.new_ring(), phrase or crypto.new_passphrase())


def _claimed(place: Place, keys: Ring, phrase: str) -> tuple[Ring, str]:
    from dialogdesk.services import encryption

    encryption.refuse_weak(phrase)
    content = ring.write_key_file(keys, keys.generation, keys.key, phrase)
    carrier = carrier_to(place)
    try:
        carrier.put(ring.file_name(content), content)
    finally:
        carrier.close()
    return keys, phrase


def is_to_be_backed_up(desk: Desk, found: Found) -> bool:
    """Whether a backup comes before the first exchange there: what others have is about to be mixed with what is here."""
    return bool(found.key_files) and desk.database.clock() > 0


def begin(desk: Desk, found: Found, keys: Ring, passphrase: str, *, backed_up: bool = False) -> None:
    """The desk exchanges through the place from now on, with those who do so already.

    The passphrase is that of the place, and becomes the desk's own. If others are there already, what the desk holds
    is backed up first, here and now unless that is done.
    """
    database, phrase = desk.database, crypto.normal_passphrase(passphrase)
    known = ring.ring_of(database)
    if not backed_up and is_to_be_backed_up(desk, found):
        desk.back_up(BackupReason.EXCHANGE)
    if known is not None and known.unit == keys.unit:  # its passphrase was changed, perhaps
        keys = reduce(_with_key, known.keys, keys)
    elif known is not None:
        publishing.forget_all(database)
    ring.keep_ring(database, keys)
    _adopt(desk, phrase, typed=bool(found.key_files) and not is_joining(desk))  # who joins: when all has come
    database.set_local(rounds.PHRASE_CHANGED, "")
    database.set_local(_WAY, found.place.way)
    database.set_local(_PLACE, found.place.where)


def set_up(desk: Desk, place: Place, passphrase: str = "") -> None:
    """The desk exchanges through the place from now on: `look_at`, `enter` and `begin`, waited for.

    The passphrase is the unit's; without one the desk's own is used. Errors are those of `look_at` and `enter`.
    """
    found = look_at(place, desk.folder)
    begin(desk, found, *enter(found, own_of(desk), passphrase))


def stop(desk: Desk) -> None:
    """The desk exchanges no more; what it has published stays where it is, and it may begin again."""
    desk.database.set_local(_WAY, "")
    desk.database.set_local(_PLACE, "")


def is_set_up(desk: Desk) -> bool:
    """Whether the desk exchanges at all."""
    return bool(desk.database.local(_PLACE))


def told_place(place: Place) -> str:
    """What the place is called: the folder's path, or the hub's server and database; never the password."""
    if place.way == "folder":
        return place.where
    try:
        parts = urlsplit(place.where)
        return f"{parts.hostname or 'localhost'}{parts.path.rstrip('/')}"
    except ValueError:
        return "PostgreSQL"


def waiting_rows(desk: Desk) -> frozenset[RowId]:
    """The rows that came while they were being edited, or before what they need; table and id of each."""
    return frozenset((table, pk) for table, pk in parked_rows(desk.database.driver))


def finished_meetings(desk: Desk) -> int:
    """How many meetings have been finished: one more than before is a good moment to exchange."""
    query = text("SELECT count(*) FROM meeting WHERE finished_at IS NOT NULL")
    with desk.read() as db:
        return int(db.rows(query)[0][0])


def carrier_to(place: Place) -> Carrier:
    """The way to a place."""
    if place.way == "hub":
        from dialogdesk.store.exchange.postgres import PostgresCarrier

        return PostgresCarrier(place.where)
    from dialogdesk.store.exchange.folder import FolderCarrier

    return FolderCarrier(Path(place.where))


def import_heavy() -> None:
    """What reading segments takes is imported; to be called where it holds up no key."""
    crypto.import_heavy()


def exchange_of(
    desk: Desk, carrier: Carrier, *, held: Held = nothing_held, tell: Callable[[Changed], None] | None = None
) -> Exchange:
    """The desk's exchange through a carrier; `tell` is called with what changed, the desk's own listeners else."""
    return Exchange(desk.database, desk.files, carrier, held=held, tell=tell or desk.tell)


def exchange_now(desk: Desk, place: Place | None = None, *, force: bool = False) -> Report:
    """One whole round, waited for, through the place (None: the desk's own). For commands; a window goes step by step."""
    chosen = place or place_of(desk)
    if chosen is None:
        raise UserError(not_set_up())
    carrier = carrier_to(chosen)
    try:
        return run(exchange_of(desk, carrier).round(force=force))
    finally:
        carrier.close()


def not_set_up() -> str:
    """That there is no place to exchange through, and what to do about it."""
    return _("Utbytet är inte inställt. Välj en mapp i inställningarna, eller ange --folder.")


def told(report: Report) -> list[str]:
    """What a round did, in a sentence; and a sentence for each thing that could not be done.

    Of a passphrase that was changed elsewhere `phrase_text` tells: with that the user has something to do at once.
    """
    came = ngettext("{n} ändring kom", "{n} ändringar kom", report.came).format(n=report.came)
    match bool(report.came or report.files_came), bool(report.went or report.files_went):
        case True, True:
            said = [_("Utbytt: {came}, och det nya härifrån är skickat.").format(came=came)]
        case True, False:
            said = [_("Utbytt: {came}.").format(came=came)]
        case False, True:
            said = [_("Utbytt. Det nya härifrån är skickat.")]
        case _nothing:
            # what came and could not be opened is no nothing
            said = [] if report.phrase_changed else [_("Utbytt. Inget nytt åt något håll.")]
    return [*said, *cares(report)]


def phrase_text() -> str:
    """That the unit's passphrase was changed on another computer, and what to do about it."""
    return _("Enhetens lösenfras är bytt på en annan dator. Skriv den nya i inställningarna.")


def parked_text(count: int) -> str:
    """That what came for so many records waits for what is being written in them."""
    text = ngettext(
        "Ändringar i {n} post väntar på att något som skrivs blir klart.",
        "Ändringar i {n} poster väntar på att något som skrivs blir klart.",
        count,
    )
    return text.format(n=count)


def incomplete_text(count: int) -> str:
    """That so many records came before what they belong to."""
    text = ngettext(
        "{n} post hör till något som inte har kommit än och väntar på det.",
        "{n} poster hör till något som inte har kommit än och väntar på det.",
        count,
    )
    return text.format(n=count)


def cares(report: Report | ExchangeState) -> list[str]:
    """What a round could not take in, and what to do about it, a sentence each."""
    said = []
    if report.waiting:
        text = ngettext(
            "{n} fil bygger på en annan som inte har kommit än.",
            "{n} filer bygger på andra som inte har kommit än.",
            report.waiting,
        )
        said.append(text.format(n=report.waiting))
    if report.newer:
        said.append(_("Den andra datorn har en nyare DialogDesk. Uppdatera programmet här också."))
    if report.damaged and not report.phrase_changed:  # they are whole, but sealed with a key we cannot open
        text = ngettext(
            "{n} fil är skadad eller inte hel än. Den läses igen när den har ändrats.",
            "{n} filer är skadade eller inte hela än. De läses igen när de har ändrats.",
            report.damaged,
        )
        said.append(text.format(n=report.damaged))
    if report.foreign:
        text = ngettext(
            "{n} fil hör till en annan enhet och läses inte. Är den er egen: sluta utbyta här och välj mappen igen.",
            "{n} filer hör till en annan enhet och läses inte. Är de era egna: sluta utbyta här och välj mappen igen.",
            report.foreign,
        )
        said.append(text.format(n=report.foreign))
    if report.ahead:
        text = _("Klockan på {device} går mer än ett dygn före. Ställ den, så stämmer tiderna igen.")
        said.append(text.format(device=report.ahead))
    return said


def take_what_waited(desk: Desk, held: Held = nothing_held) -> None:
    """What came for a record while it was being edited stands in it, or in conflict with what was written."""
    changed = settle_parked(desk.database, held)
    if changed:
        desk.tell(frozenset(changed))


def _with_key(keys: Ring, key: tuple[int, bytes]) -> Ring:
    return keys.with_key(*key)


def _refuse_own(folder: Path, own: Path) -> None:
    chosen, data = folder.resolve(), own.resolve()
    if chosen == data or data in chosen.parents:
        raise UserError(
            _(
                "{folder} ligger i datamappen på den här datorn. Välj en mapp som båda datorerna når,"
                " till exempel på nätverket, i OneDrive eller på ett USB-minne."
            ).format(folder=folder)
        )


def _key_file(carrier: Carrier, name: str) -> ring.KeyFile | None:
    try:
        return ring.read_key_file(carrier.get(name, ring.MOST_BYTES))
    except (NotThere, FileUnreadable):
        return None


def _adopt(desk: Desk, phrase: str, *, typed: bool) -> None:
    """The unit's passphrase is the desk's own from now on: there is one. Who `typed` it has proved to have it."""
    from dialogdesk.services import encryption

    if phrase != desk.database.local(rounds.PASSPHRASE):
        encryption.change_passphrase(desk, phrase)
        desk.database.set_local(rounds.REWRAP, "")  # what lies there is wrapped with it already
        if typed and desk.database.key is not None:
            encryption.confirm_recovery(desk, phrase)


__all__ = [
    "Carrier",
    "CarrierUnavailable",
    "Exchange",
    "ExchangeState",
    "NotThere",
    "Place",
    "Report",
    "Ring",
    "Steps",
]
