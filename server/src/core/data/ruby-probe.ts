/**
 * Words of a program that asks a server whether it is well: a path when one is known, else the port alone.
 *
 * @param overTls true where the server sends those away who did not come over TLS
 */
export function rubyProbe(
  port: number,
  path: string | undefined,
  overTls = false,
): readonly string[] {
  const number = String(port);
  if (path === undefined) {
    return ['ruby', '-rsocket', '-e', `TCPSocket.new('127.0.0.1', ${number}).close`];
  }
  const header = overTls ? ", 'X-Forwarded-Proto' => 'https'" : '';
  return [
    'ruby',
    '-rnet/http',
    '-e',
    `exit(Net::HTTP.get_response(URI('http://127.0.0.1:${number}${path}')${header}).is_a?(Net::HTTPSuccess))`,
  ];
}
