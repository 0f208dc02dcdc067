"""How paper comes out: letters as PDF, codes to scan. Words in, bytes out; no clock, no database, no network."""
