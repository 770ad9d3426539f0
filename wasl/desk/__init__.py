"""The staff's entry: the desk page, the search box, and the panels that meet there."""
