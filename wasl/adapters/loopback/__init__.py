"""A phone and a mailbox on this machine, for the sample: what Wasl sends can be read there, and
only there.
"""
