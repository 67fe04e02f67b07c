import secretToMount from '../../server/src/core/assists/secret-to-mount';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { testAssistCases } from '../harness/assist-cases';

testAssistCases(secretToMount, [
  {
    title: 'the file is kept out of the build context, and the build is told to bring it',
    files: { '.netrc': '', 'app.py': '', '.dockerignore': 'dist' },
    before: dockerfile`
      FROM python:3.14-slim
      COPY <CURSOR>.netrc /root/.netrc
      RUN pip install --no-cache-dir https://git.example.com/a.tar.gz
      COPY . /app
    `,
    after: dockerfile`
      FROM python:3.14-slim
      RUN --mount=type=secret,id=netrc,target=/root/.netrc,required=true pip install --no-cache-dir https://git.example.com/a.tar.gz
      COPY . /app
    `,
    outcome: {
      title: 'Mount .netrc as a secret',
      files: [{ path: '.dockerignore', before: 'dist', after: 'dist\n.netrc\n' }],
      buildSecrets: [{ id: 'netrc', from: 'file', source: '.netrc' }],
    },
  },
  {
    title: 'from the rm that takes it away; a file that is ignored already needs no line',
    files: { 'npmrc/.npmrc': '', '.dockerignore': '' },
    before: dockerfile`
      FROM node:24-trixie-slim
      WORKDIR /app
      COPY .npmrc package.json ./
      RUN npm install
      RUN rm -f <CURSOR>.npmrc
    `,
    after: dockerfile`
      FROM node:24-trixie-slim
      WORKDIR /app
      COPY package.json ./
      RUN --mount=type=secret,id=npmrc,target=/app/.npmrc,required=true npm install
    `,
    outcome: { files: [] },
  },
  {
    title: 'an argument comes from a variable of the one who builds',
    before: dockerfile`
      # syntax=docker/dockerfile:1
      FROM node:24-trixie-slim
      ARG <CURSOR>NPM_TOKEN
      RUN curl -H "Authorization: $NPM_TOKEN" https://example.com
    `,
    after: dockerfile`
      # syntax=docker/dockerfile:1
      FROM node:24-trixie-slim
      RUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN,required=true curl -H "Authorization: $NPM_TOKEN" https://example.com
    `,
    outcome: { buildSecrets: [{ id: 'NPM_TOKEN', from: 'env', source: 'NPM_TOKEN' }] },
  },
  {
    title: 'the built-in frontend may be too old for a variable',
    before: dockerfile`
      FROM node:24-trixie-slim
      ARG <CURSOR>NPM_TOKEN
      RUN curl -H "Authorization: $NPM_TOKEN" https://example.com
    `,
    reason: /# syntax=/,
  },
  {
    title: 'a file the container may need',
    before: dockerfile`
      FROM node:24-trixie-slim
      COPY <CURSOR>.env /app/
      CMD ["node", "/app/server.js"]
    `,
    reason: /container needs the file is not known/,
  },
  {
    title: 'a repository is no secret to mount',
    before: dockerfile`
      FROM node:24-trixie-slim
      COPY <CURSOR>.git /app/.git
    `,
  },
  {
    title: 'an argument that is no secret',
    before: dockerfile`
      FROM node:24-trixie-slim
      ARG <CURSOR>VERSION
      RUN echo $VERSION
    `,
  },
  {
    title: 'a file that nothing reads',
    before: dockerfile`
      FROM debian:13-slim
      COPY <CURSOR>id_rsa /root/.ssh/id_rsa
      RUN ./configure
      RUN rm /root/.ssh/id_rsa
    `,
    reason: /./,
  },
  {
    title: 'an argument that ENV keeps',
    before: dockerfile`
      # syntax=docker/dockerfile:1
      FROM alpine:3.23
      ARG MODEL_TOKEN
      ENV LANG=C.UTF-8 <CURSOR>MODEL_TOKEN=$MODEL_TOKEN
      RUN wget -q --header "Authorization: $MODEL_TOKEN" -O /model.bin https://models.acme.io/large.bin
    `,
    after: dockerfile`
      # syntax=docker/dockerfile:1
      FROM alpine:3.23
      ENV LANG=C.UTF-8
      RUN --mount=type=secret,id=MODEL_TOKEN,env=MODEL_TOKEN,required=true wget -q --header "Authorization: $MODEL_TOKEN" -O /model.bin https://models.acme.io/large.bin
    `,
    outcome: {
      title: 'Mount MODEL_TOKEN as a secret',
      evidence: ['The container no longer has the variable MODEL_TOKEN.'],
      buildSecrets: [{ id: 'MODEL_TOKEN', from: 'env', source: 'MODEL_TOKEN' }],
    },
  },
  {
    title: 'an argument that ENV keeps and a program may read',
    before: dockerfile`
      # syntax=docker/dockerfile:1
      FROM node:24-trixie-slim
      ARG NPM_TOKEN
      ENV <CURSOR>NPM_TOKEN=$NPM_TOKEN
      RUN npm ci
    `,
    reason: /may read the variable/,
  },
  {
    title: 'an argument that ENV keeps for the container',
    before: dockerfile`
      # syntax=docker/dockerfile:1
      FROM alpine:3.23
      ARG API_TOKEN
      ENV <CURSOR>API_TOKEN=$API_TOKEN
      CMD ["serve"]
    `,
  },
  {
    title: 'ENV without an argument',
    before: dockerfile`
      FROM alpine:3.23
      ENV <CURSOR>LANG=C.UTF-8
    `,
  },
  {
    title: 'a credential in the text of a RUN',
    before: dockerfile`
      # syntax=docker/dockerfile:1
      FROM alpine:3.23
      RUN wget -q --header "PRIVATE-TOKEN: <CURSOR>glpat-Xk29dJq0ZmPw7LrT5vBn" -O /a.bin https://git.acme.io/api/v4/files/1
    `,
    after: dockerfile`
      # syntax=docker/dockerfile:1
      FROM alpine:3.23
      RUN --mount=type=secret,id=GITLAB_TOKEN,env=GITLAB_TOKEN,required=true wget -q --header "PRIVATE-TOKEN: \${GITLAB_TOKEN}" -O /a.bin https://git.acme.io/api/v4/files/1
    `,
    outcome: {
      title: 'Mount GITLAB_TOKEN as a secret',
      evidence: ['The credential stands in the file: replace it at its issuer.'],
      buildSecrets: [{ id: 'GITLAB_TOKEN', from: 'env', source: 'GITLAB_TOKEN' }],
    },
  },
  {
    title: 'a credential that a program keeps',
    before: dockerfile`
      # syntax=docker/dockerfile:1
      FROM alpine:3.23
      <CURSOR>RUN docker login -u robot -p Tq7wPz9kLm registry.acme.io
    `,
    reason: /would stay in the image/,
  },
  {
    title: 'an argument whose default is the secret',
    before: dockerfile`
      # syntax=docker/dockerfile:1
      FROM alpine:3.23
      ARG <CURSOR>MODEL_TOKEN=x9Kd82mPq
      RUN wget -q --header "Authorization: $MODEL_TOKEN" -O /model.bin https://models.acme.io/large.bin
    `,
    after: dockerfile`
      # syntax=docker/dockerfile:1
      FROM alpine:3.23
      RUN --mount=type=secret,id=MODEL_TOKEN,env=MODEL_TOKEN,required=true wget -q --header "Authorization: $MODEL_TOKEN" -O /model.bin https://models.acme.io/large.bin
    `,
    outcome: { buildSecrets: [{ id: 'MODEL_TOKEN', from: 'env', source: 'MODEL_TOKEN' }] },
  },
  {
    title: 'an argument whose default is the secret, and that nothing reads',
    before: dockerfile`
      FROM alpine:3.23
      ARG <CURSOR>ADMIN_PASSWORD=x9Kd82mPq
    `,
  },
]);
