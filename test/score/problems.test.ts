import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scoreTexts } from '../harness/score';
import { goodProject } from './good-project';

const workflow = '.github/workflows/image.yml';
const manifests = 'k8s/app.yaml';

/** What a point says about the files, sentence by sentence; empty for one that is passed or not applicable. */
function findProblems(id: number, texts: ReadonlyMap<string, string>): readonly string[] {
  const found = scoreTexts(texts).points.find(({ point }) => point.id === id);
  assert.ok(found !== undefined);
  return found.problems.map(({ says }) => says);
}

/** The good project with one text of a file replaced. */
function change(file: string, from: string, to: string): ReadonlyMap<string, string> {
  const text = goodProject.get(file) ?? '';
  assert.ok(text.includes(from), `${file} does not hold ${from}`);
  return new Map(goodProject).set(
    file,
    text.replace(from, () => to),
  );
}

type Row = readonly [
  id: number,
  what: string,
  file: string,
  from: string,
  to: string,
  ...sentences: readonly string[],
];

const published = "['127.0.0.1:3000:3000']";
const open = 'The port is open to the network, past the firewall.';
const emptyDir = 'emptyDir: { sizeLimit: 64Mi }';
const inSteps = `      - run: cosign sign --yes "ghcr.io/example/shop@\${DIGEST}"\n`;

