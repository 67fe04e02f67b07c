// Loaded with `node --require`: connections to other machines throw and are written to stderr.
'use strict';

const net = require('node:net');
const dns = require('node:dns');

/** @param {string} host */
function isLoopback(host) {
  return host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
}

/** @param {string} what */
function refuse(what) {
  process.stderr.write(`network call: ${what}\n`);
  throw new Error(`network call: ${what}`);
}

const { connect } = net.Socket.prototype;

net.Socket.prototype.connect = function (...args) {
  // `net.connect` hands its arguments on as one list.
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const options = typeof first === 'object' ? first : { port: first, host: second };
  const host = typeof options.host === 'string' ? options.host : 'localhost';
  if (options.path === undefined && typeof first !== 'string' && !isLoopback(host)) refuse(host);
  return connect.apply(this, args);
};

for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
  const original = dns[name];
  dns[name] = (host, ...rest) =>
    isLoopback(host) ? original(host, ...rest) : refuse(`dns.${name} ${host}`);
}
