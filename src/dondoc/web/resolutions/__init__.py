"""Documents that an office has received, what was read in them, and the review that decides what of it stands."""
