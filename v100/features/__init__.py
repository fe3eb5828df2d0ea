"""What a score may see of a person on a day: cohort, features by family, and the label that came true."""
