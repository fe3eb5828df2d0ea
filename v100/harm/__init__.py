"""Harm weights, allegations, the stack and the ledger."""