const rows: readonly Row[] = [
  [
    31,
    'the long form of mounts',
    'compose.yaml',
    "tmpfs: ['/tmp:rw,noexec,nosuid,nodev,size=64m']",
    'volumes: [{ type: tmpfs, target: /tmp }, { type: bind }, /cache]',
  ],
  [
    31,
    'the socket in the long form',
    'compose.yaml',
    '    init: true\n',
    '    init: true\n    volumes: [{ type: bind, source: /var/run/docker.sock, target: /d }, { type: tmpfs, target: /x }]\n',
    'The service controls Docker, and so the host.',
  ],
  [
    33,
    'an address out of a variable',
    'compose.yaml',
    published,
    "['${ADDRESS:-127.0.0.1}:3000:3000']",
  ],
  [33, 'a port out of a variable', 'compose.yaml', published, "['${PORT:-3000}:3000']", open],
  [
    33,
    'both ports out of variables',
    'compose.yaml',
    published,
    "['${PORT:-3000}:${INNER:-3000}']",
    open,
  ],
  [
    33,
    'ports out of variables on the loopback address',
    'compose.yaml',
    published,
    "['127.0.0.1:${PORT}:${PORT}', '[::1]:$PORT:3000']",
  ],
  [33, 'a range', 'compose.yaml', published, "['127.0.0.1:3000-3002:3000-3002']"],
  [33, 'a port alone', 'compose.yaml', published, "['3000']", open],
  [
    33,
    'the long form',
    'compose.yaml',
    published,
    '[{ target: 3000, published: 3000, host_ip: 127.0.0.1 }]',
  ],
  [
    33,
    'a password in a list',
    'compose.yaml',
    '      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n',
    '      - POSTGRES_PASSWORD=hunter2=\n      - PATH\n      - [LC_ALL]\n',
    'The variable POSTGRES_PASSWORD holds a secret.',
  ],
  [
    33,
    'a password to be changed',
    'compose.yaml',
    'POSTGRES_PASSWORD_FILE: /run/secrets/db_password',
    'POSTGRES_PASSWORD: changeme',
    'The variable POSTGRES_PASSWORD holds a secret.',
  ],
  [
    33,
    'what a variable falls back to',
    'compose.yaml',
    'POSTGRES_PASSWORD_FILE: /run/secrets/db_password',
    'POSTGRES_PASSWORD: ${PASSWORD:-hunter2}',
    'The variable POSTGRES_PASSWORD holds a secret.',
  ],
  [
    33,
    'variables of the shell',
    'compose.yaml',
    'POSTGRES_PASSWORD_FILE: /run/secrets/db_password',
    'POSTGRES_PASSWORD: ${PASSWORD:?}\n      API_TOKEN:',
  ],
  [34, 'a database out of a variable', 'compose.yaml', 'postgres:18.6-trixie', '${DATABASE_IMAGE}'],
  [
    34,
    'a database by digest',
    'compose.yaml',
    'postgres:18.6-trixie',
    `postgres@sha256:${'0123456789abcdef'.repeat(4)}`,
  ],
  [
    34,
    'a main version and the release of the system',
    'compose.yaml',
    'postgres:18.6-trixie',
    'postgres:18-trixie',
  ],
  [
    34,
    'a main version',
    'compose.yaml',
    'postgres:18.6-trixie',
    'postgres:18',
    '"postgres:18" names no minor version.',
  ],
  [
    34,
    'a variant alone',
    'compose.yaml',
    'postgres:18.6-trixie',
    'postgres:alpine',
    '"postgres:alpine" names no minor version.',
  ],
  [
    34,
    'the folder of a newer PostgreSQL',
    'compose.yaml',
    'postgres:18.6-trixie',
    'postgres:17.6-trixie',
    'PostgreSQL 17 does not keep its data in /var/lib/postgresql.',
  ],
  [34, 'another server', 'compose.yaml', 'postgres:18.6-trixie', 'mariadb:12.1'],
  [
    34,
    'a list of services to wait for',
    'compose.yaml',
    '\n      db: { condition: service_healthy }',
    ' [db]',
    'The service does not wait until "db" is ready.',
  ],
  [
    34,
    'nothing to wait for',
    'compose.yaml',
    '    depends_on:\n      db: { condition: service_healthy }\n',
    '',
    'The service does not wait for "db".',
  ],
  [34, 'a service without an image', 'compose.yaml', '    image: postgres:18.6-trixie\n', ''],
  [
    35,
    'a folder of the machine',
    manifests,
    emptyDir,
    'hostPath: { path: /tmp }',
    'The pod mounts a folder of the machine.',
  ],
  [
    35,
    'the network of the machine',
    manifests,
    '      automount',
    '      hostNetwork: true\n      automount',
    'The pod has hostNetwork.',
  ],
  [
    35,
    'nothing about the container',
    manifests,
    '          securityContext:\n            allowPrivilegeEscalation: false\n            readOnlyRootFilesystem: true\n            capabilities: { drop: [ALL] }\n',
    '',
    'A program can get more rights than it was started with.',
    'The container keeps capabilities.',
    'The root file system can be written to.',
  ],
  [
    35,
    'nothing about the pod',
    manifests,
    '      securityContext:\n        runAsNonRoot: true\n        runAsUser: 1000\n        seccompProfile: { type: RuntimeDefault }\n',
    '',
    'The container may run as root.',
    'The number of its user is not written down.',
    'All system calls are allowed.',
  ],
  [
    35,
    'a profile of the machine',
    manifests,
    'type: RuntimeDefault',
    'type: Localhost, localhostProfile: a.json',
  ],
  [
    35,
    'an added capability',
    manifests,
    '{ drop: [ALL] }',
    '{ drop: [ALL], add: [SYS_ADMIN] }',
    'Capabilities are added.',
  ],
  [36, 'no volumes', manifests, `      volumes:\n        - name: tmp\n          ${emptyDir}\n`, ''],
  [
    36,
    'no mounts',
    manifests,
    '          volumeMounts: [{ name: tmp, mountPath: /tmp }]\n',
    '',
    'There is no /tmp to write to.',
  ],
  [
    36,
    'a pause longer than the time to stop',
    manifests,
    'terminationGracePeriodSeconds: 40',
    'terminationGracePeriodSeconds: 5',
    'The pause before the stop takes all the time there is to stop.',
  ],
  [
    37,
    'a claim that one pod holds',
    manifests,
    `type: RollingUpdate`,
    'type: Recreate',
    'All pods stop before new ones start.',
  ],
  [
    37,
    'a migration before each start',
    manifests,
    '      containers:\n',
    "      initContainers:\n        - { name: wait, image: 'shop:1.2.3' }\n        - { name: migrate, image: 'shop:1.2.3', command: [/app], args: [migrate] }\n      containers:\n",
    'Every pod migrates the data when it starts.',
  ],
  [
    37,
    'an image that is not a text',
    manifests,
    'image: ghcr.io/example/shop:1.2.3',
    'image: [1]',
    '"1" can change.',
  ],
  [37, 'no image', manifests, '          image: ghcr.io/example/shop:1.2.3\n', ''],
  [
    37,
    'no ports and no service',
    manifests,
    '          ports: [{ name: http, containerPort: 3000 }]\n',
    '',
  ],
  [19, 'a user that is no text', manifests, 'runAsUser: 1000', 'runAsUser: {}'],
  [25, 'a port without number', manifests, 'containerPort: 3000', 'name: web'],
  [25, 'a range of ports', 'compose.yaml', published, "['127.0.0.1:3000-3002:3000-3002']"],
  [
    25,
    'another port in Kubernetes',
    manifests,
    'containerPort: 3000',
    'containerPort: 3001',
    'Kubernetes names port 3001.',
  ],
  [
    38,
    'rights to read named one by one',
    workflow,
    'contents: read',
    'contents: read\n  packages: none',
  ],
  [38, 'every right to read', workflow, 'permissions:\n  contents: read', 'permissions: read-all'],
  [
    38,
    'every right',
    workflow,
    'permissions:\n  contents: read',
    'permissions: write-all',
    'The token of every job may write.',
  ],
  [
    38,
    'no word about rights',
    workflow,
    'permissions:\n  contents: read\n',
    '',
    'The token of every job may write.',
  ],
  [
    38,
    'an action of the repository, and none',
    workflow,
    inSteps,
    `${inSteps}      - uses: ./.github/actions/a\n      - uses: []\n`,
    '"" can be changed by others.',
  ],
  [
    39,
    'no needs',
    workflow,
    '    needs: [verify]\n',
    '',
    'Nothing scans the image before it is pushed.',
  ],
  [
    39,
    'no jobs',
    workflow,
    'jobs:',
    'steps:',
    'No workflow pushes an image with docker/build-push-action or docker/bake-action.',
  ],
  [
    39,
    'no provenance',
    workflow,
    ', provenance: mode=max',
    '',
    'The image does not say how it was built.',
  ],
  [
    40,
    'nothing about updates',
    '.github/dependabot.yml',
    'updates:',
    'registries:',
    'Dependabot does not look after docker.',
    'Dependabot does not look after github-actions.',
    'Dependabot does not look after npm.',
  ],
];

