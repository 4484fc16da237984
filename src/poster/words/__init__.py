"""Pure text: cleaned, broken by meaning, checked."""
