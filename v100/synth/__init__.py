"""A synthetic force: people who do not exist, as the feeds a real force would send."""
