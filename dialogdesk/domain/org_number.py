"""Swedish organisation numbers: checked, written one way, and the sole trader's recognised (law.md, Formats)."""

from __future__ import annotations

from dataclasses import dataclass

from stdnum.exceptions import ValidationError
from stdnum.se import orgnr

from dialogdesk.domain.errors import InvalidValue
from dialogdesk.i18n import _

_DIGITS = 10
_WITH_CENTURY = 12


@dataclass(frozen=True, slots=True)
class OrgNumber:
    """A number with a right check digit; `str()` writes it as 556016-0680."""

    digits: str
    """Ten digits."""

    def __str__(self) -> str:
        return f"{self.digits[:6]}-{self.digits[6:]}"

    @property
    def is_sole_trader(self) -> bool:
        """True when the number is a person's own (third digit below 2): personal data, masked in public."""
        return int(self.digits[2]) < 2  # noqa: PLR2004 - the tax agency's own boundary


def read_org_number(text: str) -> OrgNumber:
    """The number in `text`: plain, with hyphen or spaces, with century (16, 19, 20), or as a VAT number (SE…01).

    InvalidValue tells what is wrong.
    """
    bare = text.strip().upper()
    digits = "".join(c for c in bare if c.isdecimal())
    if len(digits) == _WITH_CENTURY:
        digits = digits[:_DIGITS] if bare.startswith("SE") else digits[2:]
    if len(digits) != _DIGITS or any(c.isalpha() for c in bare.removeprefix("SE")):
        raise InvalidValue(
            _("Organisationsnumret ska ha tio siffror, till exempel 556016-0680."), field="org_number"
        )
    try:
        return OrgNumber(orgnr.validate(digits))
    except ValidationError:
        raise InvalidValue(
            _("Kontrollsiffran i organisationsnumret stämmer inte. Jämför med källan."), field="org_number"
        ) from None
