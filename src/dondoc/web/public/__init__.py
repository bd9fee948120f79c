"""What is public: a record of its own, and the pages that are read from it alone, without signing in."""
