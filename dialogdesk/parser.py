"""Reads what a command says, and tells of it in the language of the program: argparse speaks English by itself."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import N_, _

_TROUBLE = (
    (r"the following arguments are required: (.+)", N_("{0} saknas")),
    (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", N_("{0}: välj bland {2}, inte {1}")),
    (r"argument (.+): expected (?:one|at least one) argument", N_("{0} kräver ett värde")),
    (r"argument (.+): not allowed with argument (.+)", N_("{0} går inte ihop med {1}")),
    (r"argument (.+): ignored explicit argument (.+)", N_("{0} tar inget värde, men fick {1}")),
    (r"argument (.+): invalid \w+ value: (.+)", N_("{0}: {1} går inte att använda")),
    (r"unrecognized arguments: (.+)", N_("{0} är okänt")),
    (r"ambiguous option: (.+) could match (.+)", N_("{0} kan betyda {1}")),
    (r"argument (.+?): (.+)", "{0}: {1}"),
)
"""What argparse says is wrong, and how we say it; the first that fits."""


class Parser(argparse.ArgumentParser):
    """Tells what is wrong as every other error is told, and its help in the language of the program."""

    def __init__(self, *, add_help: bool = True, **kwargs: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Help, **kwargs)
        self._positionals.title = _("argument")
        self._optionals.title = _("val")
        if add_help:
            self.add_argument("-h", "--help", action="help", help=_("visar den här hjälpen"))

    def error(self, message: str) -> NoReturn:
        """UserError in one line."""
        why = _told(message.replace("\n", " "))
        raise UserError(_("Kommandot går inte att tolka ({why}). Kör dialogdesk --help.").format(why=why))


class _Help(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """How it is used stands after a word of ours; what only argparse asks for, the name of a command, has none."""
        super().add_usage(usage, actions, groups, f"{_('Användning:')} " if prefix is None else prefix)


def _told(message: str) -> str:
    for pattern, text in _TROUBLE:
        if found := re.fullmatch(pattern, message):
            return str(text).format(*found.groups())
    return message
