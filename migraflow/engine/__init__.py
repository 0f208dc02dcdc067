"""How a case moves: the only place that knows SpiffWorkflow."""
