"""migraflow: professional migration, case by case, on a workflow engine."""
