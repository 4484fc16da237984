"""Finished files: formats, marks, and the checks before they appear."""
