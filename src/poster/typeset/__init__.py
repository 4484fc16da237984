"""Text into outlines that fit a frame."""
