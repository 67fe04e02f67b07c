import express from 'express';
import pg from 'pg';

const app = express();
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

app.get('/healthz', (_request, response) => response.send('ok'));
app.get('/parcels/:id', async (request, response) => {
  const { rows } = await pool.query('select place from parcels where id = $1', [request.params.id]);
  response.json(rows[0] ?? null);
});

const server = app.listen(Number(process.env.PORT ?? 3000));
process.on('SIGTERM', () => server.close(() => pool.end()));
