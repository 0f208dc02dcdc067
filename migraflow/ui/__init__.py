"""What people see, and the only place that knows Reflex."""
