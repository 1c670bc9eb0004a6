"""The site's own server process, with the addresses of ``bench.urls``; with a bug where ``SEEDED_BUG`` asks
for one."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mathtest.settings")
settings.ROOT_URLCONF = "bench.urls"
application = get_wsgi_application()

if SEEDED_BUG := os.environ.get("SEEDED_BUG", ""):
    bug = import_module("bench.seeded_bugs").seeded_bug(SEEDED_BUG)
    bug.__enter__()  # and never left: it lasts as long as the process, and somebody has to hold it
