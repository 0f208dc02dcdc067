"""What the agency means: plain values and rules, no framework, no clock, no database."""
