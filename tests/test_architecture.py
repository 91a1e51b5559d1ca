"""The rules of docs/architecture.md that neither import-linter nor ruff can state."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "dialogdesk"
LONGEST_FILE = 500
READS_CLOCK = frozenset({"now", "utcnow", "today"})


def _modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def _calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Each call in the module, with the last name of what is called."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func.attr


@pytest.mark.parametrize("path", _modules(PACKAGE / "domain"), ids=lambda path: path.stem)
def test_domain_reads_no_clock(path: Path) -> None:
    assert [call.lineno for call, name in _calls(path) if name in READS_CLOCK] == []


def test_no_signal_is_connected_to_a_lambda() -> None:
    """A lambda that knows its widget keeps the window alive: bound methods, or partial on methods."""
    lambdas = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path in _modules(PACKAGE)
        for call, name in _calls(path)
        if name == "connect" and any(isinstance(argument, ast.Lambda) for argument in call.args)
    ]
    assert lambdas == []


def test_files_are_small() -> None:
    long = {
        path.name: n
        for path in _modules(PACKAGE)
        if (n := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}
