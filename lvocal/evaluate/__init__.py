"""Tables: what the networks measure, by commands anyone can rerun."""
