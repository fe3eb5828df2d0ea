"""The transparency records: filled in from the workspace, dated, and with every gap marked.

In: the workspace and what people say in its settings. Out: documents as fields, Markdown or pages. Refuses to fill a
gap with a guess.
"""
