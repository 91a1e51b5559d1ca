"""How the program looks on this computer: language, colours and text size, as the settings say."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from dialogdesk.i18n import active_language, set_language
from dialogdesk.settings import Settings
from dialogdesk.ui import theme

TEXT_SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
"""Per cent; Ctrl + and − step between them."""


class Look:
    """What is drawn from now on follows the settings; what stands must be made anew."""

    def __init__(self, application: QApplication, settings: Settings, language: str | None) -> None:
        self._application, self._settings = application, settings
        self._translator = QTranslator()
        self.forced_language = language
        """The language asked for at the start, until another is chosen in the settings."""

    @property
    def follows_system(self) -> bool:
        """Whether the program is dark when the computer is."""
        return self._settings.get("appearance", "system") == "system"

    def apply(self) -> None:
        """Texts, colours and sizes are as the settings say."""
        set_language(self.forced_language or self._settings.get("language", "sv"))
        self._application.removeTranslator(self._translator)
        if self._translator.load(f"qtbase_{active_language()}", _qt_translations()):
            self._application.installTranslator(self._translator)
        appearance = self._settings.get("appearance", "system")
        size = self._settings.number("text_size", 100)
        theme.apply(
            self._application, appearance if appearance in theme.APPEARANCES else "system", size / 100
        )

    def step_text_size(self, step: int) -> None:
        """The settings name the next larger text size for +1, the next smaller for −1, the one designed for 0."""
        now = self._settings.number("text_size", 100)
        nearest = min(range(len(TEXT_SIZES)), key=lambda n: abs(TEXT_SIZES[n] - now))
        index = min(max(nearest + step, 0), len(TEXT_SIZES) - 1)
        self._settings.set("text_size", TEXT_SIZES[index] if step else 100)


def _qt_translations() -> str:
    return QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
