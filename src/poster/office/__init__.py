"""Documents of an office, read in the jail: Word, PDF, text, Markdown."""
