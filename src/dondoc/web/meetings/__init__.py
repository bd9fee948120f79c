"""The leader's week: at most ten things by a stated rule, and the meeting that takes them one after another."""
