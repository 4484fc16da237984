"""Many jobs from one table: read, checked, made in parallel, and handed over."""
