import { takeLetters } from '@mail-room/queue';
import pino from 'pino';

const log = pino();
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());

for await (const letter of takeLetters(process.env['AMQP_URL'] ?? 'amqp://localhost', stop.signal)) {
  log.info({ letter }, 'taken');
}
