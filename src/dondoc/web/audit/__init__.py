"""The record of what was decided: one entry an action, in the same transaction, never changed."""
