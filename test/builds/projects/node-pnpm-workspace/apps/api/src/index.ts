import { readFileSync } from 'node:fs';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { rentalPrice } from '@bikes/pricing';

const bikes = readFileSync(new URL('../bikes.txt', import.meta.url), 'utf8').trim().split('\n');
const app = new Hono();

app.get('/', (c) => c.text(`${process.env.SHOP_NAME ?? 'Bikes'}: ${bikes.length} bikes for rent\n`));
app.get('/bikes', (c) => c.json(bikes));
app.get('/price', (c) => c.text(rentalPrice(Number(c.req.query('hours') ?? 1))));

const server = serve({ fetch: app.fetch, port: 8080 }, (info) => console.log(`port ${info.port}`));

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => server.close(() => process.exit(0)));
}
