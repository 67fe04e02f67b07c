import type { DockerfileModel } from '../../model/model';
import {
  findShippedToolchains,
  type ToolchainImage,
  type ToolchainPackages,
} from '../../model/shipped-toolchain';
import { deleteInstruction } from '../../rewrite/instructions';
import { deleteListedWord, replaceWord } from '../../rewrite/words';
import type { Edit } from '../../text/edit';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

const messages = {
  packages: 'The shipped stage installs {{names}}, which only building needs.',
  image:
    'The shipped stage starts from "{{image}}", an image for building, and only runs what another stage built.',
} as const;

type MessageId = keyof typeof messages;

export default defineRule({
  id: 'toolchain-in-shipped-stage',
  code: 'IH505',
  category: 'packages',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  remedies: ['convert-to-distroless', 'use-slim-base'],
  summary: 'The shipped stage brings compilers, headers or an SDK though another stage builds.',
  why: 'A file with several stages builds in one and ships another. Compilers, headers and build tools in the shipped stage make the image several hundred megabytes larger, give scanners hundreds of packages to report, and give an intruder what is needed to build tools on the spot. Install them in the stage that builds, and start the last stage from an image that only runs: a JRE instead of a JDK, `aspnet` instead of `sdk`, a slim or distroless image instead of `golang` and `rust`.',
  fixNotes:
    'The fix takes build tools out of the list of packages, and puts the libraries in the place of their headers (Debian 12 and 13); a JDK of Temurin becomes the JRE of the same version and system, the SDK of .NET becomes ASP.NET where the file sets the port. There is no fix where a step of the stage may use the packages, for compilers, whose libraries the program may need, and where no image for running of the same version is known.',
  equivalents: {},
  messages,
  examples: [
    {
      bad: dockerfile`
        FROM maven:3.9-eclipse-temurin-21 AS build
        WORKDIR /src
        COPY . .
        RUN mvn -q package

        FROM eclipse-temurin:21-jdk-noble
        #    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ toolchain-in-shipped-stage
        COPY --from=build /src/target/app.jar /app.jar
        USER 10001
        CMD ["java", "-jar", "/app.jar"]
      `,
      good: dockerfile`
        FROM maven:3.9-eclipse-temurin-21 AS build
        WORKDIR /src
        COPY . .
        RUN mvn -q package

        FROM eclipse-temurin:21-jre-noble
        COPY --from=build /src/target/app.jar /app.jar
        USER 10001
        CMD ["java", "-jar", "/app.jar"]
      `,
    },
    {
      bad: dockerfile`
        FROM rust:1.90-bookworm AS build
        WORKDIR /src
        COPY . .
        RUN cargo build --release

        FROM debian:12-slim
        RUN apt-get update \
            && apt-get install -y --no-install-recommends ca-certificates libpq-dev make \
            #                                                             ^^^^^^^^^ toolchain-in-shipped-stage
            && rm -rf /var/lib/apt/lists/*
        COPY --from=build /src/target/release/shop /usr/local/bin/shop
        USER 10001
        CMD ["/usr/local/bin/shop"]
      `,
      good: dockerfile`
        FROM rust:1.90-bookworm AS build
        WORKDIR /src
        COPY . .
        RUN cargo build --release

        FROM debian:12-slim
        RUN apt-get update \
            && apt-get install -y --no-install-recommends ca-certificates libpq5 \
            && rm -rf /var/lib/apt/lists/*
        COPY --from=build /src/target/release/shop /usr/local/bin/shop
        USER 10001
        CMD ["/usr/local/bin/shop"]
      `,
    },
  ],
  *check(model) {
    for (const found of findShippedToolchains(model)) {
      yield found.kind === 'image' ? imageReport(found) : packageReport(model, found);
    }
  },
});

function imageReport({ stage, base, runtime }: ToolchainImage): Report<MessageId> {
  const word = stage.imageWord ?? { span: stage.from.keywordSpan };
  const report = {
    message: 'image',
    data: { image: base.reference.text },
    span: word.span,
  } as const;
  if ('reason' in runtime) return { ...report, refusal: runtime.reason };
  const { image } = runtime;
  return {
    ...report,
    fixes: [
      {
        title: `Start from "${image}"`,
        applicability: 'unsafe',
        phase: 'word',
        edits: [replaceWord(word, image)],
      },
    ],
  };
}

function packageReport(model: DockerfileModel, found: ToolchainPackages): Report<MessageId> {
  const { packages, operation, replacements } = found;
  const [first] = packages;
  const names = packages.map(({ text }) => `"${text}"`).join(', ');
  const span = operation.packages.find(({ name }) => name === first?.name)?.word.span;
  const report = {
    message: 'packages',
    data: { names },
    span: span ?? operation.command.shell.span,
  } as const;
  if (typeof replacements === 'string') return { ...report, refusal: replacements };
  const edits = replacePackages(model, operation, replacements);
  if (typeof edits === 'string') return { ...report, refusal: edits };
  return {
    ...report,
    fixes: [
      {
        title: 'Leave build tools and headers out',
        applicability: 'unsafe',
        phase: 'instruction',
        edits,
      },
    ],
  };
}

function replacePackages(
  model: DockerfileModel,
  operation: PackageOperationOf,
  replacements: ReadonlyMap<string, readonly string[]>,
): readonly Edit[] | string {
  const kept = operation.packages.filter(({ name }) => !replacements.has(name ?? ''));
  const all = new Set(kept.flatMap(({ name }) => name ?? []));
  const edits: Edit[] = [];
  for (const { name, word } of operation.packages) {
    const libraries = replacements.get(name ?? '');
    if (libraries === undefined) continue;
    const added = libraries.filter((library) => !all.has(library));
    for (const library of added) all.add(library);
    edits.push(
      added.length === 0 ? deleteListedWord(model.text, word) : replaceWord(word, added.join(' ')),
    );
  }
  if (all.size !== 0) return edits;
  const { instruction } = operation.command;
  const run = model.executionOf(instruction);
  const isAlone = run.commands.every(({ name }) => /^(?:apt-get|apt|apk|rm|set)$/.test(name ?? ''));
  return isAlone
    ? [deleteInstruction(model, instruction)]
    : 'The RUN does more than to install them.';
}

type PackageOperationOf = ToolchainPackages['operation'];
