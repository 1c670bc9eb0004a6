"""What the server runs: ``granian --interface wsgi mathtest.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

from mathtest.checks import refuse_unsafe_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mathtest.settings")
application = get_wsgi_application()
refuse_unsafe_start()
