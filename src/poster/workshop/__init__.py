"""The designers' tools: drawings of other programs into layouts, and their faults."""
