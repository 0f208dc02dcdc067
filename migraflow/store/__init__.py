"""Where cases are kept: the only place that knows SQL. Rows stay here; frozen values of the domain leave."""
