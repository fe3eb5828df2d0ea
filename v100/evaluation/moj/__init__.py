"""The Ministry of Justice's static reoffending predictors, as a yardstick for evaluations and nothing else.

They read sex and age, which no score of V100's own may: only an evaluation imports this package, and only where
conviction histories are held.
"""
