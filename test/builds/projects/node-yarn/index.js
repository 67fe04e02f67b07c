const fs = require('node:fs');
const path = require('node:path');
const jdenticon = require('jdenticon');
const Koa = require('koa');

const uploads = path.join(__dirname, 'uploads');
const app = new Koa();

app.use(async (ctx) => {
  const name = /^\/avatars\/([a-z]+)\.svg$/.exec(ctx.path)?.[1];
  if (ctx.path === '/') {
    ctx.body = `Avatars, made with ${process.env.AVATAR_SIZE} pixels\n`;
  } else if (ctx.path === '/badge') {
    ctx.type = 'html';
    ctx.body = fs.readFileSync(path.join(__dirname, 'badge.html'), 'utf8');
  } else if (name) {
    // every avatar is drawn once and kept
    const file = path.join(uploads, `${name}.svg`);
    if (!fs.existsSync(file)) {
      fs.mkdirSync(uploads, { recursive: true });
      fs.writeFileSync(file, jdenticon.toSvg(name, Number(process.env.AVATAR_SIZE)));
    }
    ctx.type = 'svg';
    ctx.body = fs.createReadStream(file);
  }
});

const server = app.listen(5000, () => console.log('avatar-maker on 5000'));

process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
