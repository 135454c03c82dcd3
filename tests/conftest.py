"""Imported before any test: a test may import diffusers first, and that needs `lvocal.wheels`."""

import lvocal  # noqa: F401
