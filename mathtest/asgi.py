"""The same site for an ASGI server; pages that stay open are served through it."""

import os

from django.core.asgi import get_asgi_application

from mathtest.checks import refuse_unsafe_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mathtest.settings")
application = get_asgi_application()
refuse_unsafe_start()
