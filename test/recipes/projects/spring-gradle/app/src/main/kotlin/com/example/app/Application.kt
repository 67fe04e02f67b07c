package com.example.app

import com.example.timetable.Timetable
import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.boot.runApplication
import org.springframework.jdbc.core.simple.JdbcClient
import org.springframework.web.bind.annotation.GetMapping
import org.springframework.web.bind.annotation.RestController

@SpringBootApplication
class Application

@RestController
class DepartureController(client: JdbcClient) {
    private val timetable = Timetable(client)

    @GetMapping("/")
    fun departures(): List<String> = timetable.departures()

    @GetMapping("/healthz")
    fun health(): String = "ok"
}

fun main(arguments: Array<String>) {
    runApplication<Application>(*arguments)
}
