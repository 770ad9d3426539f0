"""Reads of cases: a file and what it lacks, lists of work, and the content of pages."""
