"""How a clip becomes colour: the flow, its guidance, the windows, and the straight line through all of
them."""
