#include "answers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PORT 7000

static void leave(int number)
{
    (void)number;
    _exit(0);
}

int main(void)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(PORT),
        .sin_addr.s_addr = htonl(INADDR_ANY),
    };
    int server = socket(AF_INET, SOCK_STREAM, 0);

    signal(SIGPIPE, SIG_IGN);
    signal(SIGTERM, leave);
    if (bind(server, (struct sockaddr *)&address, sizeof address) != 0 || listen(server, 16) != 0)
        return 1;
    for (;;) {
        char request[1024];
        int client = accept(server, NULL, NULL);

        if (client < 0)
            continue;
        if (read(client, request, sizeof request) > 0)
            (void)!write(client, answer(), strlen(answer()));
        close(client);
    }
}
