package com.example.quotes;

import com.google.gson.Gson;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.commons.lang3.StringUtils;

/** Quotes from a JSON file that lies beside the jar. */
public final class QuoteServer {
  record Quote(String author, String text) {}

  record Service(String service, String of) {}

  private static final Gson GSON = new Gson();

  public static void main(String[] args) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
    server.createContext("/", exchange -> answer(exchange, new Service(title(), System.getenv("QUOTES_OF"))));
    server.createContext("/quotes", exchange -> answer(exchange, quotes()));
    server.createContext("/shout", exchange -> {
      String text = StringUtils.substringAfter(exchange.getRequestURI().getQuery(), "text=");
      Path note = Files.createTempFile("shout", ".txt");
      Files.writeString(note, StringUtils.upperCase(text));
      answer(exchange, Map.of("shout", Files.readString(note)));
      Files.delete(note);
    });
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
    server.start();
    System.out.println("listening on 8080");
  }

  private static List<Quote> quotes() throws IOException {
    String json = Files.readString(Path.of(System.getenv().getOrDefault("QUOTES_FILE", "quotes.json")));
    return List.of(GSON.fromJson(json, Quote[].class));
  }

  private static String title() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = QuoteServer.class.getResourceAsStream("/service.properties")) {
      properties.load(in);
    }
    return properties.getProperty("title");
  }

  private static void answer(HttpExchange exchange, Object value) throws IOException {
    byte[] body = GSON.toJson(value).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
