"""Great Expectations at the two doors of a build: what landed, and what is published."""
