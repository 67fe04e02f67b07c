<!DOCTYPE html>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <title>Guestbook</title>
        @vite(['resources/css/app.css', 'resources/js/app.js'])
    </head>
    <body>
        <ul>
            @foreach ($entries as $entry)
                <li>{{ $entry->text }}</li>
            @endforeach
        </ul>
    </body>
</html>
