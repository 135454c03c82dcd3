"""What the embedded model must show, on the validation splits: quick, and what has no bar beside it."""
