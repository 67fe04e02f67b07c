import type { PlannedFile, Runtime } from './image-plan';

/** Where programs are put: on the PATH of every base image, owned by root. */
export const programFolder = '/usr/local/bin';

const purpose = 'Asks the server whether it is well: the image has no other program that could.';

/**
 * Sources of a program `healthcheck PORT [PATH]`. It ends with 0 when the server on 127.0.0.1 answers the path with
 * a status 2xx or 3xx, each step within two seconds, and else with 1. Without a path an open port is enough.
 */
const goProbe = `// Command healthcheck asks the server in its own container whether it is well.
package main

import (
	"io"
	"net"
	"os"
	"strings"
	"time"
)

const timeout = 2 * time.Second

func main() {
	if len(os.Args) < 2 || !isWell(os.Args[1], os.Args[2:]) {
		os.Exit(1)
	}
}

func isWell(port string, path []string) bool {
	server, err := net.DialTimeout("tcp", net.JoinHostPort("127.0.0.1", port), timeout)
	if err != nil {
		return false
	}
	defer server.Close()
	if len(path) == 0 {
		return true
	}
	if err := server.SetDeadline(time.Now().Add(timeout)); err != nil {
		return false
	}
	request := "GET " + path[0] + " HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n"
	if _, err := io.WriteString(server, request); err != nil {
		return false
	}
	// "HTTP/1.1 200": the first digit of the status is the tenth character.
	start := make([]byte, 10)
	if _, err := io.ReadFull(server, start); err != nil {
		return false
	}
	// The rest is read too, so that the server can end in peace.
	_, _ = io.CopyN(io.Discard, server, 64<<10)
	return strings.HasPrefix(string(start), "HTTP/1.") && (start[9] == '2' || start[9] == '3')
}
`;

const rustProbe = `//! Asks the server in its own container whether it is well.

use std::env;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let port = arguments.next().and_then(|port| port.parse().ok());
    match port.map(|port| is_well(port, arguments.next().as_deref())) {
        Some(Ok(true)) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn is_well(port: u16, path: Option<&str>) -> io::Result<bool> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    let Some(path) = path else { return Ok(true) };
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    write!(stream, "GET {path} HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n")?;
    // "HTTP/1.1 200": the first digit of the status is the tenth character.
    let mut start = [0; 10];
    stream.read_exact(&mut start)?;
    // The rest is read too, so that the server can end in peace.
    let _ = io::copy(&mut stream.take(64 << 10), &mut io::sink());
    Ok(start.starts_with(b"HTTP/1.") && matches!(start[9], b'2' | b'3'))
}
`;

const cProbe = `/* Asks the server in its own container whether it is well. */
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
                      "GET %s HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n", path);
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
`;

/** The sources of the program for the health check, by language. */
export const probeFiles = {
  go: { path: 'healthcheck/main.go', text: goProbe, purpose },
  rust: { path: 'healthcheck.rs', text: rustProbe, purpose },
  c: { path: 'healthcheck/healthcheck.c', text: cProbe, purpose },
} as const satisfies Readonly<Record<string, PlannedFile>>;

/** How the server is asked by the program; without a port there is nothing to ask. */
export function planProbe(
  port: number | undefined,
  paths: { readonly live: string | undefined; readonly ready: string | undefined },
  hasProgram: boolean,
): Runtime['health'] {
  const { live, ready } = paths;
  return {
    ...(port === undefined || !hasProgram
      ? {}
      : {
          test: [
            `${programFolder}/healthcheck`,
            String(port),
            ...(live === undefined ? [] : [live]),
          ],
        }),
    ...(live === undefined ? {} : { livePath: live }),
    ...(ready === undefined ? {} : { readyPath: ready }),
    startPeriod: 5,
  };
}
