import { Hono } from 'hono';

const tides = JSON.parse(await Deno.readTextFile('data/tides.json'));
const app = new Hono();

app.get('/healthz', (context) => context.text('ok'));
app.get('/', (context) => context.json(tides));

const server = Deno.serve({ port: Number(Deno.env.get('PORT') ?? 8000) }, app.fetch);
Deno.addSignalListener('SIGTERM', () => void server.shutdown());
