from django.db import migrations

BOOKS = [("Emma", 1815), ("Frankenstein", 1818), ("Middlemarch", 1871)]


def add(apps, schema_editor):
    book = apps.get_model("books", "Book")
    book.objects.bulk_create(book(title=title, year=year) for title, year in BOOKS)


class Migration(migrations.Migration):
    dependencies = [("books", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
