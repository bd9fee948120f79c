"""Accounts: who may sign in. A name of sign-in and what the account is called; nothing is kept of what it does."""
