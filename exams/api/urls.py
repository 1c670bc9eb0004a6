"""Addresses of the exam API, below /api/v1/."""

from django.urls import path

from exams.api import lists, views
from exams.api.checking import CheckAnswer

urlpatterns = [
    path("exams/", lists.ExamList.as_view(), name="api_exams"),
    path("exams/<uuid:exam_id>/", lists.ExamDetail.as_view(), name="api_exam"),
    path("assignments/", lists.AssignmentList.as_view(), name="api_assignments"),
    path("assignments/<uuid:assignment_id>/", lists.AssignmentDetail.as_view(), name="api_assignment"),
    path("assignments/<uuid:assignment_id>/start/", views.StartAttempt.as_view(), name="api_start"),
    path("attempts/", lists.AttemptList.as_view(), name="api_attempts"),
    path("attempts/<uuid:attempt_id>/", views.AttemptDetail.as_view(), name="api_attempt"),
    path("attempts/<uuid:attempt_id>/responses/", lists.ResponseList.as_view(), name="api_responses"),
    path(
        "attempts/<uuid:attempt_id>/responses/<int:position>/",
        views.ResponseDetail.as_view(),
        name="api_response",
    ),
    path("attempts/<uuid:attempt_id>/pulse/", views.SendPulse.as_view(), name="api_pulse"),
    path("attempts/<uuid:attempt_id>/submit/", views.SubmitAttempt.as_view(), name="api_submit"),
    path("attempts/<uuid:attempt_id>/result/", views.ResultDetail.as_view(), name="api_result"),
    path("results/", lists.ResultList.as_view(), name="api_results"),
    path("results/<uuid:attempt_id>/", views.ResultDetail.as_view(), name="api_result_by_attempt"),
    path("grading/check/", CheckAnswer.as_view(), name="api_grading_check"),
]
