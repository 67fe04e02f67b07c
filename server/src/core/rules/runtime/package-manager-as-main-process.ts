import type { Command } from '../../model/commands';
import { collectMainCommands } from '../../model/main-command';
import type { DockerfileModel } from '../../model/model';
import { readPackageOperation, type PackageOperation } from '../../model/packages';
import type { Stage } from '../../model/stage-graph';
import { startProgramItself } from '../../rewrite/start-program';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'package-manager-as-main-process',
  code: 'IH601',
  category: 'runtime',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  remedies: ['application-as-main-process'],
  summary: 'A container should start its program, not a package manager that starts it.',
  why: 'With `npm start` the main process is npm, and the program is a child below a shell of npm. On a stop signal npm and its shell end first, and the program is killed with its work unfinished: measured on Debian, `CMD ["npm", "start"]` stops in 0.6 s with exit code 1 and without a clean end, `CMD ["node", "dist/server.js"]` in 0.2 s with exit code 0. npm also costs memory and time at every start. Write what the script runs into CMD; for npm it stands in `package.json`, not in this file. `uv run`, `poetry run` and `pipenv run` look for the project and its environment at every start, although the program lies ready there (`/app/.venv/bin/gunicorn`). `go run`, `cargo run`, `dotnet run`, Maven and Gradle compile at every start and need the whole toolchain in the image: build in an earlier stage and start the result.',
  fixNotes:
    'The program that the script starts is written in exec form, its variables as ENV above it. The program loses the `npm_*` variables and the programs of `node_modules/.bin` on its PATH: there is no fix when a source reads the first or starts programs, when the script needs a shell, when scripts run before or after it, or when `package.json` is not known.',
  equivalents: {},
  messages: {
    script: '"{{words}}" makes {{manager}} the main process and the program its child.',
    download:
      '"{{words}}" makes {{manager}} the main process, which downloads what is not installed.',
    environment:
      '"{{words}}" looks for the project and its environment at every start, before the program.',
    compile: '"{{words}}" compiles at every start and needs the whole toolchain in the image.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        CMD ["npm", "start"]
        #    ^^^^^ package-manager-as-main-process
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        CMD ["node", "dist/server.js"]
      `,
      files: {
        'package.json': '{ "scripts": { "start": "node dist/server.js" } }',
        'src/server.ts': 'process.on("SIGTERM", () => process.exit(0));',
      },
    },
    {
      bad: dockerfile`
        FROM golang:1.26
        WORKDIR /src
        COPY . .
        ENTRYPOINT ["go", "run", "./cmd/server"]
        #           ^^^^ package-manager-as-main-process
      `,
      good: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY . .
        RUN CGO_ENABLED=0 go build -o /server ./cmd/server

        FROM gcr.io/distroless/static-debian13:nonroot
        COPY --from=build /server /server
        ENTRYPOINT ["/server"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined || isForDevelopment(target)) return;
    for (const command of collectMainCommands(model.processOf(target))) {
      const kind = kindOf(command);
      const [program] = command.words;
      if (kind === undefined || program === undefined) continue;
      const shown = command.words.slice(0, kind.words).map((word) => word.value ?? word.text);
      yield {
        message: kind.message,
        data: { words: shown.join(' '), manager: command.name ?? '' },
        span: program.span,
        ...findFix(model, target),
      };
      return;
    }
  },
});

function findFix(model: DockerfileModel, stage: Stage): Pick<Report, 'fixes' | 'refusal'> {
  const start = model.context === undefined ? undefined : startProgramItself(model, stage);
  if (start === undefined) return {};
  if (start.kind === 'refused') return { refusal: start.reason };
  const { title, edits } = start;
  return { fixes: [{ title, applicability: 'unsafe', phase: 'instruction', edits }] };
}

/** A last stage that says by its name that it is not the one to ship. */
function isForDevelopment({ name }: Stage): boolean {
  return name !== undefined && /^(?:dev|debug|test|ci)/.test(name);
}

interface Kind {
  readonly message: 'script' | 'download' | 'environment' | 'compile';
  /** How many words name what it does: two for `npm start`, three for `npm run serve`. */
  readonly words: number;
}

/** Starters that no package manager row has: they run one program each. */
const downloaders: ReadonlySet<string> = new Set(['npx', 'bunx', 'pnpx', 'uvx']);

function kindOf(command: Command): Kind | undefined {
  if (downloaders.has(command.name ?? '') && 1 < command.words.length) {
    const program = command.words.findIndex(
      (word, index) => 0 < index && !word.text.startsWith('-'),
    );
    if (program < 0 || isBrief(command.words[program]?.value)) return undefined;
    const options = command.words.slice(1, program).map(({ text }) => text);
    const stays = options.some((option) => option === '--no' || option === '--no-install');
    return { message: stays ? 'script' : 'download', words: program + 1 };
  }
  const operation = readPackageOperation(command);
  if (operation?.action !== 'run') return undefined;
  switch (operation.manager.id) {
    case 'npm':
    case 'pnpm':
    case 'yarn':
    case 'bun':
      return kindOfScript(operation);
    case 'uv':
    case 'poetry':
    case 'pipenv':
    case 'pdm':
      return isBrief(operation.script) ? undefined : { message: 'environment', words: 2 };
    case 'go':
    case 'cargo':
    case 'dotnet':
      return { message: 'compile', words: 2 };
    case 'maven':
    case 'gradle':
      return isStartGoal(operation.script) ? { message: 'compile', words: 2 } : undefined;
    default:
      return undefined;
  }
}

/** `spring-boot:run`, `bootRun`, `exec:java`; other goals do a job and end. */
function isStartGoal(goal: string | undefined): boolean {
  return goal !== undefined && /(?:^|:)(?:run|start|java|exec)$|Run$/.test(goal);
}

/** Scripts that do a job and end: no stop signal matters to them. */
const briefScripts =
  /^(?:test|tst|t|lint|build|ci|check|format|coverage|e2e|cypress|jest|vitest|mocha|pytest|tox|playwright|migrate|seed|prettier|eslint)(?:$|[:._-])/;

/** Scripts for work on the program itself, which another rule is about. */
const developmentScripts = /(?:^|[:._-])(?:dev|develop|development|watch|debug|hot)(?:$|[:._-])/;

function isBrief(script: string | undefined): boolean {
  return script !== undefined && (briefScripts.test(script) || developmentScripts.test(script));
}

function kindOfScript(operation: PackageOperation): Kind | undefined {
  const { script, verb, manager, verbWord, command } = operation;
  if (script === undefined || isBrief(script)) return undefined;
  // Bun and `yarn node` run files themselves.
  if (verb.words.includes('node') || (manager.id === 'bun' && /[./]/.test(script)))
    return undefined;
  const count = command.words.indexOf(verbWord) + 1;
  const isNamed = verb.script !== undefined || verbWord.value === script;
  const downloads = manager.id === 'pnpm' || manager.id === 'yarn' ? ['dlx'] : ['exec', 'x', 'dlx'];
  const message = downloads.includes(verbWord.value ?? '') ? 'download' : 'script';
  return { message, words: isNamed ? count : count + 1 };
}
