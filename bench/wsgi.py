"""The site's own server process, with the addresses of ``bench.urls``."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mathtest.settings")
settings.ROOT_URLCONF = "bench.urls"
application = get_wsgi_application()
