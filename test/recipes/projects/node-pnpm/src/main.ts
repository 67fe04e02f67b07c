import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { Redis } from 'ioredis';

const redis = new Redis(process.env['REDIS_URL'] ?? 'redis://localhost:6379');
const app = new Hono();

app.get('/healthz', (context) => context.text('ok'));
app.get('/', async (context) => context.json({ free: Number(await redis.get('free')) }));

const server = serve({ fetch: app.fetch, port: Number(process.env['PORT'] || 4000) });
process.on('SIGTERM', () => {
  redis.disconnect();
  server.close(() => process.exit());
});
