"""On the path of every process of a fault with another time of day: shifts this process's clock."""

import os
import time

EXACT_S = 0.001  # all processes of a run must agree: they stand for one host

if os.environ.get("CHAOS_CLOCK_S"):
    import time_machine

    shift = float(os.environ["CHAOS_CLOCK_S"])
    while True:
        traveller = time_machine.travel(time.time() + shift, tick=True)
        traveller.start()
        if abs(time.time() - time_machine.escape_hatch.time.time() - shift) < EXACT_S:
            break
        traveller.stop()  # this process had to wait between the look at the clock and the turn of its hands
