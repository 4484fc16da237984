"""Drawings: hardened XML, paths, the artwork grammar, the outside engines."""
