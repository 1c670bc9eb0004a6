"""Rosters as files: reading one, planning what it would change, writing one.

A file becomes rows (``reading``, which knows neither the database nor the class), rows become a plan
(``planning``, which changes nothing), and ``accounts.services.rosters`` carries a plan out.
"""
