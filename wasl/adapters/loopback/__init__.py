"""A phone and a mailbox on this machine, the only place where the sample's messages arrive."""
