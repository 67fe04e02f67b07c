package com.example.weather;

import com.google.gson.GsonBuilder;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Readings of a weather station, from a properties file named on the command line. */
public final class Main {
  public static void main(String[] args) throws IOException {
    if (args.length != 2 || !args[0].equals("--config")) {
      throw new IllegalArgumentException("usage: --config FILE");
    }
    Properties readings = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(args[1]))) {
      readings.load(reader);
    }

    HttpServer server = HttpServer.create(new InetSocketAddress(8085), 0);
    server.createContext("/", exchange -> answer(exchange, Map.of("station", System.getenv("STATION") + " station")));
    server.createContext("/readings", exchange -> answer(exchange, new TreeMap<>(readings)));
    server.createContext("/language", exchange -> answer(exchange, System.getProperty("user.language")));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
    server.start();
  }

  private static void answer(HttpExchange exchange, Object value) throws IOException {
    byte[] body = new GsonBuilder().disableHtmlEscaping().create().toJson(value).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
