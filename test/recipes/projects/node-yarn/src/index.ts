import Koa from 'koa';

const app = new Koa();

app.use((context) => {
  if (context.path === '/healthz') context.body = 'ok';
  else context.body = { label: 'shelf' };
});

const server = app.listen(Number(process.env.PORT) || 3000);
process.on('SIGTERM', () => server.close());
