import addNonRootUser from '../../server/src/core/assists/add-non-root-user';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { testAssistCases } from '../harness/assist-cases';

testAssistCases(addNonRootUser, [
  {
    title: 'a new account and the folder of a volume',
    before: dockerfile`
      FROM python:3.14-slim<CURSOR>
      WORKDIR /app
      COPY . .
      VOLUME /data
      CMD ["python", "app.py"]
    `,
    after: dockerfile`
      FROM python:3.14-slim
      WORKDIR /app
      RUN groupadd --system --gid 10001 app \
          && useradd --system --uid 10001 --gid app --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin app \
          && mkdir -p /data \
          && chown app:app /data
      COPY . .
      VOLUME /data
      USER app
      CMD ["python", "app.py"]
    `,
    outcome: { title: 'Create the account "app" and run as it' },
  },
  {
    title: 'a program that needs root',
    before: dockerfile`
      FROM debian:13-slim<CURSOR>
      CMD ["/usr/sbin/sshd", "-D"]
    `,
    reason: /root/,
  },
  {
    title: 'an entrypoint that gives up its rights itself',
    before: dockerfile`
      FROM debian:13-slim<CURSOR>
      RUN apt-get update && apt-get install -y --no-install-recommends gosu
      ENTRYPOINT ["gosu", "daemon", "/usr/local/bin/server"]
    `,
  },
  {
    title: 'a script of the project that needs no root',
    files: { 'entrypoint.sh': '#!/bin/sh\nset -e\nexec node server.js\n', 'server.js': '' },
    before: dockerfile`
      FROM node:24-trixie-slim<CURSOR>
      WORKDIR /app
      COPY . .
      ENTRYPOINT ["./entrypoint.sh"]
    `,
    after: dockerfile`
      FROM node:24-trixie-slim
      WORKDIR /app
      COPY . .
      USER node
      ENTRYPOINT ["./entrypoint.sh"]
    `,
  },
  {
    title: 'a script of the project that changes owners',
    files: { 'entrypoint.sh': '#!/bin/sh\nchown -R node /data\nexec node server.js\n' },
    before: dockerfile`
      FROM node:24-trixie-slim<CURSOR>
      WORKDIR /app
      COPY . .
      ENTRYPOINT ["./entrypoint.sh"]
    `,
    reason: /"chown" needs root rights/,
  },
  {
    title: 'a script that reads another one',
    files: { 'entrypoint.sh': '#!/bin/bash\n. /etc/profile\nexec node server.js\n' },
    before: dockerfile`
      FROM node:24-trixie-slim<CURSOR>
      WORKDIR /app
      COPY entrypoint.sh .
      ENTRYPOINT ["./entrypoint.sh"]
    `,
    reason: /is not in this file/,
  },
  {
    title: 'a script of another language',
    files: { 'entrypoint.sh': '#!/usr/bin/env python3\nprint(1)\n' },
    before: dockerfile`
      FROM python:3.14-slim<CURSOR>
      WORKDIR /app
      COPY entrypoint.sh .
      ENTRYPOINT ["./entrypoint.sh"]
    `,
    reason: /is not in this file/,
  },
  {
    title: 'there is a user already',
    before: dockerfile`
      FROM node:24-trixie-slim<CURSOR>
      USER node
      CMD ["node", "server.js"]
    `,
  },
  {
    title: 'the image is not known',
    before: dockerfile`
      FROM registry.example.com/base:1<CURSOR>
      CMD ["node", "server.js"]
    `,
  },
  {
    title: 'away from FROM and USER',
    before: dockerfile`
      FROM node:24-trixie-slim
      COPY . .<CURSOR>
      CMD ["node", "server.js"]
    `,
  },
]);