for (const [id, what, file, from, to, ...sentences] of rows) {
  test(`point ${id}: ${what}`, () => {
    assert.deepEqual(findProblems(id, change(file, from, to)), sentences);
  });
}

test('a job waits for those that other jobs wait for, each looked at once', () => {
  const text = (goodProject.get(workflow) ?? '')
    .replace('needs: [verify]', 'needs: [left, right, nowhere]')
    .replace(
      '  publish:\n',
      '  left: { needs: verify }\n  right: { needs: [verify] }\n  publish:\n',
    );
  assert.deepEqual(findProblems(39, new Map(goodProject).set(workflow, text)), []);
});

test('a volume that one pod holds forces the old pod to stop first', () => {
  const text = (goodProject.get(manifests) ?? '')
    .replace('type: RollingUpdate', 'type: Recreate')
    .replace(emptyDir, 'persistentVolumeClaim: { claimName: data }');
  assert.deepEqual(findProblems(37, new Map(goodProject).set(manifests, text)), []);
});

test('manifests in a list count; an empty list and documents of others do not', () => {
  const documents = (goodProject.get(manifests) ?? '').split('---\n').map((text) => {
    const [first = '', ...others] = text.trimEnd().split('\n');
    return [`  - ${first}`, ...others.map((line) => `    ${line}`)].join('\n');
  });
  const list = `apiVersion: v1\nkind: List\nitems:\n${documents.join('\n')}\n`;
  const other = 'apiVersion: v1\nkind: List\n---\nkind: Chart\n---\napiVersion: v2\n';
  const texts = new Map(goodProject).set(manifests, list).set('k8s/other.yaml', other);
  for (const id of [35, 36, 37]) assert.deepEqual(findProblems(id, texts), []);
  const none = new Map(goodProject).set(manifests, other);
  assert.deepEqual(findProblems(35, none), ['There are no manifests of Kubernetes.']);
});

