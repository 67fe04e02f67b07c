import { planDistroless } from '../rewrite/convert-to-distroless';
import { dockerfile } from '../text/dockerfile-tag';
import { touchesSpan } from '../text/span';
import { defineAssist } from './define-assist';

export default defineAssist({
  id: 'convert-to-distroless',
  title: 'Use an image without shell (distroless)',
  kind: 'refactor.rewrite',
  since: 'next',
  summary:
    'Lets the last stage start from a distroless image of the same language version: no shell, no package manager, no root. CMD, the health check and the account follow; whatever needs a shell, a package or another program is a reason to refuse.',
  examples: [
    {
      files: {
        'package.json': '{ "dependencies": { "express": "^5.1.0" } }',
        'server.js': "const express = require('express');\n",
      },
      before: dockerfile`
        FROM node:24-slim AS deps
        WORKDIR /app
        COPY package*.json ./
        RUN npm ci --omit=dev

        FROM node:24-slim<CURSOR>
        WORKDIR /app
        COPY --from=deps --chown=node:node /app/node_modules ./node_modules
        COPY server.js ./
        USER node
        EXPOSE 3000
        HEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:3000/').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
        CMD ["node", "server.js"]
      `,
      after: dockerfile`
        FROM node:24-slim AS deps
        WORKDIR /app
        COPY package*.json ./
        RUN npm ci --omit=dev

        FROM gcr.io/distroless/nodejs24-debian13:nonroot
        WORKDIR /app
        COPY --from=deps --chown=65532:65532 /app/node_modules ./node_modules
        COPY server.js ./
        EXPOSE 3000
        HEALTHCHECK CMD ["/nodejs/bin/node", "-e", "fetch('http://127.0.0.1:3000/').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
        CMD ["server.js"]
      `,
    },
    {
      files: { 'src/Main.java': 'class Main {}\n', 'pom.xml': '<project/>' },
      before: dockerfile`
        FROM maven:3.9-eclipse-temurin-21 AS build
        WORKDIR /src
        COPY . .
        RUN mvn -q package

        FROM eclipse-temurin:21-jre<CURSOR>
        COPY --from=build /src/target/app.jar /app.jar
        EXPOSE 8080
        CMD ["java", "-jar", "/app.jar"]
      `,
      after: dockerfile`
        FROM maven:3.9-eclipse-temurin-21 AS build
        WORKDIR /src
        COPY . .
        RUN mvn -q package

        FROM gcr.io/distroless/java21-debian13:nonroot
        WORKDIR /
        COPY --from=build /src/target/app.jar /app.jar
        EXPOSE 8080
        CMD ["/app.jar"]
      `,
    },
  ],
  run({ model, selection }) {
    const { target } = model;
    if (target === undefined || !touchesSpan(target.from.span, selection)) return undefined;
    const plan = planDistroless(model, target);
    if (plan === undefined) return undefined;
    if (plan.kind === 'refused') return { kind: 'refused', reason: plan.reason };
    const { image, edits, evidence } = plan;
    return { kind: 'edits', title: `Use ${image}`, level: 'unsafe', edits, evidence };
  },
});
