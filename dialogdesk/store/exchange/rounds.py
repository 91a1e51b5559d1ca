"""A round of exchange: what is ours is put where the others find it, what is theirs is taken in.

    steps = Exchange(database, carrier, …).round()

A round is a generator. It yields a callable for what may take long (a share that answers slowly), to be done where
waiting does no harm, its value sent in or its error thrown in; it yields None where a key may be answered. Nothing is
ever lost by stopping half-way, or by never coming back.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple, TypeVar

from dialogdesk.domain.errors import UserError, WrongPassphrase
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Attachment
from dialogdesk.store import crypto
from dialogdesk.store.database import Database
from dialogdesk.store.exchange import blobs, importing, publishing, ring, segments
from dialogdesk.store.exchange.carrier import Carrier, FileUnreadable, Item, NotThere
from dialogdesk.store.exchange.importing import Held, nothing_held
from dialogdesk.store.exchange.ring import Ring
from dialogdesk.store.exchange.segments import BadSegment, Segment
from dialogdesk.store.files import FileStore, is_digest

T = TypeVar("T")
Steps = Generator[Callable[[], Any] | None, Any, T]

RENEW = "exchange.renew"
"""Set in the desk when something was erased: the next round seals everything anew, under another key."""

PASSPHRASE = "passphrase"  # noqa: S105 - the name it is kept under, in the desk's own encrypted file
PHRASE_CHANGED = "exchange.phrase_changed"
"""Set in the desk when the unit's passphrase was changed on another computer."""

REWRAP = "exchange.rewrap"
"""Set in the desk when the passphrase was changed here: the key files are written anew with it."""

ERASED = "exchange.erased"
"""The digests of files that were erased here and may still lie where they were exchanged, as a JSON list."""

_VERIFIED = "exchange.verified"
_WEEK = 7 * 24 * 3600
_DAY_MS = 24 * 3600 * 1000


@dataclass(slots=True)
class Report:
    """What a round did, and what it could not do."""

    came: int = 0
    """Changes taken in."""
    went: int = 0
    """Segments put where the others find them."""
    files_came: int = 0
    files_went: int = 0
    waiting: int = 0
    """Segments that cannot be taken in before others that have not come."""
    newer: int = 0
    """Segments only a newer program can read."""
    damaged: int = 0
    """Files that are broken, or not all there yet; they are tried again when they change."""
    foreign: int = 0
    """Segments of another unit, or sealed with a key we have not got."""
    ahead: str = ""
    """The computer whose clock is more than a day ahead, if one's is."""
    phrase_changed: bool = False
    """A key file cannot be opened: the unit's passphrase was changed on another computer."""
    touched: set[type[Record]] = field(default_factory=set)
    """The types of record that changed and have not been told of."""


def seal_anew(database: Database, digests: Iterable[str]) -> None:
    """The next round begins a new generation, and the files with these digests, erased here, go from the exchange."""
    erased = json.loads(database.local(ERASED) or "[]")
    database.set_local(ERASED, json.dumps(sorted({*erased, *digests})))
    database.set_local(RENEW, "1")


def run(steps: Steps[T]) -> T:
    """Do all the steps, here and now."""
    answer: Any = None
    try:
        ask = next(steps)
        while True:
            if ask is None:
                ask = steps.send(None)
                continue
            try:
                answer = ask()
            except (UserError, NotThere) as error:
                ask = steps.throw(error)
            else:
                ask = steps.send(answer)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]


class _Waiting(NamedTuple):
    """A segment on its way in, read and as it came."""

    segment: Segment
    content: bytes