test('merge keys may bring several maps', () => {
  const text = (goodProject.get('compose.yaml') ?? '')
    .replace('x-hardening', 'x-none: &none {}\nx-hardening')
    .replace('<<: *hardening', '<<: [*none, *hardening]');
  assert.deepEqual(findProblems(31, new Map(goodProject).set('compose.yaml', text)), []);
});

/** What a point says about a Dockerfile alone. */
const dockerfiles: readonly (readonly [
  id: number,
  what: string,
  text: string,
  ...sentences: readonly string[],
])[] = [
  [
    8,
    'Go with C in a stage from the one with the image',
    'FROM golang:1.27-trixie AS base\nFROM base AS build\nRUN go build .\nFROM scratch\nCOPY --from=build /a /a',
  ],
  [
    8,
    'Go without C two stages on',
    'FROM golang:1.27-trixie AS base\nFROM base AS middle\nENV CGO_ENABLED=0\nFROM middle AS build\nRUN go build .\nFROM scratch\nCOPY --from=build /a /a',
    'The compiler of this stage builds for every processor, and is emulated for others.',
  ],
  [
    10,
    'rights for everybody by command',
    'FROM alpine:3.24\nRUN chmod -R 777 /app && chmod 755 /bin/a && ls 777',
    'Everybody may write to these files.',
  ],
  [
    11,
    'a lock file kept by a variable',
    'FROM ruby:3.4-slim-trixie\nENV BUNDLE_FROZEN=1\nRUN bundle install',
    'The project has no lock file of bundler.',
  ],
  [
    13,
    'a cache that is mounted and switched off',
    'FROM python:3.14-slim-trixie\nRUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache -r requirements.txt',
    'This keeps pip from using the cache that the RUN mounts.',
  ],
  [23, 'an init in a script', 'FROM node:26-alpine3.24\nCMD exec tini -- node "$FILE"'],
  [
    24,
    'another address',
    'FROM node:26-alpine3.24\nEXPOSE 3000\nHEALTHCHECK --interval=1s --timeout=1s --start-period=1s --start-interval=1s --retries=1 CMD ["wget", "-q", "http://example.com/"]',
    'It asks another address.',
  ],
  [
    25,
    'a port of another protocol',
    'FROM node:26-alpine3.24\nEXPOSE 53/udp $PORTS',
    'No EXPOSE names the port.',
  ],
  [
    26,
    'a program out of a variable',
    'FROM node:26-alpine3.24\nCMD "$PROGRAM" a.js',
    'Nothing tells node that it runs in production: NODE_ENV.',
  ],
  [
    26,
    'an argument of the build, not of the container',
    'FROM node:26-alpine3.24\nARG NODE_ENV=production\nCMD ["node", "a.js"]',
    'Nothing tells node that it runs in production: NODE_ENV.',
  ],
  [
    20,
    'a chown of what a variable names',
    'FROM alpine:3.24\nVOLUME /data\nRUN chown -R 65532 "$FOLDER"',
    'All files are stored twice, and the program can change them.',
  ],
  [
    20,
    'a target out of a variable',
    'FROM alpine:3.24\nCOPY --chown=65532 a $FOLDER',
    'The program can change its own files.',
  ],
  [
    30,
    'mounts of everything, of what a variable names, of nothing that is there',
    'FROM alpine:3.24\nRUN --mount=type=bind,target=/a --mount=type=bind,source=$A,target=/b --mount=type=bind,source=c,target=/c true',
    'There is no "c".',
  ],
];

for (const [id, what, text, ...sentences] of dockerfiles) {
  test(`point ${id}: ${what}`, () => {
    assert.deepEqual(findProblems(id, new Map([['Dockerfile', `${text}\n`]])), sentences);
  });
}

test('without a stage every point about the Dockerfile fails, the others are judged', () => {
  const { points } = scoreTexts(new Map(goodProject).set('Dockerfile', '# nothing yet\n'));
  for (const { point, problems } of points) {
    const says = problems.map((problem) => problem.says);
    assert.deepEqual(says, point.id <= 27 ? ['There is no stage.'] : [], point.title);
  }
});
