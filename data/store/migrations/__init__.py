"""Migrations of the desk's tables, one file per revision in `versions`, written by `tools/new_migration.py`."""
