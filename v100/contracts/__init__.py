"""The feeds as contracts: read, checked against, rendered."""
