"""The registry of indicators: what is counted, how it behaves, who keeps it, and how it was defined when."""
