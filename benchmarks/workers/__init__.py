"""Programs that each do one thing again and again, in a process of their own, when they are told to."""
