/**
 * Arguments of Python that ask a server whether it is well: a path when one is known, else the port alone.
 * The client of the standard library is asked directly, because `urllib` would go through a proxy; `-I` keeps
 * modules of the working directory from standing in for it.
 */
export function pythonProbe(port: number, path: string | undefined): readonly string[] {
  const number = String(port);
  return path === undefined
    ? ['-I', '-c', `import socket; socket.create_connection(('127.0.0.1', ${number}), 2).close()`]
    : [
        '-I',
        '-c',
        `import http.client, sys; c = http.client.HTTPConnection('127.0.0.1', ${number}, timeout=2); c.request('GET', '${path}'); sys.exit(c.getresponse().status >= 400)`,
      ];
}
