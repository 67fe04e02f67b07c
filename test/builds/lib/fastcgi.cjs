// Asks a FastCGI server, as a web server does:  node -e "$(cat fastcgi.cjs)" PORT SCRIPT REQUEST
// Prints { status, body } with the body in base64. Source: the FastCGI specification 1.0, sections 3.3, 3.4 and 8.
const net = require('node:net');

const types = { begin: 1, parameters: 4, input: 5, output: 6 };
const [port, script, request] = process.argv.slice(-3);

function record(type, content) {
  const head = Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 255, 0, 0]);
  return Buffer.concat([head, content]);
}

/** Each length in one byte: names and values have less than 128. */
function pair([name, value]) {
  return Buffer.concat([Buffer.from([name.length, value.length]), Buffer.from(name + value)]);
}

function readOutput(bytes) {
  const parts = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const length = bytes.readUInt16BE(at + 4);
    if (bytes[at + 1] === types.output) parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length + bytes[at + 6];
  }
  return Buffer.concat(parts);
}

function print(bytes) {
  const output = readOutput(bytes);
  const end = output.indexOf('\r\n\r\n');
  if (end < 0) process.exit(1);
  const status = /^Status: (\d+)/im.exec(output.subarray(0, end).toString())?.[1] ?? 200;
  const body = output.subarray(end + 4).toString('base64');
  console.log(JSON.stringify({ status: Number(status), body }));
}

const parameters = Object.entries({
  GATEWAY_INTERFACE: 'CGI/1.1',
  REQUEST_METHOD: 'GET',
  REQUEST_URI: request,
  QUERY_STRING: '',
  SCRIPT_FILENAME: script,
  SCRIPT_NAME: '/index.php',
  SERVER_PROTOCOL: 'HTTP/1.1',
});
const received = [];
const socket = net.connect(Number(port), '127.0.0.1');
socket.setTimeout(10_000, () => process.exit(1));
socket.on('error', () => process.exit(1));
socket.on('data', (bytes) => received.push(bytes));
socket.on('end', () => print(Buffer.concat(received)));
socket.write(
  Buffer.concat([
    record(types.begin, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0])),
    record(types.parameters, Buffer.concat(parameters.map(pair))),
    record(types.parameters, Buffer.alloc(0)),
    record(types.input, Buffer.alloc(0)),
  ]),
);
