"""The headless commands, for schedules and tests; without one the window is opened.

Errors are one plain line on stderr. Nothing but what a command needs is imported.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from dialogdesk import __version__, exporting, paths
from dialogdesk.domain.dates import local
from dialogdesk.domain.errors import DeskInUse, PassphraseNeeded, UserError, WrongPassphrase
from dialogdesk.domain.record import read_id
from dialogdesk.i18n import LANGUAGES, _, set_language
from dialogdesk.parser import Parser
from dialogdesk.settings import Settings

if TYPE_CHECKING:
    from dialogdesk.domain.record import Record
    from dialogdesk.services.desk import Desk
    from dialogdesk.services.exchange import Place
    from dialogdesk.services.history import Entry
    from dialogdesk.ui.handed import Order

_DONE, _USER_ERROR, _FAULT = 0, 1, 2
_MOST_YEARS = 50
_PASSPHRASE = "DIALOGDESK_PASSPHRASE"  # noqa: S105 - where it stands, not what it is


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say and give the exit status."""
    settings = Settings(paths.settings_file())
    set_language(settings.get("language", LANGUAGES[0]))
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # not every console has every sign
    try:
        if asked := _language_asked(arguments):
            set_language(asked)
        chosen = _parse(arguments)
        return _do(chosen, settings, arguments)
    except UserError as error:
        print(error, file=sys.stderr)
        return _USER_ERROR
    except BrokenPipeError:
        return _DONE  # whoever read our output has had enough
    except Exception as error:  # noqa: BLE001 - the top-level hook: a fault is told of in one line, and logged
        from dialogdesk import logs

        logs.start_logging(paths.log_folder())
        logs.log_fault(logs.report_of(type(error), error, error.__traceback__))
        print(
            _("Fel i programmet: {kind}. Rapporten ligger i {folder}.").format(
                kind=type(error).__name__, folder=paths.log_folder()
            ),
            file=sys.stderr,
        )
        return _FAULT


def _language_asked(arguments: Sequence[str]) -> str | None:
    """What `--lang` says: known before the rest is read, so that what is wrong with it is told in that language."""
    reader = Parser(add_help=False)
    reader.add_argument("--lang")
    known, _rest = reader.parse_known_args(arguments)
    return known.lang if known.lang in LANGUAGES else None


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = Parser(prog="dialogdesk", description=_("Upphandlingsenhetens skrivbord."))
    parser.add_argument(
        "--version", action="version", version=f"DialogDesk {__version__}", help=_("visar versionen")
    )
    parser.add_argument("--selftest", action="store_true", help=_("bygger allt en gång utan fönster"))
    _common(parser, required=False)
    commands = parser.add_subparsers(dest="command", metavar=_("kommando"), parser_class=Parser)
    demo = commands.add_parser("demo", help=_("fyller en tom datamapp med exempeldata"))
    demo.add_argument(
        "--years", type=_years, default=0, metavar="N", help=_("så många år av en flitig enhets arbete")
    )
    listed = commands.add_parser("list", help=_("visar id, titel och vad som skiljer lika titlar åt"))
    listed.add_argument("kind", choices=tuple(_listed_kinds()))
    listed.add_argument("--json", action="store_true", help=_("som JSON"))
    export = commands.add_parser("export", help=_("gör ett dokument, eller alla"))
    exporting.add_arguments(export)
    history = commands.add_parser("history", help=_("visar vad som har ändrats i en uppgift, när och av vem"))
    history.add_argument("table", metavar=_("slag"), help=_("till exempel supplier, meeting eller line"))
    history.add_argument("id")
    history.add_argument("--json", action="store_true", help=_("som JSON"))
    check = commands.add_parser("check", help=_("kontrollerar filen, ändringsloggen och hänvisningarna"))
    check.add_argument(
        "--digest", action="store_true", help=_("visar också summan av det som datorerna har gemensamt")
    )
    merge = commands.add_parser("merge", help=_("utbyter med enhetens andra datorer"))
    place = merge.add_mutually_exclusive_group()
    place.add_argument("--folder", type=Path, metavar=_("MAPP"), help=_("genom en mapp som alla når"))
    place.add_argument("--hub", metavar="URL", help=_("genom en PostgreSQL-databas"))
    backup = commands.add_parser("backup", help=_("gör en kontrollerad säkerhetskopia"))
    backup.add_argument(
        "--out", type=Path, required=True, metavar=_("FIL"), help=_("filen som kopian skrivs till")
    )
    restore = commands.add_parser(
        "restore", help=_("återställer en säkerhetskopia; det som finns sparas först")
    )
    restore.add_argument("file", type=Path, metavar=_("FIL"), help=_("kopian"))
    restore.add_argument(
        "--look",
        action="store_true",
        help=_("visar bara vad som skiljer: − bara nu, + bara i kopian, * ändrat"),
    )
    for command in (demo, listed, export, check, merge, backup, restore, history):
        _common(command, required=True)
    return parser.parse_args(arguments)


