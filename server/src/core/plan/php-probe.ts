/** Words of a program that asks a server whether it is well: a path when one is known, else the port alone. */
export function phpProbe(port: number, path: string | undefined): readonly string[] {
  const number = String(port);
  return [
    'php',
    '-r',
    path === undefined
      ? `exit(@fsockopen('127.0.0.1', ${number}) === false ? 1 : 0);`
      : `exit(@file_get_contents('http://127.0.0.1:${number}${path}') === false ? 1 : 0);`,
  ];
}
