package com.example.tides;

import org.apache.commons.text.WordUtils;

public final class Tides {
    private Tides() {
    }

    public static String next(String harbour) {
        return WordUtils.capitalize(harbour) + " 06:12";
    }
}
