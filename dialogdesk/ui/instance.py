"""One window for one data folder: a second start raises the first one, and a headless command is handed to it.

Who calls connects to the window's own socket. Without a word it only wants the window to come forward; a command is one
line of JSON, {"args": […], "cwd": …}, answered by {"begun": true} when it is under way and {"status", "out", "err"} at
its end.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import LANGUAGES, _, active_language

_ANSWER = 300
"""Milliseconds a running window has to answer."""

PATIENCE = 60_000
"""Milliseconds a command waits for the window to be free."""

_GRACE = 5_000
_LONGEST = 30 * 60_000
"""Milliseconds a command that has begun may take."""

_MOST = 1_000_000
"""Bytes of a call; a command is a few hundred."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a command: its exit status, and what it printed."""

    status: int
    out: str = ""
    err: str = ""


class Call(QObject):
    """A headless command on its way: who asked waits for `answer`."""

    def __init__(self, socket: QLocalSocket, asked: dict[str, Any]) -> None:
        super().__init__(socket)
        self._socket = socket
        self.args: Sequence[str] = asked["args"]
        self.cwd = Path(asked["cwd"])
        self.language: str = asked["lang"]
        self.passphrase: str = asked["passphrase"]

    def begin(self) -> None:
        """It is under way: who asked waits for as long as it takes."""
        self._send({"begun": True})

    def answer(self, answer: Answer) -> None:
        """It is done."""
        self._send({"status": answer.status, "out": answer.out, "err": answer.err})
        self._socket.flush()
        self._socket.disconnectFromServer()

    def _send(self, content: dict[str, Any]) -> None:
        if self._socket.state() == QLocalSocket.LocalSocketState.ConnectedState:
            self._socket.write(json.dumps(content).encode() + b"\n")


class Instance(QObject):
    """The window of a data folder, to be called by later starts and by commands."""

    called = Signal()
    """The program was started once more on the same folder."""

    asked = Signal(object)
    """A Call: a command to be carried out on the open desk."""

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
        while (socket := self._server.nextPendingConnection()) is not None:
            caller = _Caller(socket, self)
            socket.readyRead.connect(caller.read)
            socket.disconnected.connect(caller.end)
            caller.read()
            if socket.state() == QLocalSocket.LocalSocketState.UnconnectedState:
                caller.end()  # it was gone before we listened


class _Caller(QObject):
    """Somebody who has connected, until it is known what for."""

    def __init__(self, socket: QLocalSocket, instance: Instance) -> None:
        super().__init__(socket)
        self._socket, self._instance = socket, instance
        self._said = b""
        self._is_heard = False

    def read(self) -> None:
        if self._is_heard:
            return
        self._said += self._socket.readAll().data()
        if len(self._said) > _MOST:
            self._is_heard = True
            self._socket.abort()
            return
        line, end, _rest = self._said.partition(b"\n")
        if not end:
            return
        self._is_heard = True
        asked = _read(line)
        if asked is None:
            self._socket.abort()
        else:
            self._instance.asked.emit(Call(self._socket, asked))

    def end(self) -> None:
        if not self._is_heard:
            self._is_heard = True
            if not self._said:
                self._instance.called.emit()
        self._socket.deleteLater()


def call_running(folder: Path) -> bool:
    """True when a window on the folder was running and has been called."""
    socket = QLocalSocket()
    socket.connectToServer(_socket_name(folder))
    found = socket.waitForConnected(_ANSWER)
    socket.abort()
    return found


def hand_over(folder: Path, args: Sequence[str], cwd: Path, passphrase: str = "") -> Answer | None:
    """A command is carried out by the window that has the folder open; None if there is no such window.

    UserError if the window does not come to it, or is gone before it has answered.
    """
    application = QCoreApplication.instance() or QCoreApplication([])
    socket = QLocalSocket()
    socket.connectToServer(_socket_name(folder))
    if not socket.waitForConnected(_ANSWER):
        return None
    asked = {"args": list(args), "cwd": str(cwd), "lang": active_language(), "passphrase": passphrase}
    socket.write(json.dumps(asked).encode() + b"\n")
    socket.flush()
    said = _next_line(socket, PATIENCE + _GRACE)
    if said is not None and "begun" in said:
        said = _next_line(socket, _LONGEST)
    socket.abort()
    del application
    if said is None:
        raise UserError(
            _("Datamappen är öppen i ett fönster som inte svarar. Stäng fönstret och kör kommandot igen.")
        )
    return Answer(int(said["status"]), str(said["out"]), str(said["err"]))


def _next_line(socket: QLocalSocket, patience: int) -> dict[str, Any] | None:
    while not socket.canReadLine():
        if not socket.waitForReadyRead(patience):
            return None
    found: Any = json.loads(bytes(socket.readLine().data()))
    return found if isinstance(found, dict) else None


def _read(line: bytes) -> dict[str, Any] | None:
    """What is asked for; None if it is nothing that a command of ours says."""
    try:
        asked: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(asked, dict):
        return None
    args, cwd = asked.get("args"), asked.get("cwd")
    language, passphrase = asked.get("lang", LANGUAGES[0]), asked.get("passphrase", "")
    texts = [cwd, language, passphrase]
    if not isinstance(args, list) or not all(isinstance(text, str) for text in (*args, *texts)):
        return None
    return {"args": args, "cwd": cwd, "lang": language, "passphrase": passphrase}


def _socket_name(folder: Path) -> str:
    """One name for one data folder, however it is written."""
    return "dialogdesk-" + hashlib.sha256(str(folder.expanduser().resolve()).encode()).hexdigest()[:16]
