"""Build hook: compiles the translations, and carries them and the resources inside the wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CarryResources(BuildHookInterface):  # type: ignore[type-arg]  # hatchling leaves its configuration untyped
    """`resources/` and compiled `translations/` lie in `dialogdesk/` of the wheel; an editable one finds them here."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Every catalogue is compiled beside its source; a wheel (not an editable one) is given what it carries."""
        root = Path(self.root)
        compiled = [_compile(catalogue) for catalogue in sorted((root / "translations").rglob("*.po"))]
        if self.target_name != "wheel" or version == "editable":
            return
        carried = build_data["force_include"]
        carried[str(root / "resources")] = "dialogdesk/resources"
        for path in compiled:
            carried[str(path)] = f"dialogdesk/{path.relative_to(root).as_posix()}"


def _compile(catalogue: Path) -> Path:
    """The .mo file made of a .po file, beside it."""
    with catalogue.open("rb") as source:
        messages = read_po(source)
    compiled = catalogue.with_suffix(".mo")
    with compiled.open("wb") as target:
        write_mo(target, messages)
    return compiled
