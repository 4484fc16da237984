"""The command line: parses, calls, shows; owns no rules."""
