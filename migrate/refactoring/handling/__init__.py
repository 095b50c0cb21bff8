"""What exception handlers catch and do: their types, log lines, and the causes of what they raise."""
