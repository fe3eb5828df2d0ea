"""A model beside the stack: its specification, training, scoring and register."""
