"""Speed as ratios within one run: a scratch database, the product's own pages, and a bare view on
the same server.
"""
