"""What the check of the translations catches in the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.translations import untranslatable


@pytest.mark.parametrize(
    "fault",
    [
        'title = "Översikt"',
        'label.setText("Spara")',
        'label = QLabel("Namn")',
        'raise UserError("Filen saknas")',
        'label.setText(f"{n} rader")',
        'text = _(f"{n} rader")',
        "text = _(title)",
    ],
)
def test_text_that_gettext_never_sees_is_caught(tmp_path: Path, fault: str) -> None:
    (tmp_path / "view.py").write_text(f'"""Ordning och reda."""\n{fault}\n', encoding="utf-8")
    assert len(list(untranslatable(tmp_path))) == 1


@pytest.mark.parametrize(
    "line",
    [
        'label.setText(_("Spara"))',
        'title = N_("Översikt")',
        'text = _("{n} rader").format(n=3)',
        'text = ngettext("{n} rad", "{n} rader", n).format(n=n)',
        'label.setText("–")',
        'window.setWindowTitle("DialogDesk")',
        'widget.setObjectName("market.new_procurement")',
        'order = "åäö"  # not translated: the order of the letters',
        'def save() -> None:\n    """Sparar på disk."""',
    ],
)
def test_text_that_is_marked_or_never_shown_is_let_through(tmp_path: Path, line: str) -> None:
    (tmp_path / "view.py").write_text(f"{line}\n", encoding="utf-8")
    assert list(untranslatable(tmp_path)) == []


def test_module_of_words_the_user_types_is_let_through(tmp_path: Path) -> None:
    text = '"""Weekdays."""\n# not translated: words the user types\nDAYS = ("måndag", "lördag")\n'
    (tmp_path / "dates.py").write_text(text, encoding="utf-8")
    assert list(untranslatable(tmp_path)) == []
