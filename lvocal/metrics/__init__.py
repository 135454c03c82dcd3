"""How good is it? Plain figures with units, ranges and sources; networks are handed in, never loaded."""
