"""Records to persons: who is the same human being."""
