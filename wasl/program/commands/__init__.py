"""A module is a command: its docstring is the help, `arguments(parser)` what it takes,
`run(options)` what it does.

A command that needs the database works inside `environment.site()`; it imports what it needs of the
packages in there.
"""
