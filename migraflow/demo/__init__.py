"""Demo data: fourteen months of an agency's work, played through the real use cases with a clock of its own."""