def _years(text: str) -> int:
    if not text.isdecimal() or int(text) > _MOST_YEARS:
        raise argparse.ArgumentTypeError(f"0–{_MOST_YEARS}")
    return int(text)


def _common(parser: argparse.ArgumentParser, *, required: bool) -> None:
    # Given before or after the command alike; the command's own default must not undo what stood before it.
    default = argparse.SUPPRESS if required else None
    parser.add_argument("--data", type=Path, metavar=_("MAPP"), default=default, help=_("datamappen"))
    parser.add_argument("--lang", choices=LANGUAGES, default=default, help=_("språk"))
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar=_("FIL"),
        default=default,
        help=_("en fil med lösenfrasen, om datorn inte har nyckeln; den kan också stå i {name}").format(
            name=_PASSPHRASE
        ),
    )


def _do(chosen: argparse.Namespace, settings: Settings, arguments: Sequence[str]) -> int:
    if chosen.selftest:
        from dialogdesk.selftest import selftest

        return selftest()
    if chosen.command is None:
        from dialogdesk.app import open_window

        return open_window(chosen.data, settings, order_of=order_of, language=chosen.lang)
    if chosen.data is None:
        raise UserError(_("Ange datamappen med --data."))
    from dialogdesk.services.desk import has_desk

    if chosen.command == "restore" and not chosen.look:
        return _or_handed_over(chosen, arguments, _restore)
    if chosen.command != "demo" and not has_desk(chosen.data):
        raise UserError(_("I {folder} finns inget från DialogDesk.").format(folder=chosen.data))
    return _or_handed_over(chosen, arguments, _carry_out)


def _carry_out(chosen: argparse.Namespace) -> int:
    with closing(_open(chosen)) as desk:
        return _commands()[chosen.command](desk, chosen)


def _commands() -> dict[str, Callable[[Desk, argparse.Namespace], int]]:
    """What is done with an open desk, by the command."""
    return {
        "demo": _demo,
        "list": _list,
        "export": exporting.export,
        "check": _check,
        "merge": _merge,
        "backup": _backup,
        "restore": _look,
        "history": _history,
    }


# ---- where a window has the desk open ------------------------------------------------------------------


def _or_handed_over(
    chosen: argparse.Namespace, arguments: Sequence[str], do: Callable[[argparse.Namespace], int]
) -> int:
    """The command is done, by the window that has the desk open if there is one."""
    try:
        return do(chosen)
    except (DeskInUse, PassphraseNeeded) as error:
        from dialogdesk.ui.instance import hand_over

        answer = hand_over(chosen.data, arguments, Path.cwd(), _passphrase(chosen.passphrase_file))
        if answer is None:
            with _asking_for_passphrase():
                raise error from None
    print(answer.out, end="")
    print(answer.err, end="", file=sys.stderr)
    return answer.status


