from django.http import HttpResponse


class HealthMiddleware:
    """Answers probes before the name of the host is looked at."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path == "/healthz":
            return HttpResponse("ok")
        return self.get_response(request)
