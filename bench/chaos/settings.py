"""The settings of the site, in whatever time zone a fault asks for, with files served from where they are."""

import os

from mathtest.settings import *  # noqa: F403 - the site's settings, all of them
from mathtest.settings import STORAGES

MARK_AFTER_S = 0  # marking meets everything that is broken
TIME_ZONE = os.environ.get("CHAOS_TIME_ZONE", "Asia/Seoul")
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
