"""The clock of one merchant: stopped, set, made to run again, or led through time step by step."""
