"""Who may do what, and what has to be answered for: roles, subject access, challenges, transparency records.

In: the workspace as it stands. Out: documents and decisions of rules. Refuses what the policy does not allow.
"""
