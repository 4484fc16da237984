"""Job, sheet and library into an artwork."""
