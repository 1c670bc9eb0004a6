"""The fault matrix: everything that breaks in a school, broken on purpose while students answer.

    python -m bench.chaos [--database sqlite|postgresql] [--only NAME] [--quick]

A run has a database, a cache, servers and a job worker of its own, on free ports and in a folder of its own.
Each fault is injected into an exam that is being sat; then things recover, the students' devices send what
they still have, everybody hands in, everything is marked, and ``manage.py verify_attempts`` compares the
database with the ledger of what was sent and acknowledged.
"""
