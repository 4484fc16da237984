"""What leaves the house: the proof that people sign, tickets, bundles, the slideshow."""
