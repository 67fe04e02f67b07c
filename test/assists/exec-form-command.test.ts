import execFormCommand from '../../server/src/core/assists/exec-form-command';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { testAssistCases } from '../harness/assist-cases';

testAssistCases(execFormCommand, [
  {
    title: 'an assignment needs the shell',
    before: dockerfile`
      FROM node:24-trixie-slim
      CMD NODE_ENV=production node<CURSOR> server.js
    `,
    after: dockerfile`
      FROM node:24-trixie-slim
      CMD ["/bin/sh", "-c", "exec env NODE_ENV=production node server.js"]
    `,
    outcome: { level: 'unsafe', title: 'Let the shell replace itself by the program' },
  },
  {
    title: 'two programs at once',
    before: dockerfile`
      FROM node:24-trixie-slim
      CMD node a.js & <CURSOR>node b.js
    `,
    reason: /more than a chain/,
  },
  {
    title: 'a redirection',
    before: dockerfile`
      FROM node:24-trixie-slim
      CMD node a.js > <CURSOR>/tmp/log
    `,
    reason: /redirections/,
  },
  {
    title: 'a CMD that an ENTRYPOINT gets as arguments',
    before: dockerfile`
      FROM debian:13-slim
      ENTRYPOINT ["/usr/local/bin/app"]
      CMD <CURSOR>serve
    `,
    reason: /gets this CMD as arguments/,
  },
  {
    title: 'the exec form is there',
    before: dockerfile`
      FROM node:24-trixie-slim
      CMD ["node", <CURSOR>"server.js"]
    `,
  },
  {
    title: 'another instruction',
    before: dockerfile`
      FROM node:24-trixie-slim
      RUN node <CURSOR>build.js
    `,
  },
  {
    title: 'PowerShell',
    before: dockerfile`
      FROM mcr.microsoft.com/windows/servercore:ltsc2022
      SHELL ["powershell", "-Command"]
      CMD Get-Item <CURSOR>.
    `,
  },
]);
