"""Training of the full size, from films to weights: films -> shards -> aligner -> colorizer."""
