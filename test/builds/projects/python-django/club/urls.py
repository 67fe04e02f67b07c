from django.urls import path

from books import views

urlpatterns = [
    path("", views.shelf),
    path("search", views.search),
]
