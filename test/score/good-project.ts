const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const commit = '0123456789abcdef0123456789abcdef01234567';

/** A project that has all 40 points: what tests spoil, one place at a time. */
export const goodProject: ReadonlyMap<string, string> = new Map([
  [
    'Dockerfile',
    `# syntax=docker/dockerfile:1
# check=error=true
FROM node:26-trixie-slim@${digest} AS deps
WORKDIR /app
RUN --mount=type=bind,source=package.json,target=package.json \\
    --mount=type=bind,source=package-lock.json,target=package-lock.json \\
    --mount=type=cache,target=/root/.npm \\
    npm ci --omit=dev

FROM node:26-trixie-slim@${digest} AS runtime
WORKDIR /app
COPY --from=deps /app/node_modules ./node_modules
COPY src ./src
COPY package.json ./
ARG VERSION=0.0.0
LABEL org.opencontainers.image.title="shop" \\
      org.opencontainers.image.source="https://github.com/example/shop" \\
      org.opencontainers.image.licenses="MIT" \\
      org.opencontainers.image.version="\${VERSION}" \\
      org.opencontainers.image.revision="unknown"
ENV NODE_ENV=production \\
    PORT=3000
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --start-interval=2s --retries=3 \\
    CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then((r) => process.exit(r.ok ? 0 : 1))"]
CMD ["node", "src/server.js"]
`,
  ],
  [
    '.dockerignore',
    `.git
**/.env
**/.env.*
**/*.pem
**/*.key
**/id_rsa*
**/.ssh
**/.aws
**/.kube
**/node_modules
`,
  ],
  [
    'package.json',
    '{ "name": "shop", "type": "module", "dependencies": { "pg": "8.16.3" }, "devDependencies": { "eslint": "10.0.0" } }\n',
  ],
  ['package-lock.json', '{ "name": "shop", "lockfileVersion": 3, "packages": {} }\n'],
  [
    'src/server.js',
    "import { createServer } from 'node:http';\nimport pg from 'pg';\nconst pool = new pg.Pool();\ncreateServer((_request, response) => response.end('ok')).listen(3000);\nprocess.on('SIGTERM', () => pool.end());\n",
  ],
  [
    'compose.yaml',
    `x-hardening: &hardening
  read_only: true
  cap_drop: [ALL]
  security_opt: ['no-new-privileges:true']
  restart: unless-stopped
  logging: { driver: local }
services:
  app:
    <<: *hardening
    build: .
    user: '1000:1000'
    init: true
    tmpfs: ['/tmp:rw,noexec,nosuid,nodev,size=64m']
    environment:
      DATABASE_HOST: db
      DATABASE_PASSWORD_FILE: /run/secrets/db_password
    secrets: [db_password]
    ports: ['127.0.0.1:3000:3000']
    networks: [frontend, backend]
    depends_on:
      db: { condition: service_healthy }
    stop_grace_period: 30s
    deploy:
      resources:
        limits: { cpus: '1', memory: 512M, pids: 200 }
  db:
    <<: *hardening
    image: postgres:18.6-trixie
    volumes: ['data:/var/lib/postgresql']
    environment:
      POSTGRES_PASSWORD_FILE: /run/secrets/db_password
    secrets: [db_password]
    networks: [backend]
networks:
  frontend: {}
  backend: { internal: true }
volumes:
  data: {}
secrets:
  db_password: { file: ./secrets/db_password.txt }
`,
  ],
  [
    'k8s/app.yaml',
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: 2
  strategy: { type: RollingUpdate }
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000
        seccompProfile: { type: RuntimeDefault }
      terminationGracePeriodSeconds: 40
      containers:
        - name: app
          image: ghcr.io/example/shop:1.2.3
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
          ports: [{ name: http, containerPort: 3000 }]
          resources:
            requests: { cpu: 250m, memory: 256Mi }
            limits: { memory: 256Mi }
          lifecycle: { preStop: { sleep: { seconds: 5 } } }
          startupProbe: { httpGet: { path: /healthz, port: http } }
          livenessProbe: { httpGet: { path: /healthz, port: http } }
          readinessProbe: { httpGet: { path: /readyz, port: http } }
          volumeMounts: [{ name: tmp, mountPath: /tmp }]
      volumes:
        - name: tmp
          emptyDir: { sizeLimit: 64Mi }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: shop }
spec: { maxUnavailable: 1 }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: shop }
spec: { podSelector: {} }
---
apiVersion: v1
kind: Service
metadata: { name: shop }
spec: { ports: [{ port: 80, targetPort: http }] }
`,
  ],
  [
    '.github/workflows/image.yml',
    `on:
  push:
  schedule:
    - cron: '0 4 * * 1'
permissions:
  contents: read
jobs:
  verify:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@${commit} # v7.0.1
        with: { persist-credentials: false }
      - uses: docker/build-push-action@${commit} # v7.3.0
        with: { load: true, tags: 'shop:scan' }
      - uses: anchore/scan-action@${commit} # v7.4.0
        with: { image: 'shop:scan', fail-build: true }
  publish:
    needs: [verify]
    runs-on: ubuntu-24.04
    permissions: { packages: write, id-token: write }
    steps:
      - uses: docker/build-push-action@${commit} # v7.3.0
        id: build
        with: { push: true, tags: ghcr.io/example/shop, provenance: mode=max, sbom: true }
      - run: cosign sign --yes "ghcr.io/example/shop@\${DIGEST}"
`,
  ],
  [
    '.github/dependabot.yml',
    `version: 2
updates:
  - package-ecosystem: docker
    directory: /
    schedule: { interval: weekly }
  - package-ecosystem: github-actions
    directory: /
    schedule: { interval: weekly }
  - package-ecosystem: npm
    directory: /
    schedule: { interval: weekly }
`,
  ],
]);
