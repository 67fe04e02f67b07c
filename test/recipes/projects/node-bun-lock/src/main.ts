import express from 'express';

const app = express();

app.get('/healthz', (_request, response) => {
  response.send('ok');
});
app.get('/', (_request, response) => {
  response.json({ codes: [] });
});

const server = app.listen(parseInt(process.env.PORT ?? '5000', 10));
process.on('SIGTERM', () => server.close());
