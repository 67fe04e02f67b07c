// The examples without a build step start this file.
const { createServer } = require('node:http');
const ms = require('ms');

const server = createServer((_request, response) => {
  response.end(`One day has ${String(ms('1 day'))} milliseconds.\n`);
});

server.listen(3000);
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
});
