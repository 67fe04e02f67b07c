import { readFile, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import iconv from 'iconv';

const letters = process.env.LETTERS_DIR;
const app = Fastify();

app.get('/', async () => 'Old letters, readable again\n');

// the archive is in Windows-1252
app.get('/letters/:name', async (request, reply) => {
  const bytes = await readFile(join(letters, `${request.params.name}.txt`));
  reply.type('text/plain; charset=utf-8');
  return new iconv.Iconv('WINDOWS-1252', 'UTF-8').convert(bytes);
});

app.get('/size', async (request) => {
  const text = String(request.query.text);
  const file = join(await mkdtemp(join(tmpdir(), 'size-')), 'text');
  await writeFile(file, new iconv.Iconv('UTF-8', 'UTF-16LE').convert(text));
  return { text, utf16: (await readFile(file)).length };
});

await app.listen({ host: '0.0.0.0', port: 3000 });

process.once('SIGTERM', () => app.close());
