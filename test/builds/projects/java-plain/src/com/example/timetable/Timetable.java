package com.example.timetable;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/** The departures of data/departures.csv as a page and as plain text. */
public final class Timetable {
  private interface Text {
    String read() throws IOException;
  }

  private static final Path LOG = Path.of("logs", "requests.log");

  public static void main(String[] args) throws IOException {
    Files.createDirectories(LOG.getParent());
    HttpServer server = HttpServer.create(new InetSocketAddress(7070), 0);
    server.createContext("/", show(Timetable::page));
    server.createContext("/departures.txt", show(Timetable::destinations));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
    server.start();
    System.out.println("timetable on 7070");
  }

  private static List<Departure> departures() throws IOException {
    return Files.readAllLines(Path.of("data", "departures.csv")).stream().map(Departure::parse).toList();
  }

  private static String page() throws IOException {
    try (InputStream in = Timetable.class.getResourceAsStream("page.html")) {
      String rows = departures().stream().map(Departure::row).collect(Collectors.joining("\n"));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("<!-- rows -->", rows);
    }
  }

  private static String destinations() throws IOException {
    return departures().stream().map(Departure::destination).collect(Collectors.joining("\n"));
  }

  private static HttpHandler show(Text text) {
    return exchange -> {
      try {
        Files.writeString(LOG, exchange.getRequestURI() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        byte[] body = text.read().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      } catch (IOException problem) {
        problem.printStackTrace();
        exchange.sendResponseHeaders(500, -1);
      } finally {
        exchange.close();
      }
    };
  }
}
