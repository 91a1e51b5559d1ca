"""The headless commands, for schedules and tests; without one the window is opened.

Errors are one plain line on stderr. Nothing but what a command needs is imported.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import closing
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from uuid import UUID

from dialogdesk import __version__, paths
from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import LANGUAGES, _, set_language
from dialogdesk.settings import Settings

if TYPE_CHECKING:
    from dialogdesk.domain.record import Record
    from dialogdesk.services.desk import Desk

_DONE, _USER_ERROR, _FAULT = 0, 1, 2
_MOST_YEARS = 50


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
        return _do(chosen, settings)
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


class _Parser(argparse.ArgumentParser):
    """Tells what is wrong as every other error is told."""

    def error(self, message: str) -> NoReturn:
        raise UserError(
            _("Kommandot går inte att tolka ({why}). Kör dialogdesk --help.").format(
                why=message.replace("\n", " ")
            )
        )


def _language_asked(arguments: Sequence[str]) -> str | None:
    """What `--lang` says: known before the rest is read, so that what is wrong with it is told in that language."""
    reader = _Parser(add_help=False)
    reader.add_argument("--lang")
    known, _rest = reader.parse_known_args(arguments)
    return known.lang if known.lang in LANGUAGES else None


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = _Parser(prog="dialogdesk", description=_("Upphandlingsenhetens skrivbord."), add_help=False)
    parser.add_argument("-h", "--help", action="help", help=_("visar den här hjälpen"))
    parser.add_argument(
        "--version", action="version", version=f"DialogDesk {__version__}", help=_("visar versionen")
    )
    parser.add_argument("--selftest", action="store_true", help=_("bygger allt en gång utan fönster"))
    _common(parser, required=False)
    commands = parser.add_subparsers(dest="command", metavar=_("kommando"), parser_class=_Parser)
    demo = commands.add_parser("demo", help=_("fyller en tom datamapp med exempeldata"))
    demo.add_argument(
        "--years", type=_years, default=0, metavar="N", help=_("så många år av en flitig enhets arbete")
    )
    listed = commands.add_parser("list", help=_("visar id och titel"))
    listed.add_argument("kind", choices=tuple(_listed_kinds()))
    listed.add_argument("--json", action="store_true", help=_("som JSON"))
    export = commands.add_parser("export", help=_("gör ett dokument"))
    export.add_argument("document", choices=("protocol",))
    export.add_argument("id")
    export.add_argument("--out", type=Path, required=True, metavar="FIL.pdf")
    check = commands.add_parser("check", help=_("kontrollerar filen, ändringsloggen och hänvisningarna"))
    for command in (demo, listed, export, check):
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


def _do(chosen: argparse.Namespace, settings: Settings) -> int:
    if chosen.selftest:
        from dialogdesk.selftest import selftest

        return selftest()
    if chosen.command is None:
        from dialogdesk.app import open_window

        return open_window(chosen.data, settings, language=chosen.lang)
    if chosen.data is None:
        raise UserError(_("Ange datamappen med --data."))
    from dialogdesk.services.desk import Desk, has_desk

    if chosen.command != "demo" and not has_desk(chosen.data):
        raise UserError(_("I {folder} finns inget från DialogDesk.").format(folder=chosen.data))

    with closing(Desk(chosen.data)) as desk:
        commands = {"demo": _demo, "list": _list, "export": _export, "check": _check}
        return commands[chosen.command](desk, chosen)


def _demo(desk: Desk, chosen: argparse.Namespace) -> int:
    from dialogdesk.services.demo import fill

    fill(desk, chosen.years)
    return _DONE


def _listed_kinds() -> dict[str, tuple[type[Record], str]]:
    """What `list` can list: the plural, the record type and the column that is its title."""
    from dialogdesk.domain import records

    return {
        "procurements": (records.Procurement, "title"),
        "suppliers": (records.Supplier, "name"),
        "people": (records.Person, "name"),
        "meetings": (records.Meeting, "title"),
        "questions": (records.Question, "text"),
        "lines": (records.Line, "text"),
    }


def _list(desk: Desk, chosen: argparse.Namespace) -> int:
    from dialogdesk.services.desk import titles_of

    kind, column = _listed_kinds()[chosen.kind]
    found = [{"id": str(record_id), "title": title} for record_id, title in titles_of(desk, kind, column)]
    if chosen.json:
        unicode = (sys.stdout.encoding or "").lower().startswith("utf")
        print(json.dumps(found, ensure_ascii=not unicode, indent=1))
    else:
        for each in found:
            print(each["id"], each["title"].replace("\n", " "))
    return _DONE


def _export(desk: Desk, chosen: argparse.Namespace) -> int:
    from dialogdesk.documents.minutes import make_protocol
    from dialogdesk.services.documents import protocol_source
    from dialogdesk.services.files import write_file

    made = make_protocol(protocol_source(desk, _id(chosen.id)))
    write_file(chosen.out, made.pdf)
    for note in made.notes:
        print(note, file=sys.stderr)
    return _DONE


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise UserError(
            _("”{text}” är inget id. Kör dialogdesk list för att se dem.").format(text=text)
        ) from None


def _check(desk: Desk, chosen: argparse.Namespace) -> int:  # noqa: ARG001 - as the other commands
    from dialogdesk.services.desk import faults_of

    faults = faults_of(desk)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(_("Allt stämmer.") if not faults else _("{n} fel.").format(n=len(faults)))
    return _DONE if not faults else _USER_ERROR
