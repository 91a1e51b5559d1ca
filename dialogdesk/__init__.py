"""DialogDesk: the desk of a small public procurement unit."""

from __future__ import annotations

__version__ = "0.1.0"
