"""How alike two files are: which fields are compared, at which levels, with which weights.

`sketches` brings a person into the form that is compared. `levels` is the table of comparisons.
`linking` compares a whole register by that table, with splink on DuckDB (`workshop`).
"""
