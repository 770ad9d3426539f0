"""Documents and their texts, the board that approves them, and circulation to staff."""
