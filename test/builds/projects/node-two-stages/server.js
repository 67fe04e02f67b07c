const { createServer } = require('node:http');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const ms = require('ms');

const trains = JSON.parse(readFileSync(path.join(process.env.APP_HOME, 'trains.json'), 'utf8'));

const server = createServer((request, response) => {
  if (request.url === '/') response.end('Next trains\n');
  else if (request.url === '/trains') {
    const lines = trains.map(({ to, wait }) => `${to}: in ${ms(ms(wait), { long: true })}`);
    response.end(`${lines.join('\n')}\n`);
  } else {
    response.statusCode = 404;
    response.end('No such page\n');
  }
});
server.listen(3000);

process.on('SIGTERM', () => server.close(() => process.exit(0)));
