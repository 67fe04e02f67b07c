package com.example.ferry

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import java.net.InetSocketAddress
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import redis.clients.jedis.JedisPooled

private val redis: JedisPooled? = System.getenv("REDIS_URL")?.let(::JedisPooled)

fun main() {
    val port = System.getenv("PORT")?.toInt() ?: 8080
    val server = HttpServer.create(InetSocketAddress(port), 0)
    server.createContext("/") { it.answer(nextFerry()) }
    server.createContext("/healthz") { it.answer("ok") }
    Runtime.getRuntime().addShutdownHook(Thread { server.stop(5) })
    server.start()
}

private fun nextFerry(): String =
    buildJsonObject { put("next", redis?.get("next") ?: "07:40") }.toString()

private fun HttpExchange.answer(text: String) {
    val body = text.toByteArray()
    sendResponseHeaders(200, body.size.toLong())
    responseBody.use { it.write(body) }
}
