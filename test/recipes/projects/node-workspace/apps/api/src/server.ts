import { priceOf } from '@parcels/tariffs';
import express from 'express';

const app = express();

app.get('/healthz', (_request, response) => {
  response.send('ok');
});
app.get('/', (request, response) => {
  response.json({ price: priceOf(Number(request.query['grams'] ?? 0)) });
});

const server = app.listen(Number(process.env['PORT'] ?? 3000));
process.on('SIGTERM', () => server.close());
