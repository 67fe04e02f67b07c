// tides --port PORT --data FILE: answers questions about a table of tides.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "almanac.h"

static std::string contentOf(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

static std::string answer(const std::string& path, const std::string& data) {
  const char* unit = std::getenv("TIDES_UNIT");
  if (path == "/") return "tides " TIDES_VERSION "\n";
  if (path == "/about") return contentOf(TIDES_SHARE "/about.txt");
  if (path == "/table") return contentOf(data);
  if (path == "/highest") return highest(readTides(data), unit ? unit : "m");
  throw std::runtime_error("no such page: " + path);
}

static void stop(int) { _exit(0); }

int main(int argc, char** argv) {
  int port = 0;
  std::string data;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string option = argv[i];
    if (option == "--port") port = std::atoi(argv[i + 1]);
    if (option == "--data") data = argv[i + 1];
  }
  signal(SIGTERM, stop);
  signal(SIGPIPE, SIG_IGN);

  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(listener, 16) != 0) {
    std::cerr << "cannot listen on port " << port << "\n";
    return 1;
  }

  while (true) {
    const int client = accept(listener, nullptr, nullptr);
    if (client < 0) continue;
    std::string request;
    char buffer[2048];
    while (request.find("\r\n\r\n") == std::string::npos) {
      const ssize_t got = read(client, buffer, sizeof buffer);
      if (got <= 0) break;
      request.append(buffer, static_cast<size_t>(got));
    }
    std::string verb, path, status = "200 OK", body;
    std::istringstream(request) >> verb >> path;
    try {
      body = answer(path, data);
    } catch (const std::exception& error) {
      status = "500 Internal Server Error";
      body = std::string(error.what()) + "\n";
    }
    const std::string reply = "HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: " +
                              std::to_string(body.size()) + "\r\n\r\n" + body;
    if (write(client, reply.data(), reply.size()) < 0) std::cerr << "client has gone\n";
    close(client);
  }
}
