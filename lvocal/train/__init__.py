"""How the networks learn: pictures and sounds into batches, losses, one resumable loop, one file per
stage."""
