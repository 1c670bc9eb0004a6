"""How passwords are stored."""

from django.contrib.auth.hashers import Argon2PasswordHasher

__all__ = ["ClassroomArgon2PasswordHasher"]


class ClassroomArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes and one lane.

    An exam starts with a whole class signing in within the same few seconds, and hashing is what they
    wait for. Django's default (100 MiB, eight lanes) takes about 0.1 s of both cores and lets forty
    sign-ins ask for 4 GB. These are the parameters of the OWASP Password Storage Cheat Sheet's second
    Argon2id row: about 20 ms on one core and 760 MiB for forty at the same moment, without making a
    stolen table cheaper to attack than that recommendation allows.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
