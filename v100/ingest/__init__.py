"""Feeds into the record store: read, check, land, hold, quarantine."""
