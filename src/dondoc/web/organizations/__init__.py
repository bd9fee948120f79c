"""Bodies and administrative units through time: what existed when, under whom, and what became of it."""
