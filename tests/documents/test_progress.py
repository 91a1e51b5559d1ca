"""Whoever waits for a long document hears how far it has come."""

from __future__ import annotations

import pytest

from dialogdesk.documents.progress import listening, tell
from dialogdesk.documents.protocol import render
from tests.documents.samples import meeting


def test_each_page_is_told_of_as_it_is_painted() -> None:
    told: list[tuple[int, int]] = []
    with listening(lambda done, total: told.append((done, total))):
        render(meeting())
    assert told == [(1, 2), (2, 2)]


def test_nobody_need_listen() -> None:
    alone = render(meeting()).pdf
    with listening(lambda _done, _total: None):
        assert render(meeting()).pdf == alone


def test_only_the_innermost_listens_and_only_within() -> None:
    outer: list[int] = []
    inner: list[int] = []
    with listening(lambda done, _total: outer.append(done)):
        tell(1, 9)
        with listening(lambda done, _total: inner.append(done)):
            tell(2, 9)
        tell(3, 9)
    tell(4, 9)
    assert (outer, inner) == ([1, 3], [2])


def test_making_ends_where_the_listener_says() -> None:
    class CalledOffError(Exception):
        pass

    def call_off(_done: int, _total: int) -> None:
        raise CalledOffError

    with pytest.raises(CalledOffError), listening(call_off):
        render(meeting())
    tell(1, 1)
