from django.db import models


class Member(models.Model):
    name = models.CharField(max_length=100)
    portrait = models.FileField(upload_to="portraits", blank=True)
