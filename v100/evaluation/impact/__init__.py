"""Did being listed change anything: before and after, at the cut, against people not yet listed, and by a placebo."""