def order_of(arguments: Sequence[str], folder: Path) -> Order:
    """What a command given in `folder` wants of the window that has the desk open. UserError for what cannot be done."""
    from dialogdesk.ui.handed import Order

    chosen = _parse(arguments)
    for name, value in vars(chosen).items():
        if isinstance(value, Path):
            setattr(chosen, name, folder / value)
    if chosen.command not in _commands() or chosen.command == "demo":
        raise UserError(_("Datamappen är öppen i ett fönster. Stäng det och kör kommandot igen."))
    if chosen.command == "restore" and not chosen.look:
        return Order(restore=chosen.file)
    if chosen.command == "merge":
        return Order(merges=True, place=_place(chosen))
    if chosen.command == "export":
        return Order(makes=partial(_papers_to_make, chosen))
    return Order(run=partial(_run_on, chosen))


def _papers_to_make(chosen: argparse.Namespace, desk: Desk) -> exporting.Making:
    return exporting.papers_to_make(desk, chosen)


def _run_on(chosen: argparse.Namespace, desk: Desk) -> int:
    return _commands()[chosen.command](desk, chosen)


# ---- the commands --------------------------------------------------------------------------------------


def _open(chosen: argparse.Namespace) -> Desk:
    """The desk, with the passphrase the user has put where no list of processes shows it."""
    from dialogdesk.services.desk import Desk

    return Desk(chosen.data, passphrase=_passphrase(chosen.passphrase_file))


@contextmanager
def _asking_for_passphrase() -> Iterator[None]:
    """Where a passphrase is needed it is said how to give it."""
    try:
        yield
    except PassphraseNeeded as error:
        raise UserError(
            _("{why} Ange en fil med den efter --passphrase-file, eller lägg den i {name}.").format(
                why=error, name=_PASSPHRASE
            )
        ) from error


def _passphrase(file: Path | None) -> str:
    if file is None:
        return os.environ.get(_PASSPHRASE, "")
    try:
        return file.read_text(encoding="utf-8-sig").strip()
    except (OSError, ValueError) as error:
        raise UserError(_("Lösenfrasen går inte att läsa ur {path}.").format(path=file)) from error


def _demo(desk: Desk, chosen: argparse.Namespace) -> int:
    from dialogdesk.services.demo import fill

    fill(desk, chosen.years)
    return _DONE


def _listed_kinds() -> dict[str, tuple[type[Record], str]]:
    """What `list` can list: the plural, the record type and the column that tells those of the same title apart."""
    from dialogdesk.domain import records

    return {
        "procurements": (records.Procurement, "case_number"),
        "suppliers": (records.Supplier, "org_number"),
        "people": (records.Person, "supplier_id"),
        "meetings": (records.Meeting, "starts_at"),
        "questions": (records.Question, "meeting_id"),
        "lines": (records.Line, "meeting_id"),
    }


def _list(desk: Desk, chosen: argparse.Namespace) -> int:
    from dialogdesk.services.listing import listed

    kind, column = _listed_kinds()[chosen.kind]
    found = listed(desk, kind, column)
    if chosen.json:
        apart = column.removesuffix("_id")
        _print_json([{"id": str(each.id), "title": each.title, apart: each.apart} for each in found])
    else:
        for each in found:
            print(each.id, " · ".join(filter(None, (each.title, each.apart))).replace("\n", " "))
    return _DONE


def _print_json(found: list[dict[str, object]]) -> None:
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    print(json.dumps(found, ensure_ascii=not unicode, indent=1))


def _history(desk: Desk, chosen: argparse.Namespace) -> int:
    from dialogdesk.domain.records import BOOKKEEPING, RECORDS
    from dialogdesk.services.history import history_of

    kinds = {kind.table: kind for kind in RECORDS if kind not in BOOKKEEPING}
    if chosen.table not in kinds:
        raise UserError(
            _("”{table}” finns inte. Välj bland {tables}.").format(
                table=chosen.table, tables=", ".join(sorted(kinds))
            )
        )
    entries = history_of(desk, kinds[chosen.table], read_id(chosen.id))
    if chosen.json:
        _print_json([_as_json(entry) for entry in entries])
    else:
        for entry in entries:
            print(_as_line(entry))
    return _DONE


