import Database from 'better-sqlite3';

export function openBoard(file) {
  const database = new Database(file);
  database.exec('create table if not exists notices (text text not null)');
  const select = database.prepare('select text from notices');
  return { all: () => select.all() };
}
