import { Hono } from 'hono';

const app = new Hono();
let seats = 40;

app.get('/healthz', (context) => context.text('ok'));
app.get('/', (context) => context.json({ seats }));
app.post('/take', (context) => context.json({ seats: (seats -= 1) }));

const server = Bun.serve({ port: Number(Bun.env.PORT ?? 3000), fetch: app.fetch });
process.on('SIGTERM', () => void server.stop());
