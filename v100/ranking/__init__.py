"""Who stands where on a day, with everything a reader needs to judge it."""
