import addHealthcheck from '../../server/src/core/assists/add-healthcheck';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { testAssistCases } from '../harness/assist-cases';

testAssistCases(addHealthcheck, [
  {
    title: 'nothing but EXPOSE names the port: a person has to look',
    before: dockerfile`
      FROM node:24-trixie-slim
      EXPOSE 3000<CURSOR>
      CMD ["node", "server.js"]
    `,
    after: dockerfile`
      FROM node:24-trixie-slim
      EXPOSE 3000
      HEALTHCHECK --timeout=5s --start-period=30s \
          CMD ["node", "-e", "require('net').connect(3000, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))"]
      CMD ["node", "server.js"]
    `,
    outcome: { level: 'placeholder', evidence: [] },
  },
  {
    title: 'an ENV names the port',
    before: dockerfile`
      FROM node:24-trixie-slim
      ENV PORT=3000
      EXPOSE 3000<CURSOR>
      CMD ["node", "server.js"]
    `,
    after: dockerfile`
      FROM node:24-trixie-slim
      ENV PORT=3000
      EXPOSE 3000
      HEALTHCHECK --timeout=5s --start-period=30s \
          CMD ["node", "-e", "require('net').connect(3000, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))"]
      CMD ["node", "server.js"]
    `,
    outcome: { level: 'unsafe', evidence: ['ENV PORT names the port 3000.'] },
  },
  {
    title: 'a file of the project names the port; a route of a test or a sub-router does not count',
    files: {
      'src/main.js': "router.get('/health', f);\napp.listen(3000);\n",
      'test/a.js': "app.get('/health', f);\n",
    },
    before: dockerfile`
      FROM gcr.io/distroless/nodejs24-debian13:nonroot
      COPY src /app
      EXPOSE 3000
      CMD ["/app/main.js"]<CURSOR>
    `,
    after: dockerfile`
      FROM gcr.io/distroless/nodejs24-debian13:nonroot
      COPY src /app
      EXPOSE 3000
      HEALTHCHECK --timeout=5s --start-period=30s \
          CMD ["/nodejs/bin/node", "-e", "require('net').connect(3000, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))"]
      CMD ["/app/main.js"]
    `,
    outcome: { level: 'unsafe', evidence: ['src/main.js: names the port 3000.'] },
  },
  {
    title: 'a declared route is asked for',
    files: { 'main.go': 'http.HandleFunc("/healthz", f)\nhttp.ListenAndServe(":8080", nil)\n' },
    before: dockerfile`
      FROM alpine:3.23
      COPY server /usr/local/bin/
      EXPOSE 8080
      ENTRYPOINT<CURSOR> ["/usr/local/bin/server"]
    `,
    after: dockerfile`
      FROM alpine:3.23
      COPY server /usr/local/bin/
      EXPOSE 8080
      HEALTHCHECK --timeout=5s --start-period=30s \
          CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"]
      ENTRYPOINT ["/usr/local/bin/server"]
    `,
  },
  {
    title: 'the nc of BusyBox and bash can connect',
    before: dockerfile`
      FROM alpine:3.23
      EXPOSE 8080<CURSOR>
      ENTRYPOINT ["/usr/local/bin/server"]
    `,
    after: dockerfile`
      FROM alpine:3.23
      EXPOSE 8080
      HEALTHCHECK --timeout=5s --start-period=30s \
          CMD ["nc", "-z", "127.0.0.1", "8080"]
      ENTRYPOINT ["/usr/local/bin/server"]
    `,
  },
  {
    title: 'on Debian bash connects',
    before: dockerfile`
      FROM eclipse-temurin:21-jre-noble
      EXPOSE 8080<CURSOR>
      ENTRYPOINT ["java", "-jar", "/app.jar"]
    `,
    after: dockerfile`
      FROM eclipse-temurin:21-jre-noble
      EXPOSE 8080
      HEALTHCHECK --timeout=5s --start-period=30s \
          CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080"]
      ENTRYPOINT ["java", "-jar", "/app.jar"]
    `,
  },
  {
    title: 'no program can ask',
    before: dockerfile`
      FROM gcr.io/distroless/static-debian13:nonroot
      EXPOSE 8080<CURSOR>
      ENTRYPOINT ["/server"]
    `,
    reason: /No program/,
  },
  {
    title: 'a file that the Dockerfile writes names the port',
    before: dockerfile`
      FROM nginxinc/nginx-unprivileged:1.30
      COPY <<EOF /etc/nginx/conf.d/default.conf
      server { listen 3000; }
      EOF
      EXPOSE 3000<CURSOR>
      CMD ["nginx", "-g", "daemon off;"]
    `,
    after: dockerfile`
      FROM nginxinc/nginx-unprivileged:1.30
      COPY <<EOF /etc/nginx/conf.d/default.conf
      server { listen 3000; }
      EOF
      EXPOSE 3000
      HEALTHCHECK --timeout=5s --start-period=30s \
          CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/3000"]
      CMD ["nginx", "-g", "daemon off;"]
    `,
    outcome: { level: 'unsafe', evidence: ['The file that COPY writes names the port 3000.'] },
  },
  {
    title: 'the server that the image starts by itself',
    before: dockerfile`
      FROM php:8.4-apache
      ENV PORT=8080
      EXPOSE 8080<CURSOR>
    `,
    after: dockerfile`
      FROM php:8.4-apache
      ENV PORT=8080
      EXPOSE 8080
      HEALTHCHECK --timeout=5s --start-period=30s \
          CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080"]
    `,
  },
  {
    title: 'a port of another protocol',
    before: dockerfile`
      FROM debian:13-slim
      EXPOSE 22<CURSOR>
      CMD ["/usr/sbin/sshd", "-D"]
    `,
    reason: /Port 22 speaks SSH/,
  },
  {
    title: 'there is one already',
    before: dockerfile`
      FROM node:24-trixie-slim
      EXPOSE 3000<CURSOR>
      HEALTHCHECK CMD ["node", "probe.js"]
      CMD ["node", "server.js"]
    `,
  },
  {
    title: 'a stage that is not shipped',
    before: dockerfile`
      FROM node:24-trixie-slim AS build
      EXPOSE 3000<CURSOR>
      CMD ["node", "server.js"]
      FROM node:24-trixie-slim
      CMD ["node", "server.js"]
    `,
  },
]);
