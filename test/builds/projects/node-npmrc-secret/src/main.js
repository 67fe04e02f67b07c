const express = require('express');
const dayjs = require('dayjs');
const tides = require('./tides.json');

const app = express();

app.get('/', (req, res) => res.send(`Tides of ${process.env.HARBOUR || 'no harbour'}`));

app.get('/tides/:day', (req, res) => {
  const day = dayjs(req.params.day);
  res.json(tides.map((tide, index) => ({ ...tide, day: day.add(index, 'day').format('dddd D MMMM') })));
});

app.get('/healthz', (req, res) => res.send('ok'));

const server = app.listen(process.env.PORT || 3000);
process.on('SIGTERM', () => server.close());
