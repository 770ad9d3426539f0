"""How alike two files are: what of a person is compared, at which levels, and what each level
weighs.

`sketches` brings a person into the form that is compared; `levels` is the table of comparisons;
`linking` compares a whole register by it, with splink on DuckDB (`workshop`).
"""
