"""The tables of the five papers beside ours: what they print, which of it we can do, and what differs."""
