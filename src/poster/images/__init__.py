"""Photos, logos and QR codes: what is drawn and is no outline. Pillow and segno live here."""
