"""Headless commands that found the desk open: the window carries them out, one at a time, when it is free."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtWidgets import QApplication

from dialogdesk.domain.errors import UserError, WrongPassphrase
from dialogdesk.i18n import _, speaking
from dialogdesk.services.comparing import exchanged_comes_back
from dialogdesk.ui.background import Background
from dialogdesk.ui.exchanging import Exchanging
from dialogdesk.ui.instance import PATIENCE, Answer, Call

if TYPE_CHECKING:
    from dialogdesk.documents.pages import Rendered
    from dialogdesk.services.desk import Desk
    from dialogdesk.services.documents import Paper
    from dialogdesk.services.exchange import Found, Own, Place, Report, Ring
    from dialogdesk.ui.feedback import Notice
    from dialogdesk.ui.jobs import Jobs
    from dialogdesk.ui.main_window import MainWindow
    from dialogdesk.ui.safekeeping import Safekeeping

T = TypeVar("T")

_LOOK = 100
"""Milliseconds between looks at whether the window is free."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a command wants of the window: something done with the desk, documents, a restore, or an exchange."""

    run: Callable[[Desk], int] | None = None
    """Prints what it has to say, and gives the exit status."""
    makes: Callable[[Desk], Generator[Paper, Rendered, int]] | None = None
    """Gives each paper to be made, takes it made, and ends with the exit status."""
    restore: Path | None = None
    """The copy to go back to."""
    merges: bool = False
    place: Place | None = None
    """Where to exchange; None for the desk's own place."""


OrderOf = Callable[[Sequence[str], Path], Order]
"""Reads the arguments of a command, with the folder it was given in; UserError for what cannot be done here."""


@dataclass(frozen=True, slots=True)
class Open:
    """What is open in the window."""

    desk: Desk
    window: MainWindow
    exchanging: Exchanging
    safekeeping: Safekeeping
    jobs: Jobs


