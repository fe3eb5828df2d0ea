"""Progress of casework: what became of the people tasked, counted by the published definitions, with its evidence."""
