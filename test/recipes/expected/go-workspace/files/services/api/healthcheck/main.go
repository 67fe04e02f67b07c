// Command healthcheck asks the server in its own container whether it is well.
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
	request := "GET " + path[0] + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
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
