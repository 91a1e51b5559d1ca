"""How laptops exchange what was written: immutable, sealed files, carried by a folder or a hub (storage.md)."""