class Exchange:
    """One desk and one place it exchanges through. It remembers between rounds what it need not read again."""

    def __init__(
        self,
        database: Database,
        files: FileStore,
        carrier: Carrier,
        *,
        held: Held = nothing_held,
        tell: Callable[[frozenset[type[Record]]], None] = lambda _changed: None,
    ) -> None:
        """`held` are the rows being edited; `tell` is called with the types of record that changed."""
        self._database, self._files, self._carrier = database, files, carrier
        self._held, self._tell = held, tell
        self._seen: dict[str, Item] = {}
        self._key_files: dict[str, tuple[Item, ring.KeyFile | None]] = {}
        self._known: dict[str, int] = {}
        self._retired: set[str] = set()

    def round(self, *, force: bool = False) -> Steps[Report]:
        """Both ways once. CarrierUnavailable if the place is out of reach; what was done by then stays done.

        With `force` also what waits for segments that will never come is taken in; what it rests on may be missing.
        """
        importing.recover(self._database)
        if not self._known:
            self._recall()
        report = Report()
        names: dict[str, Item] = yield self._carrier.names
        yield from self._read_keys(names)
        behind = yield from self._retire()
        if behind:  # what is in the new generation already need not go out from here as well
            yield from self._pull(names, report, force=force)
        yield from self._push(names, report)
        if not behind:
            yield from self._pull(names, report, force=force)
        if self._database.local(RENEW):
            yield from self._renew(report)
        yield from self._exchange_files(names, report)
        yield from self._clear_away(report)
        yield from self._verify()
        self._say(report)
        return report

    # ---- keys and generations ------------------------------------------------------------------

    @property
    def _ring(self) -> Ring:
        kept = ring.ring_of(self._database)
        assert kept is not None, "an exchange has been set up"  # noqa: S101 - a bug of ours, never the user's
        return kept

    def _read_keys(self, names: dict[str, Item]) -> Steps[None]:
        """Keys that others have begun are on our ring, and the key files of ours that are missing are there."""
        for name in [n for n in names if n.endswith(ring.ENDING)]:
            if self._key_files.get(name, (None, None))[0] == names[name]:
                continue
            content = yield from self._get(name, ring.MOST_BYTES)
            file = ring.read_key_file(content) if content is not None else None
            if file is not None and content is not None and file.unit == self._ring.unit:
                yield from self._try_key(file, content)
            self._key_files[name] = names[name], file
        ours = {n: f.key_id for n, (_i, f) in self._key_files.items() if f and n in names}
        rewraps = bool(self._database.local(REWRAP))
        outdated = [n for n, key_id in ours.items() if rewraps and self._ring.has(key_id)]
        there = {key_id for name, key_id in ours.items() if name not in outdated}
        for generation, key in self._ring.keys:
            if crypto.key_id(key) not in there:
                yield from self._put_key(self._ring, generation, key, anew=rewraps)
        for name in outdated:
            yield partial(self._carrier.remove, name)
        if rewraps:
            self._database.set_local(REWRAP, "")

    def _put_key(self, keys: Ring, generation: int, key: bytes, *, anew: bool = False) -> Steps[None]:
        """The key's file is there: the one there was before, unless the passphrase is another."""
        content = None if anew else ring.kept_file(self._database, crypto.key_id(key))
        if content is None:
            phrase = self._database.local(PASSPHRASE)
            content = yield partial(ring.write_key_file, keys, generation, key, phrase)
            ring.keep_file(self._database, crypto.key_id(key), content)
        yield partial(self._carrier.put, ring.file_name(content), content)

    def _try_key(self, file: ring.KeyFile, content: bytes) -> Steps[None]:
        """A key that somebody else has begun is on the ring; a file we cannot open tells of another passphrase."""
        if ring.kept_file(self._database, file.key_id) == content:
            return
        key = yield partial(_open_quietly, file, self._database.local(PASSPHRASE))
        if key is None:
            self._database.set_local(PHRASE_CHANGED, "1")
            return
        ring.keep_file(self._database, file.key_id, content)
        if not self._ring.has(file.key_id):
            ring.keep_ring(self._database, self._ring.with_key(file.generation, key))

    def _retire(self) -> Steps[bool]:
        """What was published in an older generation is to be published anew; True if there was any of it."""
        any_left = False
        while publishing.retire_one(self._database, self._ring):
            any_left = True
            yield None
        if any_left:
            self._recall()
        return any_left

    def _renew(self, report: Report) -> Steps[None]:
        """Everything there is stands in a new generation of segments, sealed with a key that nobody had before."""
        fresh = self._ring.with_key(self._ring.generation + 1, crypto.new_key())
        ring.keep_ring(self._database, fresh)
        self._database.set_local(RENEW, "")
        yield from self._put_key(fresh, fresh.generation, fresh.key)
        yield from self._retire()
        names: dict[str, Item] = yield self._carrier.names
        yield from self._push(names, report)

    def _clear_away(self, report: Report) -> Steps[None]:
        """What older generations left behind is gone, once all that it said has been said anew."""
        current = self._ring
        if len(current.keys) == 1 or publishing.unpublished(self._database) or report.waiting:
            return
        names: dict[str, Item] = yield self._carrier.names
        if any(f"{name}{segments.ENDING}" not in names for name in self._known):
            return
        old = [key for generation, key in current.keys if generation < current.generation]
        ids = {crypto.key_id(key) for key in old}
        digests = [
            *self._digests(),
            *json.loads(self._database.local(ERASED) or "[]"),
        ]
        gone = {f"{name}{segments.ENDING}" for name in self._retired}
        gone |= {blobs.name_of(key, digest) for key in old for digest in digests}
        gone |= {name for name, (_item, file) in self._key_files.items() if file and file.key_id in ids}
        for name in gone & set(names):
            yield partial(self._carrier.remove, name)
        self._database.set_local(ERASED, "")
        ring.keep_ring(self._database, current.without(ids))

    # ---- segments ------------------------------------------------------------------------------

    def _recall(self) -> None:
        raw = self._database.driver
        self._known = dict(raw.execute("SELECT hash, length(body) FROM segment"))
        self._retired = {row[0] for row in raw.execute("SELECT hash FROM retired")}

    def _push(self, names: dict[str, Item], report: Report) -> Steps[None]:
        """What was never published is, and every segment of ours is there, whole by its size."""
        while (made := publishing.cut(self._database, self._ring)) is not None:
            self._known[made] = len(publishing.body_of(self._database, made))
            yield None
        for name, size in list(self._known.items()):
            there = names.get(f"{name}{segments.ENDING}")
            if there is None or there.size != size:
                body = publishing.body_of(self._database, name)
                yield partial(self._carrier.put, f"{name}{segments.ENDING}", body)
                report.went += 1

    def _pull(self, names: dict[str, Item], report: Report, *, force: bool) -> Steps[None]:
        """Everything that can be read and whose parents are here is taken in."""
        unseen = dict(names.items() - self._seen.items())
        news = {name: item for name, item in unseen.items() if not self._is_old_news(name)}
        self._seen.update((name, unseen[name]) for name in unseen.keys() - news.keys())
        if news:
            with importing.much_coming(self._database):
                yield from self._take_in(news, report, force=force)
                while importing.tidy(self._database):
                    yield None
        self._tell_of(report)

    def _take_in(self, news: dict[str, Item], report: Report, *, force: bool) -> Steps[None]:
        waiting: dict[str, _Waiting] = {}
        for name, item in news.items():
            content = yield from self._get(name, segments.MOST_BYTES)
            if content is None:
                continue
            found = self._read(name, content, report)
            yield None
            if found is None:
                self._seen[name] = item
                continue
            waiting[found.hash] = _Waiting(found, content)
            yield from self._take_ready(waiting, report)
        if force:
            for one in list(waiting.values()):
                yield from self._take(one, report)
            waiting.clear()
        report.waiting = len(waiting)

    def _is_old_news(self, name: str) -> bool:
        """True for what is ours already, or is no segment."""
        if name.endswith((ring.ENDING, blobs.ENDING)):
            return True
        stem = name.removesuffix(segments.ENDING)
        return stem != name and (stem in self._known or stem in self._retired)

    def _read(self, name: str, content: bytes, report: Report) -> Segment | None:
        """The segment in a file, whatever it is called; None, and counted, for anything that is none for us."""
        told = segments.hash_of(content)
        if told in self._known or told in self._retired:
            return None
        try:
            header = segments.read_header(content)
            if header.unit != self._ring.unit:
                report.foreign += 1
                return None
            if header.min_reader > segments.READER:
                report.newer += 1
                return None
            return self._opened(content, header.generation)
        except BadSegment as error:
            if error.reason == "newer":
                report.newer += 1
            elif error.reason == "foreign":
                report.foreign += int(name.endswith(segments.ENDING))
            else:
                report.damaged += 1
            return None

    def _opened(self, content: bytes, generation: int) -> Segment:
        wrong = BadSegment("damaged", "no key opens it")
        for key in self._ring.candidates(generation):
            try:
                return segments.decode(content, key)
            except BadSegment as error:
                if error.reason == "newer":
                    raise
                wrong = error
        raise wrong

    def _take_ready(self, waiting: dict[str, _Waiting], report: Report) -> Steps[None]:
        while ready := [one for one in waiting.values() if all(map(self._is_here, one.segment.parents))]:
            for one in ready:
                del waiting[one.segment.hash]
                yield from self._take(one, report)

    def _is_here(self, parent: str) -> bool:
        return parent in self._known or parent in self._retired

    def _take(self, one: _Waiting, report: Report) -> Steps[None]:
        segment, generation = one.segment, self._ring.generation
        touched = yield from importing.take_in(self._database, segment, one.content, generation, self._held)
        if segment.generation >= generation:
            self._known[segment.hash] = len(one.content)
        else:
            self._retired.add(segment.hash)
        report.came += len(segment.changes)
        report.touched |= touched
        if importing.newest_moment(segment.changes) > time.time_ns() // 1_000_000 + _DAY_MS:
            report.ahead = report.ahead or _newest_device(segment)
        yield None

    def _tell_of(self, report: Report) -> None:
        if report.touched:
            self._tell(frozenset(report.touched))
            report.touched = set()

    # ---- files ---------------------------------------------------------------------------------

    def _exchange_files(self, names: dict[str, Item], report: Report) -> Steps[None]:
        """Every file kept with a meeting is here and there, whole; one that is damaged here is left for the check."""
        key, expected = self._ring.key, self._digests()
        for digest in blobs.to_send(self._files, expected, names, key):
            with suppress(NotThere):
                yield partial(blobs.put_blob, self._carrier, self._files, key, digest)
                report.files_went += 1
        for digest in blobs.missing_here(self._files, expected):
            report.files_came += yield from self._fetch(names, digest)
        if report.files_came:
            self._tell(frozenset({Attachment}))

    def _digests(self) -> dict[str, int]:
        """Digest and size of every file that a record names; whether they are any is seen when they are used."""
        rows = self._database.driver.execute("SELECT digest, max(size) FROM attachment GROUP BY digest")
        return {digest: size for digest, size in rows if is_digest(digest)}

    def _fetch(self, names: dict[str, Item], digest: str) -> Steps[int]:
        """A file that somebody else put there, under whichever key; a broken one is left for another time."""
        for _generation, key in reversed(self._ring.keys):
            if blobs.name_of(key, digest) in names:
                try:
                    yield partial(blobs.get_blob, self._carrier, self._files, key, digest)
                except (NotThere, FileUnreadable):
                    return 0
                return 1
        return 0

    # ---- the rest ------------------------------------------------------------------------------

    def _get(self, name: str, most: int) -> Steps[bytes | None]:
        """The bytes of a file; None if it has gone meanwhile, is too large, or cannot be read at the moment."""
        try:
            content: bytes = yield partial(self._carrier.get, name, most)
        except (NotThere, FileUnreadable):
            return None
        return content

    def _verify(self) -> Steps[None]:
        """Once a week every segment of ours is read back, and written again if it is not what it was."""
        last, now = float(self._database.local(_VERIFIED) or 0), time.time()
        if 0 <= now - last < _WEEK:
            return
        for name in list(self._known):
            content = yield from self._get(f"{name}{segments.ENDING}", segments.MOST_BYTES)
            if content is None or segments.hash_of(content) != name:
                body = publishing.body_of(self._database, name)
                yield partial(self._carrier.put, f"{name}{segments.ENDING}", body)
        self._database.set_local(_VERIFIED, str(now))

    def _say(self, report: Report) -> None:
        """The desk remembers when it last exchanged, and what came of it."""
        report.phrase_changed = bool(self._database.local(PHRASE_CHANGED))
        told = {
            "came": report.came,
            "waiting": report.waiting,
            "newer": report.newer,
            "damaged": report.damaged,
            "foreign": report.foreign,
            "ahead": report.ahead,
        }
        self._database.set_local("exchange.at", str(time.time()))
        self._database.set_local("exchange.report", json.dumps(told))


def _open_quietly(file: ring.KeyFile, passphrase: str) -> bytes | None:
    """The key in the file; None where the passphrase, or the file, is another's."""
    try:
        return ring.open_key_file(file, passphrase)
    except WrongPassphrase:
        return None


def _newest_device(segment: Segment) -> str:
    rid = max(change[0] for change in segment.changes)[16:]
    return next((writer[1] for writer in segment.writers if writer[0] == rid), rid)
