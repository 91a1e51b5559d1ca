"""Qt's application: its name and icon, what it has to say, and how the system tells it to end."""

from __future__ import annotations

import logging
import re
import signal
import socket
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from dialogdesk.resources import resource_path

_OWN_WORD = re.compile(r"[A-Za-z]+(::~?[A-Za-z]+)*")
"""A word, or a function, as Qt's programmers write it."""
_MOST_WORDS = 6
_MOST_SIGNALS = 64
"""So many are heard at once: each is one byte."""


def make_application() -> QApplication:
    """The Qt application, named and with its icon."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("DialogDesk")
    application.setApplicationDisplayName("DialogDesk")
    application.setDesktopFileName("dialogdesk")
    application.setWindowIcon(QIcon(str(resource_path("dialogdesk.svg"))))
    qInstallMessageHandler(_log_qt)
    return application


def quit_when_told(application: QApplication) -> None:
    """A computer that shuts down, or Ctrl+C in a terminal, closes the window as the user would: all is stored."""
    if sys.platform == "win32":
        return  # Windows asks the window itself
    from functools import partial

    from PySide6.QtCore import QSocketNotifier

    wake, woken = socket.socketpair()
    wake.setblocking(False)
    signal.set_wakeup_fd(wake.fileno())
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, _noted)
    notifier = QSocketNotifier(woken.fileno(), QSocketNotifier.Type.Read, application)
    notifier.activated.connect(partial(_close_all, application, woken))
    notifier.setProperty("sockets", (wake, woken))  # they live as long as it does


def _close_all(application: QApplication, woken: socket.socket, *_: object) -> None:
    woken.recv(_MOST_SIGNALS)  # what is not read is told of again and again
    application.closeAllWindows()


def _noted(_number: int, _frame: object) -> None:
    """The signal reaches the event loop through its socket."""


def _log_qt(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """What kind of thing Qt has to say is in the log; never a path, or a text of the user's, that it quotes."""
    level = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
    }.get(kind, logging.ERROR)
    logging.getLogger("qt").log(level, "%s: %s", context.category or "default", form_of(text))


def form_of(text: str) -> str:
    """The words a message of Qt's begins with, up to the first that may be quoted: a name, a number, a path."""
    words: list[str] = []
    for said in text.split()[:_MOST_WORDS]:
        word = said.rstrip(":.,;")
        own = _OWN_WORD.fullmatch(word)
        if own is None or (words and "::" not in word and not word.islower()):
            break
        words.append(word)
        if word != said:
            break
    return f"{' '.join(words)} …".lstrip()
