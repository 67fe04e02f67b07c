import { readFile } from 'node:fs/promises';
import Fastify from 'fastify';
import Mustache from 'mustache';
import { openBoard } from './lib/board.js';

const board = openBoard(process.env.BOARD_FILE ?? '/data/board.db');
const page = await readFile(new URL('./views/board.html', import.meta.url), 'utf8');
const app = Fastify({ logger: true });

app.get('/healthz', () => 'ok');
app.get('/', (_request, reply) =>
  reply.type('text/html').send(Mustache.render(page, { notices: board.all() })),
);

await app.listen({ port: Number(process.env.PORT ?? 8080), host: process.env.HOST ?? '127.0.0.1' });
process.on('SIGTERM', () => app.close());
