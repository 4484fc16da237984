"""An artwork into a PDF drawing or pixels, and a second opinion on it."""
