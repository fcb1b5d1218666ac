"""audiobrief: reports in, a narrated and mastered podcast out."""

__version__ = "0.1.0"
