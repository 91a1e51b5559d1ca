"""The built wheel: what it carries is found where it is installed."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder the wheel has been unpacked into, as an installation would."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "installed")
    return folder / "installed"


def _says(installed: Path, code: str) -> str:
    """What the code prints when only the installed package can be imported."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(installed)!r})\n{code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_installed_package_finds_its_resources(installed: Path) -> None:
    found = _says(
        installed, "from dialogdesk.resources import resource_path; print(resource_path('tokens.json'))"
    )
    assert Path(found) == installed / "dialogdesk" / "resources" / "tokens.json"
    assert Path(found).is_file()


def test_installed_package_looks_words_up_in_the_dictionary_it_carries(installed: Path) -> None:
    code = "from dialogdesk.dictionary import misspelt; print(*misspelt(frozenset({'skakravet', 'beslutt'})))"
    assert _says(installed, code) == "beslutt"


def test_installed_package_carries_compiled_texts_only(installed: Path) -> None:
    compiled = installed / "dialogdesk" / "translations" / "en" / "LC_MESSAGES" / "dialogdesk.mo"
    assert compiled.is_file()
    assert not list(installed.rglob("*.po"))


def test_installed_package_gives_the_command(installed: Path) -> None:
    entry = next(installed.glob("*.dist-info")) / "entry_points.txt"
    assert "dialogdesk = dialogdesk.__main__:main" in entry.read_text()
