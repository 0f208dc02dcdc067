"""What the checker looks at, one matter per module; `migraflow.engine.check` calls them all."""
