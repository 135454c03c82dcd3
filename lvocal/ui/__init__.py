"""WHAT IS ON THE SCREEN? The page, and the endpoints beside it; the only folder that imports gradio."""
