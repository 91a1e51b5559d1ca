"""The row over the pages: which page one is at, how large it is shown, and words to find in it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from dialogdesk.i18n import _, ngettext
from dialogdesk.ui import shown, theme
from dialogdesk.ui.preview.finder import Finder
from dialogdesk.ui.widgets.buttons import button, icon_button
from dialogdesk.ui.widgets.labels import label
from dialogdesk.ui.widgets.page_column import Fit
from dialogdesk.ui.widgets.pdf_view import PdfView
from dialogdesk.ui.widgets.search_field import SearchField

_SCREENS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_OFFERED = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)


class PageField(QWidget):
    """As "Sida 2 av 40": the number can be written over, and Enter goes there."""

    asked = Signal(int)
    """The page to go to, from 0."""

    def __init__(self) -> None:
        super().__init__()
        self._page = self._count = 0
        self._number = QLineEdit()
        self._number.setObjectName("preview.page_number")
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._number.setFixedWidth(theme.px(48))
        # Any number may be typed, and none: a page beyond the last one is the last.
        self._number.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,6}"), self._number))
        self._number.returnPressed.connect(self._on_entered)
        self._number.editingFinished.connect(self._show)
        self._of = label(colour="muted", name="preview.page_count")
        _in_a_row(self, label(_("Sida"), colour="muted"), self._number, self._of)

    def show_page(self, page: int, count: int) -> None:
        """One is at the page (from 0) of so many."""
        self._page, self._count = page, count
        self._number.setEnabled(count > 1)
        self._of.setText(_("av {count}").format(count=shown.number(count)))
        self._number.setAccessibleName(_("Sida, av {count}").format(count=count))
        self._show()

    def _show(self) -> None:
        self._number.setText(str(self._page + 1) if self._count else "")

    def _on_entered(self) -> None:
        if typed := self._number.text():
            self.asked.emit(min(max(int(typed), 1), self._count) - 1)
        self._show()
        self._number.selectAll()


class ZoomField(QWidget):
    """Smaller, larger, and how large: pressed, that offers the whole page and the usual sizes."""

    def __init__(self, view: PdfView) -> None:
        super().__init__()
        self._view = view
        smaller = icon_button(
            "zoom-out", _("Mindre (Ctrl −)"), "preview.smaller", partial(view.step_zoom, -1)
        )
        larger = icon_button("zoom-in", _("Större (Ctrl +)"), "preview.larger", partial(view.step_zoom, 1))
        self._size = button("", "preview.zoom", self._open_menu, look="quiet")
        self._size.setMinimumWidth(theme.px(72))
        self._menu = QMenu(self)
        self._menu.setObjectName("preview.sizes")
        for text, fit in ((_("Sidbredd"), Fit.WIDTH), (_("Hel sida"), Fit.PAGE)):
            self._offer(text, f"preview.fit_{fit.value}").triggered.connect(partial(view.fit, fit))
        self._menu.addSeparator()
        for zoom in _OFFERED:
            self._offer(_percent(zoom), f"preview.zoom_{round(zoom * 100)}").triggered.connect(
                partial(view.set_zoom, zoom)
            )
        _in_a_row(self, smaller, self._size, larger)
        view.zoomed.connect(self._show)
        self._show()

    def _offer(self, text: str, name: str) -> QAction:
        action = self._menu.addAction(text)
        action.setObjectName(name)
        return action

    def _open_menu(self) -> None:
        self._menu.popup(self._size.mapToGlobal(QPoint(0, self._size.height() + 2)))

    def _show(self) -> None:
        text = _percent(self._view.zoom())
        self._size.setText(text)
        self._size.setAccessibleName(_("Storlek {percent}").format(percent=text))


class FindField(QWidget):
    """Words to find: Enter goes to the next place they stand, Shift+Enter to the one before."""

    left = Signal()
    """The keyboard is to go back to the pages."""

    sought = Signal(str)

    paged = Signal(int)
    """The pages are to be scrolled a screen down for +1, up for -1; the keyboard stays in the field."""

    def __init__(self, finder: Finder) -> None:
        super().__init__()
        self._finder = finder
        self._line = _FindLine(_("Sök i dokumentet"), name="preview.find")
        self._line.sought.connect(self.sought)
        self._line.stepped.connect(self._step)
        self._line.left.connect(self.left)
        self._line.paged.connect(self.paged)
        self._count = label(colour="muted", name="preview.hits")
        self._before = icon_button(
            "chevron-up", _("Föregående träff (Shift+F3)"), "preview.previous_hit", partial(finder.step, -1)
        )
        self._next = icon_button(
            "chevron-down", _("Nästa träff (F3)"), "preview.next_hit", partial(finder.step, 1)
        )
        _in_a_row(self, self._line, self._count, self._before, self._next)
        finder.changed.connect(self._show)
        self._show()

    def begin(self) -> None:
        """The keyboard is in the field, and what stands there is ready to be written over."""
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def sizeHint(self) -> QSize:
        """As wide with hits as without: what stands beside it stays where it is."""
        hint = super().sizeHint()
        return QSize(max(hint.width(), theme.px(400)), hint.height())

    def _step(self, step: int) -> None:
        self.sought.emit(self._line.text())
        self._finder.step(step)

    def _show(self) -> None:
        hits, current = len(self._finder.hits), self._finder.current
        for each in (self._before, self._next):
            each.setVisible(hits > 0)
        if hits and current >= 0:
            told = _("{n} av {count}").format(n=shown.number(current + 1), count=shown.number(hits))
        elif hits:
            told = ngettext("{n} träff", "{n} träffar", hits).format(n=shown.number(hits))
        else:
            told = _("Inga träffar") if self._finder.found_nothing else ""
        self._count.setText(told)
        self._line.setAccessibleDescription(told)


class _FindLine(SearchField):
    """Esc leaves the field, and takes the words with it."""

    stepped = Signal(int)
    paged = Signal(int)
    left = Signal()

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:  # before the page takes it for "back"
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.stepped.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif event.key() in _SCREENS:
            self.paged.emit(_SCREENS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


def _percent(zoom: float) -> str:
    return f"{round(zoom * 100)} %"


def _in_a_row(into: QWidget, *widgets: QWidget) -> None:
    line = QHBoxLayout(into)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.px(6))
    for widget in widgets:
        line.addWidget(widget)
