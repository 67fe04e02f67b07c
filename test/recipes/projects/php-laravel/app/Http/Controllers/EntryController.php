<?php

namespace App\Http\Controllers;

use App\Models\Entry;
use Illuminate\Http\RedirectResponse;
use Illuminate\Http\Request;
use Illuminate\View\View;

class EntryController
{
    public function index(): View
    {
        return view('entries', ['entries' => Entry::query()->latest()->limit(50)->get()]);
    }

    public function store(Request $request): RedirectResponse
    {
        Entry::create($request->validate(['text' => 'required|string|max:500']));

        return redirect('/');
    }
}
