"""Keeps the catalogues in step with the code: `translations.py update` collects, `translations.py check` proves.

Message ids are the Swedish texts, so the primary language cannot be missing; `en` has to be complete.
"""

from __future__ import annotations

import argparse
import ast
import string
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "dialogdesk"
TEMPLATE = ROOT / "translations" / "dialogdesk.pot"
TRANSLATED = {"en": ROOT / "translations" / "en" / "LC_MESSAGES" / "dialogdesk.po"}
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
SHOWS_TEXT = frozenset({
    "QAction", "QCheckBox", "QGroupBox", "QLabel", "QPushButton", "QRadioButton", "QToolButton",
    "addAction", "addItem", "addMenu", "addRow", "addTab", "setAccessibleDescription", "setAccessibleName",
    "setHtml", "setPlaceholderText", "setPlainText", "setStatusTip", "setText", "setTitle", "setToolTip",
    "setWindowTitle", "showMessage",
    "DeskDamaged", "DeskUnavailable", "InvalidValue", "NotFound", "UserError",
})  # fmt: skip
"""Calls whose first text is read by the user."""

SWEDISH = frozenset("åäöÅÄÖ")
EXEMPT_MARK = "# not translated:"
"""After it stands why the text on that line, or in that module when it opens the file, is not for translation."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The catalogues are brought up to date, or each fault in them is printed and 1 returned."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=("update", "check"))
    if parser.parse_args(arguments).action == "update":
        update()
        return 0
    faults = [*out_of_date(), *unfinished(), *untranslatable(SOURCES)]
    print("\n".join(faults))
    return 1 if faults else 0


def update() -> None:
    """The template holds every text of the code, and each catalogue has an entry for it, new ones empty."""
    template = extracted()
    if not TEMPLATE.exists() or _differ(template, _read(TEMPLATE)):
        _write(TEMPLATE, template)
    for language, path in TRANSLATED.items():
        catalogue = _read(path, language) if path.exists() else _empty(language)
        before = len(catalogue)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        _write(path, catalogue)
        missing = sum(not _is_complete(message) for message in _messages(catalogue))
        print(f"{language}: {len(catalogue)} texts ({len(catalogue) - before:+d}), {missing} to translate")


def extracted() -> Catalog:
    """The texts that stand in the code now."""
    catalogue = _empty()
    found = extract_from_dir(
        SOURCES, [("**.py", "python")], keywords=KEYWORDS, comment_tags=("translators:",)
    )
    # Files and lines are left out: with them the catalogues would change at every edit of the code.
    for _file, _line, message, comments, context in found:
        catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def _empty(language: str | None = None) -> Catalog:
    about = (
        "# The texts of DialogDesk. The message ids are the Swedish texts; `make translations` collects them."
    )
    return Catalog(
        language,
        header_comment=about,
        project="DialogDesk",
        version="1",
        msgid_bugs_address="",
        last_translator="",
        language_team="",
        fuzzy=False,
    )


def out_of_date() -> Iterator[str]:
    """A sentence for each catalogue that does not hold exactly the texts of the code."""
    template = extracted()
    if _differ(template, _read(TEMPLATE)):
        yield f"{_name(TEMPLATE)} is not what the code says: run `make translations`."
    for language, path in TRANSLATED.items():
        if _differ(template, _read(path, language)):
            yield f"{_name(path)} is not in step with the code: run `make translations`, then translate."


def unfinished() -> Iterator[str]:
    """A sentence for each text that is empty, fuzzy, or has other {fields} than its original."""
    for language, path in TRANSLATED.items():
        for message in _messages(_read(path, language)):
            label = f"{_name(path)}: {_forms(message.id)[0]!r}"
            if not _is_complete(message):
                yield f"{label} is not translated."
            elif message.fuzzy:
                yield f"{label} is fuzzy."
            elif _fields(message.id) != _fields(message.string):
                yield f"{label} has other fields in the translation."


def untranslatable(sources: Path) -> Iterator[str]:
    """A sentence for each text in the code that the user reads and gettext never sees."""
    for path in sorted(sources.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines()
        if path.name == "i18n.py" or any(line.startswith(EXEMPT_MARK) for line in lines[:5]):
            continue
        for line, fault in _faults(ast.parse(text)):
            if EXEMPT_MARK not in lines[line - 1]:
                yield f"{_name(path)}:{line}: {fault}"


def _faults(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and fault for each text that escapes translation."""
    wrapped = {id(part) for call in _calls(tree, KEYWORDS.__contains__) for part in ast.walk(call)}
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for call in _calls(tree, KEYWORDS.__contains__):
        texts = call.args[: 2 if _called(call) == "ngettext" else 1]
        if not all(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts):
            yield call.lineno, f"{_called(call)}() takes a literal text only"
    shown = {id(part) for call in _calls(tree, SHOWS_TEXT.__contains__) for part in _texts_given(call)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) in wrapped or id(node) in docstrings:
            continue
        if len(node.value) > 1 and (
            SWEDISH.intersection(node.value) or (id(node) in shown and _is_wording(node.value))
        ):
            yield node.lineno, f"{node.value!r} is shown but not marked for translation"


def _is_wording(text: str) -> bool:
    """Whether the text says something in a language: not a sign, a number or the product's name."""
    return any(letter.isalpha() for letter in text) and text != "DialogDesk"


def _calls(tree: ast.AST, is_wanted: Callable[[str], bool]) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and is_wanted(_called(node))]


def _called(call: ast.Call) -> str:
    """The last name of what is called: `setText` of `self.title.setText(…)`."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _texts_given(call: ast.Call) -> Iterator[ast.expr]:
    """The texts among the arguments, f-strings opened."""
    for argument in call.args:
        yield from argument.values if isinstance(argument, ast.JoinedStr) else (argument,)


def _messages(catalogue: Catalog) -> list[Message]:
    """Its texts, without the header."""
    return [message for message in catalogue if message.id]


def _is_complete(message: Message) -> bool:
    return all(_forms(message.string))


def _fields(text: object) -> set[str]:
    """The names in braces, over all forms."""
    formatter = string.Formatter()
    return {field for form in _forms(text) for _, field, _, _ in formatter.parse(form) if field}


def _forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text or ""),)


def _differ(one: Catalog, other: Catalog) -> bool:
    """Whether the two hold different texts."""
    return {_forms(message.id) for message in _messages(one)} != {
        _forms(message.id) for message in _messages(other)
    }


def _read(path: Path, language: str | None = None) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=language)


def _write(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, catalogue, sort_output=True, no_location=True, width=100)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()


if __name__ == "__main__":
    sys.exit(main())
