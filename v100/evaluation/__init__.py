"""Whether a ranking does what it is for: measures forward in time, with intervals, and what follows from them."""
