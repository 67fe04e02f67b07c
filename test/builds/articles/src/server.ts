import { createServer } from 'node:http';
import ms from 'ms';

const server = createServer((_request, response) => {
  response.end(`One day has ${String(ms('1 day'))} milliseconds.\n`);
});

server.listen(3000);
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
});
