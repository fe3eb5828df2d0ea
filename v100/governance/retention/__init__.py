"""How long people are kept: who is due for review, what was decided, and removal wherever V100 holds anything of them.

In: the workspace as it stands. Out: dates with the rule behind each, decisions, purges. Refuses to remove whoever is in
hand, and whoever nobody decided to remove.
"""