def _as_json(entry: Entry) -> dict[str, object]:
    before, after = _told(entry)
    return {
        "at": local(entry.at).isoformat(timespec="seconds"),
        "user": entry.user,
        "device": entry.device,
        "what": entry.deed.name.lower(),
        "field": entry.column.name if entry.column else None,
        "label": str(entry.column.label) if entry.column else None,
        "before": before,
        "after": after,
        "lost": entry.is_lost,
    }


def _as_line(entry: Entry) -> str:
    before, after = _told(entry)
    by = " ".join(part for part in (entry.user, f"({entry.device})" if entry.device else "") if part)
    if entry.column is not None:
        what = f"{entry.column.label}: {before or '–'} → {after or '–'}"
    else:
        what = {"BIRTH": _("skapad"), "DELETION": _("borttagen")}.get(entry.deed.name, _("återställd"))
        what = f"{what} {after}".strip()
    lost = _(" (gällde inte)") if entry.is_lost else ""
    return f"{local(entry.at):%Y-%m-%d %H:%M}  {by}  {what}{lost}".replace("\n", " ")


def _told(entry: Entry) -> tuple[str, str]:
    """The values before and after, as their forms show them."""
    from dialogdesk.ui import shown

    if entry.column is None:
        return "", str(entry.after or "")
    return shown.field(entry.column, entry.before), shown.field(entry.column, entry.after)


def _check(desk: Desk, chosen: argparse.Namespace) -> int:
    from dialogdesk.services import adoption
    from dialogdesk.services.desk import digest_of, faults_of

    faults = [*faults_of(desk), *adoption.faults_of(desk)]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(_("Allt stämmer.") if not faults else _("{n} fel.").format(n=len(faults)))
    if chosen.digest:
        print(digest_of(desk))
    return _DONE if not faults else _USER_ERROR


def _merge(desk: Desk, chosen: argparse.Namespace) -> int:
    from dialogdesk.services import exchange

    place = _place(chosen)
    if place is not None and not exchange.is_set_up(desk):
        try:
            exchange.set_up(desk, place, _passphrase(chosen.passphrase_file))
        except WrongPassphrase as error:
            text = _("{why} Ange en fil med den efter --passphrase-file, eller lägg den i {name}.")
            raise UserError(text.format(why=error, name=_PASSPHRASE)) from error
    report = exchange.exchange_now(desk, place)
    for line in exchange.told(report):
        print(line)
    if report.phrase_changed:
        raise UserError(exchange.phrase_text())
    return _DONE


def _place(chosen: argparse.Namespace) -> Place | None:
    """Where to exchange, as given; None for the desk's own place."""
    from dialogdesk.services.exchange import Place

    if chosen.hub:
        return Place("hub", chosen.hub)
    return Place("folder", str(chosen.folder.absolute())) if chosen.folder else None


def _backup(desk: Desk, chosen: argparse.Namespace) -> int:
    from dialogdesk.services.backups import copy_desk

    copy_desk(desk, chosen.out)
    return _DONE


def _look(desk: Desk, chosen: argparse.Namespace) -> int:
    from dialogdesk.services.comparing import exchanged_comes_back, told
    from dialogdesk.services.exchange import is_set_up
    from dialogdesk.services.restoring import differences

    with _asking_for_passphrase():
        found = differences(desk, chosen.file, passphrase=_passphrase(chosen.passphrase_file))
    for line in told(found):
        print(line)
    if found and is_set_up(desk):
        print(exchanged_comes_back())
    return _DONE


def _restore(chosen: argparse.Namespace) -> int:
    from dialogdesk.services.comparing import exchanged_comes_back
    from dialogdesk.services.restoring import restore

    done = restore(chosen.data, chosen.file, passphrase=_passphrase(chosen.passphrase_file))
    print(_("{file} är återställd.").format(file=chosen.file))
    if done.saved is not None:
        print(_("Det som fanns innan är sparat i {path}.").format(path=done.saved.path))
    elif done.kept is not None:
        print(_("Den skadade filen finns kvar som {name}.").format(name=done.kept))
    if done.exchanges:
        print(exchanged_comes_back())
    return _DONE