class Handed(QObject):
    """Takes commands in and answers them."""

    def __init__(self, order_of: OrderOf, opened: Callable[[], Open | None], parent: QObject) -> None:
        super().__init__(parent)
        self._order_of, self._opened = order_of, opened
        self._waiting: deque[tuple[Call, QElapsedTimer]] = deque()
        self._now: Call | None = None
        self._shares = False
        """Whether the desk that a copy is restored to exchanges."""
        self._work = Background(self)
        self._out, self._err = io.StringIO(), io.StringIO()
        """What the command has said so far."""
        self._once: Exchanging | None = None
        self._look = QTimer(self, interval=_LOOK)
        self._look.timeout.connect(self._go_on)

    def take(self, call: Call) -> None:
        """The command is carried out as soon as the window is free."""
        since = QElapsedTimer()
        since.start()
        self._waiting.append((call, since))
        self._look.start()
        QTimer.singleShot(0, self, self._go_on)

    def _go_on(self) -> None:
        if self._now is not None:
            return
        if not self._waiting:
            self._look.stop()
            return
        opened = self._opened()
        call, since = self._waiting[0]
        if opened is None or _is_busy(opened):
            if since.elapsed() > PATIENCE:
                self._waiting.popleft()
                with speaking(call.language):
                    call.answer(Answer(1, err=_busy_text() + "\n"))
            return
        self._waiting.popleft()
        self._now = call
        call.begin()
        opened.window.store_typed()
        with speaking(call.language):
            self._carry_out(call, opened)

    def _carry_out(self, call: Call, opened: Open) -> None:
        self._out, self._err = io.StringIO(), io.StringIO()
        order = self._listened_to(partial(self._order_of, call.args, call.cwd))
        if order is None:
            return
        if order.run is not None:
            status = self._listened_to(partial(order.run, opened.desk))
            if status is not None:
                self._answer(status, self._out.getvalue(), self._err.getvalue())
        elif order.makes is not None:
            making = self._listened_to(partial(order.makes, opened.desk))
            if making is not None:
                self._make(opened, making, partial(next, making))
        elif order.restore is not None:
            self._shares = opened.exchanging.is_set_up
            self._restore(opened.safekeeping, order.restore, call.passphrase)
        elif order.merges:
            self._merge(call, opened, order.place)

    def _listened_to(self, do: Callable[[], T]) -> T | None:
        """What it gives, while what it prints is kept for the answer; None if it came to an end and is answered."""
        try:
            with redirect_stdout(self._out), redirect_stderr(self._err):
                return do()
        except UserError as error:
            self._answer(1, self._out.getvalue(), f"{self._err.getvalue()}{error}\n")
        except StopIteration as end:
            self._answer(end.value, self._out.getvalue(), self._err.getvalue())
        except SystemExit:  # asked for help: a command of ours answers that itself
            self._answer(0, self._out.getvalue(), self._err.getvalue())
        except Exception:  # a fault of ours: who asked is answered, and it is told as every other
            fault = _("Fel i programmet. Fönstret visar en rapport.")
            self._answer(2, self._out.getvalue(), f"{self._err.getvalue()}{fault}\n")
            raise
        return None

    def _answer(self, status: int, out: str = "", err: str = "") -> None:
        call, self._now = self._now, None
        if call is not None:
            call.answer(Answer(status, out, err))

    # ---- documents -----------------------------------------------------------------------------

    def _make(
        self, opened: Open, making: Generator[Paper, Rendered, int], go_on: Callable[[], Paper]
    ) -> None:
        """The next paper is made by the worker, so that the window goes on; then the one after it."""
        call, now = self._now, self._opened()
        if call is None:
            return
        with speaking(call.language):
            if now is None or now.desk is not opened.desk:
                making.close()
                text = _("Datamappen stängdes medan dokumenten gjordes. Kör kommandot igen.")
                self._answer(1, self._out.getvalue(), f"{self._err.getvalue()}{text}\n")
                return
            paper = self._listened_to(go_on)
            if paper is not None:
                opened.jobs.run(
                    paper.make,
                    paper.source,
                    paper.copy,
                    done=partial(self._on_made, opened, making),
                    failed=partial(self._on_not_made, opened, making),
                )

    def _on_made(self, opened: Open, making: Generator[Paper, Rendered, int], made: Rendered) -> None:
        self._make(opened, making, partial(making.send, made))

    def _on_not_made(self, opened: Open, making: Generator[Paper, Rendered, int], error: Exception) -> None:
        self._make(opened, making, partial(making.throw, error))

    # ---- a restore -----------------------------------------------------------------------------

    def _restore(self, safekeeping: Safekeeping, path: Path, passphrase: str) -> None:
        safekeeping.restore_ended.connect(self._on_restored)
        safekeeping.restore_backup(path, passphrase)

    def _on_restored(self, notice: Notice) -> None:
        sender = self.sender()
        if sender is not None:
            sender.restore_ended.disconnect(self._on_restored)  # type: ignore[attr-defined]
        said = [notice.text, *([exchanged_comes_back()] if self._shares else [])]
        if notice.tone == "error":
            self._answer(1, err=f"{notice.text}\n")
        else:
            self._answer(0, "".join(f"{line}\n" for line in said))

    # ---- an exchange ---------------------------------------------------------------------------

    def _merge(self, call: Call, opened: Open, place: Place | None) -> None:
        from dialogdesk.services import exchange

        own = exchange.place_of(opened.desk)
        if own is None and place is None:
            self._answer(1, err=exchange.not_set_up() + "\n")
        elif own is None and place is not None:
            self._work.run(
                partial(_enter, place, opened.desk.folder, exchange.own_of(opened.desk), call.passphrase),
                done=partial(self._back_up_and_begin, opened),
                failed=self._fail,
            )
        elif place is None or place == own:
            self._watch(opened.exchanging)
            opened.exchanging.ask()
        else:
            self._merge_elsewhere(opened, place)

    def _back_up_and_begin(self, opened: Open, entered: tuple[Found, Ring, str]) -> None:
        opened.safekeeping.before_exchange(entered[0], partial(self._begin, opened, entered), self._fail)

    def _begin(self, opened: Open, entered: tuple[Found, Ring, str]) -> None:
        from dialogdesk.services import exchange

        try:
            exchange.begin(opened.desk, *entered, backed_up=True)
        except UserError as error:
            self._fail(error)
            return
        self._watch(opened.exchanging)
        opened.exchanging.follow()

    def _merge_elsewhere(self, opened: Open, place: Place) -> None:
        """Once through another place than the desk's own, as a stick that is carried between two computers."""
        opened.exchanging.pause()
        self._once = Exchanging(
            opened.desk, store=opened.window.store_typed, held=opened.window.held, place=place, parent=self
        )
        opened.safekeeping.begun.connect(self._once.pause)
        opened.safekeeping.ended.connect(self._once.go_on)
        self._once.finished.connect(partial(self._end_elsewhere, opened.exchanging))
        self._watch(self._once)
        self._once.ask()

    def _end_elsewhere(self, own: Exchanging, _report: object, _trouble: object) -> None:
        once, self._once = self._once, None
        if once is not None:
            once.close(0.0)
            once.deleteLater()
        own.go_on()

    def _watch(self, exchanging: Exchanging) -> None:
        exchanging.finished.connect(self._on_merged)

    def _on_merged(self, report: Report | None, trouble: UserError | None) -> None:
        from dialogdesk.services.exchange import phrase_text, told

        sender = self.sender()
        if isinstance(sender, Exchanging):
            sender.finished.disconnect(self._on_merged)
        call = self._now
        if call is None:
            return
        with speaking(call.language):
            if trouble is not None or report is None:
                self._answer(1, err=f"{trouble}\n")
            else:
                err = f"{phrase_text()}\n" if report.phrase_changed else ""
                self._answer(1 if err else 0, "".join(f"{line}\n" for line in told(report)), err)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            self._answer(2, err=_("Fel i programmet. Fönstret visar en rapport.") + "\n")
            raise error
        self._answer(1, err=f"{error}\n")


def _is_busy(opened: Open) -> bool:
    """Whether a question waits for an answer, a round of exchange goes on, or the desk is about to be another."""
    return (
        QApplication.activeModalWidget() is not None
        or opened.exchanging.is_running
        or not opened.window.isEnabled()
    )


def _busy_text() -> str:
    return _("Datamappen är öppen i ett fönster som är upptaget. Stäng det som är öppet där och försök igen.")


def _enter(place: Place, folder: Path, own: Own, phrase: str, _stopped: object) -> tuple[Found, Ring, str]:
    from dialogdesk.services import exchange

    found = exchange.look_at(place, folder)
    try:
        return found, *exchange.enter(found, own, phrase)
    except WrongPassphrase as error:
        raise UserError(str(error)) from error
