"""Approved slogans into print files that are right."""

__version__ = "0.1.0"
