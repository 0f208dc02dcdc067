"""What a person may ask for: one function is one use case is one transaction."""
