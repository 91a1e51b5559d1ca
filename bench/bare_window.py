"""The floor of a start: a main window with one label, nothing else; says "painted" and waits to be told to end."""

from __future__ import annotations

import signal
import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


class FirstPaint(QObject):
    """Reports, once, that the window it watches has been painted."""

    reported = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint and not self.reported:
            self.reported = True
            QTimer.singleShot(0, self.report)
        return super().eventFilter(watched, event)

    def report(self) -> None:
        """The line the bench waits for has been written."""
        print("painted", file=sys.stderr, flush=True)


def main() -> int:
    """The window has been shown until the process was told to end."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    application = QApplication(sys.argv)
    window = QMainWindow()
    window.setCentralWidget(QLabel("DialogDesk"))
    window.resize(1280, 800)
    watcher = FirstPaint()
    window.installEventFilter(watcher)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
