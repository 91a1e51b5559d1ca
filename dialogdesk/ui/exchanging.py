"""The exchange in the window: rounds go on between the keys, and what may take long waits in a thread of its own.

A thread that never comes back, as one that asks a dead network share, is left behind: it holds up neither the typing nor
the end of the program.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from dialogdesk.domain.errors import UserError
from dialogdesk.ui.errands import Errand, Listening, Mail

if TYPE_CHECKING:  # only a desk that exchanges imports these
    from dialogdesk.domain.record import Record
    from dialogdesk.services.desk import Desk
    from dialogdesk.services.exchange import Carrier, Exchange, Place, Report

RowId = tuple[str, str]
"""A table and the id of a row in it, in hex."""

_BEGIN = 1_500
"""Milliseconds after the desk was opened until the first round: what is shown comes first."""

_EVERY = 5 * 60_000
_AGAIN = 60_000
"""Milliseconds to the next try at a place that was out of reach."""

_SLOW = 15_000
"""Milliseconds a place may take to answer until it is said that it is out of reach."""

_LOOK = 500
"""Milliseconds between looks at whether what waited for an editor may come in."""

_LAST = 5.0
"""Seconds the last round may take when the window closes."""

_QUEUED = Qt.ConnectionType.QueuedConnection


class Exchanging(QObject):
    """Makes rounds of exchange with the unit's other computers, one at a time."""

    changed = Signal()
    """How the exchange stands is another: it runs, it has ended, the place is out of reach."""

    finished = Signal(object, object)
    """A round has ended: its Report and None, or None and the UserError that ended it."""

    failed = Signal(object)
    """A UserError that keeps a round from being done and that is no matter of reaching the place."""

    _answered = Signal(object)
    _called = Signal()

    def __init__(
        self,
        desk: Desk,
        *,
        store: Callable[[], object],
        held: Callable[[], frozenset[RowId]],
        place: Place | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`store` puts what is being typed on the disk, without a word; `held` are the rows being edited.

        It goes through the desk's own place, or through `place` if that is given.
        """
        super().__init__(parent)
        self._desk, self._store, self._held_now, self._place = desk, store, held, place
        self._database = desk.database
        self._held: frozenset[RowId] = frozenset()
        self._were_held: set[RowId] = set()
        self._came_meanwhile: frozenset[RowId] = frozenset()
        """What came for rows that were being edited."""
        self._exchange: Exchange | None = None
        self._carrier: Carrier | None = None
        self._steps: Generator[Any, Any, Report] | None = None
        self._errand: Errand | None = None
        self._again: bool | None = None
        """Whether another round was asked for while one ran, and if it is to take in all."""
        self._pauses = 0
        """How many want no round to be made."""
        self._closed = False
        self._finished_meetings = 0
        self._listening: Listening | None = None
        self._mail = Mail()
        self.away = ""
        """Why the place was out of reach in the last round, in words; empty when it was not."""
        self.has_failed = False
        """The last round did not come to its end."""
        self.is_slow = False
        """The place has not answered for a while."""
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self.ask)
        self._slow = QTimer(self, singleShot=True, interval=_SLOW)
        self._slow.timeout.connect(self._on_slow)
        self._look = QTimer(self, interval=_LOOK)
        self._look.timeout.connect(self.take_what_waited)
        self._answered.connect(self._on_answer, _QUEUED)
        self._called.connect(self.ask, _QUEUED)
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - there is no window without one
        app.focusChanged.connect(self._on_focus)

    @property
    def is_running(self) -> bool:
        """Whether a round goes on."""
        return self._steps is not None

    @property
    def is_set_up(self) -> bool:
        """Whether the desk exchanges at all."""
        # Without importing what exchanging takes.
        return self._place is not None or bool(self._desk.database.local("exchange.place"))

    @property
    def edited(self) -> frozenset[RowId]:
        """The rows being edited, or that were when something came for them: what waits for others lacks something."""
        return self._came_meanwhile | self._held_now()

    def begin(self) -> None:
        """The first round comes soon, if the desk exchanges."""
        if self.is_set_up:
            from dialogdesk.store.folding import parked_rows

            self._finished_meetings = self._count_finished()
            # the program may have been killed while they waited
            self._came_meanwhile = frozenset(parked_rows(self._desk.database.driver))
            self._look.start()
            self._next.start(_BEGIN)

    def ask(self, *, force: bool = False) -> None:
        """A round is made now, or as soon as the one that goes on has ended. With `force` what waits is taken in too."""
        if self._closed or self._pauses or not self.is_set_up:
            return
        if self._steps is not None:
            self._again = force or bool(self._again)
            return
        self._next.stop()
        self._database = self._desk.database
        self._were_held.clear()
        self._steps = self._round(force=force)
        self.changed.emit()
        self._go_on()

    def follow(self) -> None:
        """The desk exchanges through another place, or no more: what was under way with the one before is let go."""
        self._abandon()
        self._forget_place()
        self.away = ""
        if self.is_set_up:
            self.ask()
        self.changed.emit()

    def pause(self) -> None:
        """No round is made until as many have said `go_on`: the file of the desk is about to be another."""
        self._pauses += 1
        self._abandon()
        self._forget_place()

    def go_on(self) -> None:
        """Rounds are made again, with the file as it then is, unless somebody else wants none yet."""
        self._pauses -= 1
        if self.is_set_up and not self._pauses:
            self._next.start(_BEGIN)
        self.changed.emit()

    def note(self, changed: frozenset[type[Record]]) -> None:
        """A meeting that was finished just now is a good moment to exchange: others wait for it."""
        if not any(kind.table == "meeting" for kind in changed) or not self.is_set_up:
            return
        before, self._finished_meetings = self._finished_meetings, self._count_finished()
        if self._finished_meetings > before and self._steps is None:
            self._next.start(0)

    def take_what_waited(self) -> None:
        """What came for a row that was being edited is taken in once it is left."""
        if self._closed or self._pauses or self._steps is not None:
            return
        if not self._came_meanwhile:
            self._look.stop()
            return
        held = self._held_now()
        if self._came_meanwhile <= held:
            return
        from dialogdesk.services.exchange import take_what_waited

        self._store()
        take_what_waited(self._desk, lambda: held)
        self._came_meanwhile &= held  # what still waits, waits for something that has not come
        self.changed.emit()

    def close(self, patience: float = _LAST) -> None:
        """One last round is waited for, no longer than `patience` seconds; nothing more is done or told after it."""
        if self._closed:
            return
        self._closed = True
        self._mail.close()
        for timer in (self._next, self._slow, self._look):
            timer.stop()
        deadline = time.monotonic() + patience
        if self.is_set_up and not self._pauses:
            with suppress(UserError):  # it is made at the next start
                if self._finish_round(deadline) and not self.away:
                    self._steps = self._round(force=False)
                    self._finish_round(deadline)
        self._abandon()
        self._forget_place()

    # ---- a round -------------------------------------------------------------------------------

    def _round(self, *, force: bool) -> Generator[Any, Any, Report]:
        from dialogdesk.services.exchange import carrier_to, exchange_of, import_heavy, place_of

        if self._exchange is None:
            place = self._place or place_of(self._desk)
            assert place is not None  # noqa: S101 - a round is made only of a desk that exchanges
            yield import_heavy
            self._carrier = yield partial(carrier_to, place)
            assert self._carrier is not None  # noqa: S101 - else it had raised
            self._exchange = exchange_of(self._desk, self._carrier, held=self._give_held)
            self._listen(self._carrier)
        return (yield from self._exchange.round(force=force))

    def _give_held(self) -> frozenset[RowId]:
        return self._held

    def _go_on(self, answer: Any = None, error: Exception | None = None) -> None:
        """The next slice of the round is done, what is being typed stored before it."""
        if self._steps is None:
            return
        if self._desk.database is not self._database:  # it was restored, or encrypted, meanwhile
            self._abandon()
            self._forget_place()
            self.ask()
            return
        try:
            self._store()
            wanted = self._advance(answer, error)
        except StopIteration as end:
            self._end(end.value, None)
        except UserError as trouble:
            self._end(None, trouble)
        except BaseException:  # a fault of ours: told as every other, and the next round is tried in its time
            self._end(None, None)
            raise
        else:
            if wanted is None:
                QTimer.singleShot(0, self, self._go_on)  # keys go first
            else:
                self._send_out(wanted)

    def _advance(self, answer: Any = None, error: Exception | None = None) -> Any:
        assert self._steps is not None  # noqa: S101 - asked for in a round
        self._held = self._held_now()
        self._were_held |= self._held
        return self._steps.throw(error) if error is not None else self._steps.send(answer)

    def _send_out(self, work: Callable[[], Any]) -> None:
        self._errand = Errand(work, partial(self._mail.deliver, self._answered.emit))
        self._slow.start()
        self._errand.start()

    def _on_answer(self, errand: Errand) -> None:
        if errand is not self._errand:  # of a round that was abandoned
            return
        self._errand = None
        self._slow.stop()
        if self.is_slow:
            self.is_slow = False
            self.changed.emit()
        self._go_on(errand.value, errand.error)

    def _on_slow(self) -> None:
        self.is_slow = True
        self.changed.emit()

    def _end(self, report: Report | None, trouble: UserError | None) -> None:
        from dialogdesk.services.exchange import CarrierUnavailable, waiting_rows

        self._steps, self._errand = None, None
        self._held = frozenset()
        self.away = str(trouble) if isinstance(trouble, CarrierUnavailable) else ""
        self.has_failed = report is None
        self._came_meanwhile |= waiting_rows(self._desk) & self._were_held
        if self._came_meanwhile:
            self._look.start()
        if not self._closed:
            self._finished_meetings = self._count_finished()
            self._next.start(_AGAIN if self.away else _EVERY)
        if trouble is not None and not self.away:
            self.failed.emit(trouble)
        self.changed.emit()
        self.finished.emit(report, trouble)
        if self._again is not None:
            force, self._again = self._again, None
            self.ask(force=force)

    def _finish_round(self, deadline: float) -> bool:
        """The round that goes on is done to its end, here and now; False if it did not come to its end in time."""
        while self._steps is not None:
            errand, self._errand = self._errand, None
            if errand is not None and not errand.done.wait(max(0.0, deadline - time.monotonic())):
                return False
            try:
                self._store()
                wanted = self._advance(errand.value, errand.error) if errand else self._advance()
            except StopIteration:
                self._steps = None
                return True
            if wanted is not None:
                self._errand = Errand(wanted)
                self._errand.start()
            if time.monotonic() > deadline:
                return False
        return True

    def _abandon(self) -> None:
        """The round that goes on is given up; what it has done by now stays done, and the rest waits."""
        steps, self._steps, self._errand = self._steps, None, None
        self._slow.stop()
        self.is_slow = False
        self._again = None
        if steps is not None:
            steps.close()

    def _forget_place(self) -> None:
        listening, self._listening = self._listening, None
        if listening is not None:
            listening.stop()
        carrier, self._carrier = self._carrier, None
        self._exchange = None
        if carrier is not None:
            Errand(carrier.close).start()  # a place that does not answer may not let itself be closed either

    # ---- what calls for a round ----------------------------------------------------------------

    def _listen(self, carrier: Carrier) -> None:
        """A hub tells when something new is there."""
        wait = getattr(carrier, "wait", None)
        if wait is not None and not self._closed:
            self._listening = Listening(wait, partial(self._mail.deliver, self._called.emit))

    def _count_finished(self) -> int:
        from dialogdesk.services.exchange import finished_meetings

        return finished_meetings(self._desk)

    def _on_focus(self) -> None:
        if self._came_meanwhile:
            QTimer.singleShot(0, self, self.take_what_waited)
