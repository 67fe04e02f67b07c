package com.example.timetable

import org.springframework.jdbc.core.simple.JdbcClient

class Timetable(private val client: JdbcClient) {
    fun departures(): List<String> =
        client.sql("select leaves_at from departures order by leaves_at").query(String::class.java).list()
}
