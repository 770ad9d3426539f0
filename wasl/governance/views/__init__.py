"""Pages of the library and the board, by purpose."""
