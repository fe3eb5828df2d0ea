"""Issued lists: fill, compose, issue, compare, verify, export."""
