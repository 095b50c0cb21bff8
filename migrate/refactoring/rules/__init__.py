"""Pattern rules: what a rule matches, what it puts there, and the imports that come and go with it."""
