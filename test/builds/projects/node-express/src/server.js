const express = require('express');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { marked } = require('marked');

const app = express();
const root = path.join(__dirname, '..');
const books = JSON.parse(fs.readFileSync(path.join(root, 'data/books.json'), 'utf8'));
const port = process.env.PORT || 3000;

app.get('/', (req, res) => {
  res.send(`Hello from ${process.env.SHELF}\n`);
});

app.get('/books', (req, res) => {
  const wanted = String(req.query.author || '');
  res.json(books.filter((book) => book.author.includes(wanted)));
});

// the help page is written in markdown
app.get('/help', (req, res) => {
  res.type('html').send(marked.parse(fs.readFileSync(path.join(__dirname, 'help.md'), 'utf8')));
});

app.get('/export.csv', (req, res) => {
  const file = path.join(os.tmpdir(), 'books.csv');
  fs.writeFileSync(file, books.map((book) => `${book.title};${book.author};${book.year}\n`).join(''));
  res.type('csv').send(fs.readFileSync(file, 'utf8'));
});

const server = app.listen(port, () => console.log(`listening on ${port}`));

process.on('SIGTERM', () => {
  console.log('bye');
  server.close(() => process.exit(0));
});
