"""Every sample by its name: one document of every kind, and those that hold all that could tear a layout."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from dialogdesk.documents import agenda, protocol, recovery
from dialogdesk.documents.copies import copy_of
from dialogdesk.documents.pages import Rendered
from dialogdesk.domain.values import Copy
from tests.documents.papers import awkward_papers, bare_papers, plain_papers
from tests.documents.samples import (
    adopted,
    awkward,
    invitation_agenda,
    long_meeting,
    meeting,
    phone_note,
    recovery_sheet,
)
from tests.documents.samples_bound import bound

_MAKERS: Mapping[str, Callable[[], Rendered]] = {
    "protocol": lambda: protocol.render(meeting()),
    "phone-note": lambda: protocol.render(phone_note()),
    "adopted": lambda: protocol.render(adopted()),
    "adopted-masked": lambda: protocol.render(copy_of(adopted(), Copy.MASKED)),
    "agenda": lambda: agenda.render(invitation_agenda()),
    "recovery": lambda: recovery.render(recovery_sheet()),
    "awkward": lambda: protocol.render(awkward()),
    "long": lambda: protocol.render(long_meeting()),
    "protocol-supplier": lambda: protocol.render(copy_of(meeting(), Copy.SUPPLIER)),
    "protocol-masked": lambda: protocol.render(copy_of(meeting(), Copy.MASKED)),
    "awkward-masked": lambda: protocol.render(copy_of(awkward(), Copy.MASKED)),
    "bound": bound,
    **plain_papers(),
    **awkward_papers(),
    **bare_papers(),
}
NAMES = tuple(_MAKERS)


@cache
def sample(name: str) -> Rendered:
    """The sample, made once."""
    return _MAKERS[name]()


def write_samples(folder: Path) -> list[Path]:
    """Every sample as a file in the folder."""
    files = [folder / f"{name}.pdf" for name in NAMES]
    for file, name in zip(files, NAMES, strict=True):
        file.write_bytes(sample(name).pdf)
    return files
