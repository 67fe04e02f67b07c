#include "answers.h"

const char *answer(void)
{
    return "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nmoin";
}
