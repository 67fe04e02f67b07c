/* Asks the server in its own container whether it is well. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static volatile sig_atomic_t result = 1;

static void give_up(int number)
{
    (void)number;
    _exit(result);
}

static int is_well(int port, const char *path)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((unsigned short)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    char request[1024];
    char start[10]; /* "HTTP/1.1 2" */
    int length;
    int server = socket(AF_INET, SOCK_STREAM, 0);

    if (server < 0 || connect(server, (const struct sockaddr *)&address, sizeof address) != 0)
        return 0;
    if (path == NULL)
        return 1;
    length = snprintf(request, sizeof request,
                      "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", path);
    if (length < 0 || (size_t)length >= sizeof request)
        return 0;
    if (send(server, request, (size_t)length, MSG_NOSIGNAL) != length)
        return 0;
    if (recv(server, start, sizeof start, MSG_WAITALL) != (ssize_t)sizeof start)
        return 0;
    if (memcmp(start, "HTTP/1.", 7) != 0 || (start[9] != '2' && start[9] != '3'))
        return 0;
    /* The rest is read too, so that the server can end in peace. */
    result = 0;
    while (recv(server, request, sizeof request, 0) > 0)
        continue;
    return 1;
}

int main(int count, char **arguments)
{
    if (count < 2 || signal(SIGALRM, give_up) == SIG_ERR)
        return 1;
    alarm(2);
    return is_well(atoi(arguments[1]), count < 3 ? NULL : arguments[2]) ? 0 : 1;
}
