"""Plans: the approved targets and tasks of a resolution, who answers for them, by when, and what is given to whom."""
