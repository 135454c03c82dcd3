"""What is colour? Spaces and luma, words and their Lab values, palettes, edge-aware chroma upsampling."""
