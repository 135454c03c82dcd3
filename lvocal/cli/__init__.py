"""What the commands do, once `python -m lvocal` has read their flags."""
