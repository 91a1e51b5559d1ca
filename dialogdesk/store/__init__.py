"""The one door to the disk: tables, the change log, search, backups."""
