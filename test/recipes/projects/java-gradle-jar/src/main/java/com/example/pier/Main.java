package com.example.pier;

import com.google.gson.Gson;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

public final class Main {
    private record Light(String name, boolean on) {}

    public static void main(String[] arguments) throws IOException {
        String port = System.getenv().getOrDefault("PORT", "8080");
        HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(port)), 0);
        List<Light> lights = readLights();
        server.createContext("/", exchange -> answer(exchange, new Gson().toJson(lights)));
        server.createContext("/healthz", exchange -> answer(exchange, "ok"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(1)));
        server.start();
    }

    private static List<Light> readLights() throws IOException {
        try (InputStream file = Main.class.getResourceAsStream("/lights.txt")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(line -> new Light(line, !line.startsWith("-"))).toList();
        }
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
