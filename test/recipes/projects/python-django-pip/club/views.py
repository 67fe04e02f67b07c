from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def members(request: HttpRequest) -> HttpResponse:
    return render(request, "club/members.html", {"names": ["Ada", "Grace"]})
