"""The only door between files, hubs and networks."""
