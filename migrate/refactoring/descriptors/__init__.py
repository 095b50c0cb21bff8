"""Program factories that call become program factories that describe: what a call means stands in the plan's table.

Rooms: `api` (the table), `layout` (how new code is laid out), `text` (what becomes of a span of the old code), `types` (what
an expression is), `scene` (what all parts of one file's conversion share), `configs` and `variables` (what config objects say),
`rendering` (the text of records), `finding` (which functions build a program, and what stands in the way), `statements`,
`converting` (a group of functions, rewritten whole), `creating` (target B), `tree` (all files of a step).
"""
