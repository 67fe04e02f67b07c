/** One place of the good project made bad. */
export interface Damage {
  readonly name: string;
  /** The points that it costs. */
  readonly points: readonly number[];
  /** Those of them that still count half. */
  readonly half?: readonly number[];
  readonly file: string;
  readonly from: string;
  /** Undefined: the file is not there. */
  readonly to?: string;
  /** Where the first problem is shown. */
  readonly line?: number;
}

const digest = `@sha256:${'0123456789abcdef'.repeat(4)}`;
const workflow = '.github/workflows/image.yml';
const inDockerfile = (
  name: string,
  points: readonly number[],
  from: string,
  to: string,
  more: Partial<Damage> = {},
): Damage => ({ name, points, file: 'Dockerfile', from, to, ...more });

export const damages: readonly Damage[] = [
  inDockerfile('no check directive', [1], '# check=error=true\n', ''),
  inDockerfile('no syntax directive', [1], '# syntax=docker/dockerfile:1\n', ''),
  inDockerfile('no suite', [2, 3], `26-trixie-slim${digest} AS deps`, '26-slim AS deps', {
    half: [3],
    line: 3,
  }),
  inDockerfile('latest', [2, 3, 6], `26-trixie-slim${digest} AS runtime`, 'latest AS runtime', {
    half: [3],
  }),
  inDockerfile('no digest', [3], `${digest} AS deps`, ' AS deps', { half: [3], line: 3 }),
  inDockerfile('end of life', [4], 'node:26-trixie-slim@', 'node:16-bullseye-slim@'),
  inDockerfile(
    'an install in the last stage',
    [5, 11, 13, 14],
    'ARG VERSION',
    'RUN npm install\nARG VERSION',
  ),
  inDockerfile(
    'a compiler in the last stage',
    [5],
    'ARG VERSION',
    'RUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt/lists,sharing=locked rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update && apt-get install -y --no-install-recommends gcc\nARG VERSION',
  ),
  inDockerfile(
    'a full image',
    [6],
    `26-trixie-slim${digest} AS runtime`,
    `26-trixie${digest} AS runtime`,
  ),
  inDockerfile(
    'a program for another C library',
    [7],
    `FROM node:26-trixie-slim${digest} AS runtime\nWORKDIR /app\n`,
    `FROM alpine:3.24${digest} AS tool
RUN apk add --no-cache gcc musl-dev && printf 'int main(){}' > tool.c && gcc -o /tool tool.c

FROM node:26-trixie-slim${digest} AS runtime
WORKDIR /app
COPY --from=tool /tool /usr/local/bin/tool
`,
  ),
  inDockerfile('a constant platform', [8], 'FROM node', 'FROM --platform=linux/amd64 node', {
    line: 3,
  }),
  inDockerfile('a stage without a name', [9], ' AS runtime', ''),
  inDockerfile(
    'a stage without use',
    [9],
    'FROM node',
    'FROM alpine:3.24@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef AS old\nFROM node',
    { line: 3 },
  ),
  inDockerfile('files for everybody', [10], 'COPY src', 'COPY --chmod=777 src'),
  inDockerfile(
    'an upgrade',
    [10],
    'ARG VERSION',
    'RUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt/lists,sharing=locked rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update && apt-get -y upgrade\nARG VERSION',
  ),
  inDockerfile(
    'an unchecked download',
    [10],
    'ARG VERSION',
    'ADD https://example.com/data.json ./data.json\nARG VERSION',
  ),
  inDockerfile('a loose install', [11], 'npm ci', 'npm install', { line: 8 }),
  { name: 'no lock file', points: [11, 30], file: 'package-lock.json', from: '' },
  inDockerfile('sources above the install', [12], 'RUN --mount', 'COPY . .\nRUN --mount'),
  inDockerfile('no cache mount', [13], '    --mount=type=cache,target=/root/.npm \\\n', ''),
  inDockerfile('the cache of another user', [13], 'target=/root/.npm', 'target=/home/node/.npm'),
  inDockerfile('development packages', [14], 'npm ci --omit=dev', 'npm ci'),
  inDockerfile('the whole context', [15], 'COPY src ./src', 'COPY . .'),
  inDockerfile(
    'tests',
    [16],
    'COPY src ./src',
    'COPY src ./src\nCOPY --from=deps /app/tests ./tests',
  ),
  inDockerfile(
    'a cache that builds spoil',
    [17],
    'FROM node',
    'FROM maven:3.9-eclipse-temurin-25@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef AS test-jar\nRUN --mount=type=cache,target=/root/.m2/repository mvn --version && mvn -B dependency:go-offline\nFROM node',
    { points: [8, 17] },
  ),
  inDockerfile('root', [18], 'USER 1000:1000', 'USER root', {}),
  inDockerfile('a name', [18], 'USER 1000:1000', 'USER node'),
  inDockerfile('another number', [19], 'USER 1000:1000', 'USER 1001:1001'),
  inDockerfile('owned files', [20], 'COPY src', 'COPY --chown=1000:1000 src', { line: 13 }),
  inDockerfile('a deep chown', [20], 'ARG VERSION', 'RUN chown -R node /app\nARG VERSION'),
  inDockerfile(
    'a secret',
    [21],
    'PORT=3000',
    'PORT=3000 API_TOKEN=ghp_0Aa1Bb2Cc3Dd4Ee5Ff6Gg7Hh8Ii9Jj0Kk1L',
  ),
  inDockerfile('a package manager', [22], 'CMD ["node", "src/server.js"]', 'CMD ["npm", "start"]'),
  inDockerfile(
    'a shell',
    [22],
    'CMD ["node", "src/server.js"]',
    'CMD ["sh", "-c", "node src/server.js"]',
  ),
  inDockerfile('a wrong signal', [23], 'USER 1000', 'STOPSIGNAL SIGKILL\nUSER 1000'),
  { name: 'no init', points: [23], file: 'compose.yaml', from: '    init: true\n', to: '' },
  inDockerfile('no retries', [24], ' --retries=3', '', { line: 25 }),
  inDockerfile(
    'a check with a shell',
    [24],
    'CMD ["node", "-e", "fetch(\'http://127.0.0.1:3000/healthz\').then((r) => process.exit(r.ok ? 0 : 1))"]',
    'CMD node check.js',
  ),
  inDockerfile(
    'a tool that is not there',
    [24],
    'CMD ["node", "-e", "fetch(\'http://127.0.0.1:3000/healthz\').then((r) => process.exit(r.ok ? 0 : 1))"]',
    'CMD ["curl", "-f", "http://127.0.0.1:3000/healthz"]',
  ),
  inDockerfile('no EXPOSE', [25], 'EXPOSE 3000\n', ''),
  inDockerfile('another port', [25], 'EXPOSE 3000', 'EXPOSE 8080'),
  inDockerfile('a low port', [25], 'EXPOSE 3000', 'EXPOSE 80 3000'),
  inDockerfile('no production', [26], 'NODE_ENV=production', 'LOG=info'),
  inDockerfile('development', [26], 'NODE_ENV=production', 'NODE_ENV=development'),
  inDockerfile(
    'no source label',
    [27],
    '      org.opencontainers.image.source="https://github.com/example/shop" \\\n',
    '',
  ),
  { name: 'no ignore file', points: [28, 29], file: '.dockerignore', from: '' },
  { name: 'keys not ignored', points: [29], file: '.dockerignore', from: '**/*.key\n', to: '' },
  {
    name: 'packages not ignored',
    points: [29],
    file: '.dockerignore',
    from: '**/node_modules\n',
    to: '',
  },
  {
    name: 'a source ignored',
    points: [30],
    file: '.dockerignore',
    from: '.git\n',
    to: '.git\npackage.json\n',
  },
  { name: 'no Compose file', points: [23, 31, 32, 33, 34], file: 'compose.yaml', from: '' },
  {
    name: 'a broken Compose file',
    points: [23, 31, 32, 33, 34],
    file: 'compose.yaml',
    from: 'services:',
    to: 'services: [',
  },
  {
    name: 'a writable root',
    points: [31],
    file: 'compose.yaml',
    from: '  read_only: true\n',
    to: '',
  },
  {
    name: 'a quoted merge key',
    points: [31, 32],
    file: 'compose.yaml',
    from: '    <<: *hardening\n',
    to: '    "<<": *hardening\n',
  },
  {
    name: 'the socket of Docker',
    points: [31],
    file: 'compose.yaml',
    from: '    init: true\n',
    to: "    init: true\n    volumes: ['/var/run/docker.sock:/var/run/docker.sock']\n",
  },
  {
    name: 'no limit of processes',
    points: [32],
    file: 'compose.yaml',
    from: ', pids: 200',
    to: '',
    line: 8,
  },
  {
    name: 'a health check switched off',
    points: [32],
    file: 'compose.yaml',
    from: '    stop_grace_period: 30s\n',
    to: '    stop_grace_period: 30s\n    healthcheck: { disable: true }\n',
  },
  {
    name: 'endless logs',
    points: [32],
    file: 'compose.yaml',
    from: 'driver: local',
    to: 'driver: json-file',
  },
  {
    name: 'a password',
    points: [33],
    file: 'compose.yaml',
    from: 'POSTGRES_PASSWORD_FILE: /run/secrets/db_password',
    to: 'POSTGRES_PASSWORD: hunter2',
  },
  {
    name: 'a port for everybody',
    points: [33],
    file: 'compose.yaml',
    from: '127.0.0.1:3000:3000',
    to: '3000:3000',
  },
  {
    name: 'a published database',
    points: [33],
    file: 'compose.yaml',
    from: '    networks: [backend]\n',
    to: "    networks: [backend]\n    ports: ['127.0.0.1:5432:5432']\n",
  },
  {
    name: 'an open network',
    points: [33],
    file: 'compose.yaml',
    from: '{ internal: true }',
    to: '{}',
  },
  {
    name: 'a loose database',
    points: [34],
    file: 'compose.yaml',
    from: 'postgres:18.6-trixie',
    to: 'postgres:latest',
  },
  {
    name: 'the folder of an older database',
    points: [34],
    file: 'compose.yaml',
    from: 'data:/var/lib/postgresql',
    to: 'data:/var/lib/postgresql/data',
  },
  {
    name: 'no waiting',
    points: [34],
    file: 'compose.yaml',
    from: 'service_healthy',
    to: 'service_started',
  },
  { name: 'no manifests', points: [35, 36, 37], file: 'k8s/app.yaml', from: '' },
  {
    name: 'privilege escalation',
    points: [35],
    file: 'k8s/app.yaml',
    from: 'allowPrivilegeEscalation: false',
    to: 'allowPrivilegeEscalation: true',
  },
  {
    name: 'a token of the cluster',
    points: [35],
    file: 'k8s/app.yaml',
    from: '      automountServiceAccountToken: false\n',
    to: '',
  },
  {
    name: 'no memory limit',
    points: [36],
    file: 'k8s/app.yaml',
    from: '            limits: { memory: 256Mi }\n',
    to: '',
  },
  {
    name: 'no readiness',
    points: [36],
    file: 'k8s/app.yaml',
    from: '          readinessProbe: { httpGet: { path: /readyz, port: http } }\n',
    to: '',
  },
  {
    name: 'a volume without size',
    points: [36],
    file: 'k8s/app.yaml',
    from: '{ sizeLimit: 64Mi }',
    to: '{}',
  },
  { name: 'a moving image', points: [37], file: 'k8s/app.yaml', from: 'shop:1.2.3', to: 'shop:1' },
  {
    name: 'all pods at once',
    points: [37],
    file: 'k8s/app.yaml',
    from: 'type: RollingUpdate',
    to: 'type: Recreate',
  },
  {
    name: 'no budget',
    points: [37],
    file: 'k8s/app.yaml',
    from: 'kind: PodDisruptionBudget',
    to: 'kind: ConfigMap',
  },
  { name: 'no workflow', points: [38, 39, 40], file: workflow, from: '' },
  {
    name: 'an action by tag',
    points: [38],
    file: workflow,
    from: 'scan-action@0123456789abcdef0123456789abcdef01234567 # v7.4.0',
    to: 'scan-action@v7',
  },
  {
    name: 'a writing token',
    points: [38],
    file: workflow,
    from: 'contents: read',
    to: 'contents: write',
  },
  {
    name: 'a kept token',
    points: [38],
    file: workflow,
    from: '        with: { persist-credentials: false }\n',
    to: '',
  },
  {
    name: 'a dangerous event',
    points: [38],
    file: workflow,
    from: '  push:\n',
    to: '  pull_request_target:\n',
  },
  { name: 'no scan', points: [39], file: workflow, from: 'needs: [verify]', to: 'needs: []' },
  { name: 'no list of parts', points: [39], file: workflow, from: ', sbom: true', to: '' },
  { name: 'no signature', points: [39], file: workflow, from: 'cosign sign', to: 'echo' },
  {
    name: 'no schedule',
    points: [40],
    file: workflow,
    from: "  schedule:\n    - cron: '0 4 * * 1'\n",
    to: '',
  },
  { name: 'no updates', points: [40], file: '.github/dependabot.yml', from: '' },
  {
    name: 'no updates of packages',
    points: [40],
    file: '.github/dependabot.yml',
    from: 'npm',
    to: 'pip',
  },
];
