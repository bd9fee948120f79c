"""How urging reaches an office beside the site: mail, signed webhooks, a calendar of deadlines."""
