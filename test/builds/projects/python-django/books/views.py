from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render

from .models import Book


def shelf(request):
    return render(
        request, "books/shelf.html", {"city": settings.CLUB_CITY, "books": Book.objects.all()}
    )


def search(request):
    found = Book.objects.filter(title__icontains=request.GET.get("q", ""))
    return JsonResponse({"found": list(found.values_list("title", flat=True))})
