"""Writes to the library: answers through their stages, feedback, misconceptions and corrections."""
