"""Every address of the portal."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

urlpatterns = [
    path("", include("allauth.urls")),
]
