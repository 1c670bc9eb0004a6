"""What the ASGI process serves: live boards. The site's own addresses are here so that links can be made; a
request to one of them never gets this far (``mathtest.asgi``)."""

from django.urls import path

from exams.views.live import live_board
from mathtest import urls

urlpatterns = [
    path("live/assignments/<uuid:assignment_id>/", live_board, name="live_board"),
    *urls.urlpatterns,
]

handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler429 = urls.handler429
handler500 = urls.handler500
