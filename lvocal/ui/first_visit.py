"""What stands on the page before anybody has done anything."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "Beach": ("beach.mp4", {"prompt": "tan sand, blue sky, turquoise sea"}),
    "Campfire": ("campfire.mp4", {"prompt": "dark green trees, an orange fire, green grass"}),
}
"""Films of this project that work at the first click, each with its words."""
