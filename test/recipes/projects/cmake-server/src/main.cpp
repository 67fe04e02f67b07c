#include <arpa/inet.h>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace {

void leave(int) { _exit(0); }

std::string fingerprint(const std::string &text)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    EVP_Digest(text.data(), text.size(), digest, &length, EVP_sha256(), nullptr);
    std::string hex;
    for (unsigned int index = 0; index < length; ++index) {
        hex += "0123456789abcdef"[digest[index] >> 4];
        hex += "0123456789abcdef"[digest[index] & 15];
    }
    return hex;
}

void answer(int client)
{
    char request[2048];
    const auto length = read(client, request, sizeof request - 1);
    if (length > 0) {
        const std::string text(request, static_cast<std::size_t>(length));
        const bool isProbe = text.starts_with("GET /healthz ");
        const std::string body = isProbe ? "ok" : fingerprint("high water");
        const std::string reply = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " +
                                  std::to_string(body.size()) + "\r\n\r\n" + body;
        if (write(client, reply.data(), reply.size()) < 0)
            std::cerr << "the client went away\n";
    }
    close(client);
}

} // namespace

int main()
{
    std::signal(SIGTERM, leave);
    std::signal(SIGPIPE, SIG_IGN);
    const char *setting = std::getenv("PORT");
    const int port = setting == nullptr ? 7070 : std::atoi(setting);
    const int server = socket(AF_INET, SOCK_STREAM, 0);
    const int yes = 1;
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_ANY);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    if (bind(server, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 || listen(server, 64) != 0) {
        std::cerr << "port " << port << " cannot be had\n";
        return 1;
    }
    for (;;) {
        const int client = accept(server, nullptr, nullptr);
        if (client >= 0)
            answer(client);
    }
}
