import polka from 'polka';

const { PORT = 3000 } = process.env;

const app = polka()
  .get('/healthz', (_request, response) => response.end('ok'))
  .get('/', (_request, response) => response.end('{"high":"06:12"}'))
  .listen(PORT);

process.on('SIGTERM', () => app.server?.close());
