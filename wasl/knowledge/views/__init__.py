"""Pages of the library: public answers, their editing, and misconceptions."""
