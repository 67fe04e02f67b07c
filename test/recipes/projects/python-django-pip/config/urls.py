from django.urls import path

from club.views import members

urlpatterns = [path("", members)]
