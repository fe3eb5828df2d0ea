"""The equality audit of a list: who is on it by sex, age band and ethnicity, how often rightly, and by what proxies."""
