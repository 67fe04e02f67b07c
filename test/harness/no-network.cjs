// Loaded with `node --require`: every way out of the process throws and is written to stderr.
'use strict';

const modules = {
  net: ['connect', 'createConnection', 'Socket'],
  tls: ['connect'],
  http: ['request', 'get'],
  https: ['request', 'get'],
  http2: ['connect'],
  dns: ['lookup', 'resolve', 'resolve4', 'resolve6'],
  dgram: ['createSocket'],
};

for (const [name, functions] of Object.entries(modules)) {
  const module = require(`node:${name}`);
  for (const key of functions) {
    const blocked = function () {
      process.stderr.write(`network call: ${name}.${key}\n`);
      throw new Error(`network call: ${name}.${key}`);
    };
    // The streams of the process are sockets of `net`, so the constructor stays and only connecting fails.
    if (key === 'Socket') module[key].prototype.connect = blocked;
    else module[key] = blocked;
  }
}

globalThis.fetch = () => {
  process.stderr.write('network call: fetch\n');
  throw new Error('network call: fetch');
};
