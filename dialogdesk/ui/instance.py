"""One window for one data folder: a second start raises the first one."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_ANSWER = 300
"""Milliseconds a running window has to answer."""


class Instance(QObject):
    """The window of a data folder, to be called by later starts."""

    called = Signal()
    """The program was started once more on the same folder."""

    def __init__(self, folder: Path, parent: QObject) -> None:
        """To be made when the desk in the folder is open: its lock says that no other window has it."""
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_call)
        name = _socket_name(folder)
        QLocalServer.removeServer(name)  # left behind by a program that was killed
        self._server.listen(name)

    def close(self) -> None:
        """No call is answered any more."""
        self._server.close()

    def _on_call(self) -> None:
        self._server.nextPendingConnection().close()
        self.called.emit()


def call_running(folder: Path) -> bool:
    """True when a window on the folder was running and has been called."""
    socket = QLocalSocket()
    socket.connectToServer(_socket_name(folder))
    found = socket.waitForConnected(_ANSWER)
    socket.abort()
    return found


def _socket_name(folder: Path) -> str:
    """One name for one data folder, however it is written."""
    return "dialogdesk-" + hashlib.sha256(str(folder.expanduser().resolve()).encode()).hexdigest()[:16]
