"""What a scenario promises, each kind in a file of its own; the design says what each means."""
