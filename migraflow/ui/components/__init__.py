"""Pieces every page is made of: functions from Vars to components, styled by ``assets/migraflow.css``."""
