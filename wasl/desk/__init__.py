"""The staff's face: the desk page, the one search box, the panels that meet there."""
