import { findBroadCopies } from '../../model/broad-copy';
import type { PackageOperation } from '../../model/packages';
import { planManifestCopy, type ManifestCopyPlan } from '../../rewrite/plan-manifest-copy';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'broad-copy-before-install',
  code: 'IH401',
  category: 'caching',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A copy of everything above the install repeats the install after every change.',
  why: 'A step is taken from the cache only while the files copied above it stay the same. With `COPY . .` above the install, a changed line of source installs every dependency again. Measured with a small Node.js project: 11 s for each build, against 2 s with the manifests copied first.',
  fixNotes:
    'Only the manifests are copied above the install, and everything else below it; commands of the same RUN that need the sources become a RUN of their own. Where the files around the Dockerfile are known, exactly those are copied that are there and that the install reads: lock files, members of a workspace, patches, requirement files that name each other, a folder that go.mod replaces a module by. An install that needs the sources as well stays below, and a download goes above it: `go mod download`, `uv sync --no-install-project`, `poetry install --no-root`, `composer install --no-scripts --no-autoloader`, `mvn dependency:go-offline`, `dotnet restore`, or a build of Cargo with placeholders for the sources. The fix is refused where the install may read more, such as a script `postinstall` of an unknown program. Where the files are not known, the manifests are those that the manager may read: then the build fails where the install reads more. List `node_modules` in `.dockerignore`, or the copy below the install replaces what was installed.',
  equivalents: {},
  messages: {
    repeats: 'Every changed file repeats "{{install}}", because everything is copied above it.',
    downloads:
      'Every changed file makes "{{install}}" download its dependencies again, because everything is copied above it.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        ^^^^ broad-copy-before-install
        RUN npm ci
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json* npm-shrinkwrap.json* .npmrc* ./
        RUN npm ci
        COPY . .
        CMD ["node", "server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY . .
        ^^^^ broad-copy-before-install
        RUN CGO_ENABLED=0 go build -o /server ./cmd/server

        FROM gcr.io/distroless/static-debian13:nonroot
        COPY --from=build /server /server
        ENTRYPOINT ["/server"]
      `,
      good: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY go.mod go.sum* ./
        RUN go mod download
        COPY . .
        RUN CGO_ENABLED=0 go build -o /server ./cmd/server

        FROM gcr.io/distroless/static-debian13:nonroot
        COPY --from=build /server /server
        ENTRYPOINT ["/server"]
      `,
    },
    {
      bad: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        COPY . .
        ^^^^ broad-copy-before-install
        RUN pip install --no-cache-dir -r requirements.txt && python manage.py collectstatic --noinput
      `,
      good: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        COPY requirements.txt ./
        RUN pip install --no-cache-dir -r requirements.txt
        COPY . .
        RUN python manage.py collectstatic --noinput
      `,
    },
  ],
  *check(model) {
    for (const broad of findBroadCopies(model)) {
      const { copy, install } = broad;
      yield {
        message: install.operation.action === 'build' ? 'downloads' : 'repeats',
        data: { install: show(install.operation) },
        span: copy.instruction.keywordSpan,
        related: [{ span: install.operation.verbWord.span, message: 'The install.' }],
        ...toRemedy(planManifestCopy(model, broad)),
      };
    }
  },
});

function toRemedy(plan: ManifestCopyPlan): Pick<Report, 'fixes' | 'refusal'> {
  if (plan.kind === 'refused') return { refusal: plan.reason };
  const { title, edits, files } = plan;
  const fix = { title, applicability: 'unsafe', phase: 'structure', edits } as const;
  return { fixes: [files.length === 0 ? fix : { ...fix, files }] };
}

/** The program and its verb. */
function show({ command, verbWord }: PackageOperation): string {
  return command.words
    .slice(0, command.words.indexOf(verbWord) + 1)
    .map((word) => word.value ?? word.text)
    .join(' ');
}
