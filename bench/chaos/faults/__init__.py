"""The rows of the matrix, in the order in which they are run."""

from __future__ import annotations

from bench.chaos.faults.browsers import BROWSERS
from bench.chaos.faults.databases import DATABASES
from bench.chaos.faults.jobs import CACHE_AND_JOBS
from bench.chaos.faults.network import NETWORK
from bench.chaos.faults.people import PEOPLE
from bench.chaos.faults.servers import SERVERS
from bench.chaos.sitting import Fault

__all__ = ["FAULTS"]

FAULTS: tuple[type[Fault], ...] = (*NETWORK, *BROWSERS, *SERVERS, *DATABASES, *CACHE_AND_JOBS, *PEOPLE)
