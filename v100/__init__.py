"""V100: offender risk prioritisation for police forces."""

__version__ = "0.1.0"
