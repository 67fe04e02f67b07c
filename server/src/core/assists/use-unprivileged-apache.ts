import type { DockerfileModel } from '../model/model';
import { findRootBase, type Stage } from '../model/stage-graph';
import { findWrittenFolders } from '../model/written-folders';
import { insertAfter, insertBefore, keyword } from '../rewrite/instructions';
import { runLines } from '../rewrite/run-as';
import { replaceWord } from '../rewrite/words';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import { dockerfile } from '../text/dockerfile-tag';
import { touchesSpan } from '../text/span';
import { defineAssist, type AssistOutcome } from './define-assist';

export default defineAssist({
  id: 'use-unprivileged-apache',
  title: 'Run Apache without root rights, on port 8080',
  kind: 'refactor.rewrite',
  since: 'next',
  summary:
    'Makes a `php:…-apache` image listen on port 8080 and run as www-data. The image prepares its folders for that; the port of the container changes, so the port mapping has to change with it.',
  examples: [
    {
      before: dockerfile`
        FROM php:8.4-apache<CURSOR>
        COPY . /var/www/html
        RUN mkdir -p /var/www/html/uploads
        EXPOSE 80
      `,
      after: dockerfile`
        FROM php:8.4-apache
        COPY . /var/www/html
        RUN mkdir -p /var/www/html/uploads
        RUN sed -ri 's/^Listen 80$/Listen 8080/' /etc/apache2/ports.conf \
            && sed -ri 's/:80>/:8080>/' /etc/apache2/sites-available/*.conf \
            && mkdir -p /var/www/html/uploads \
            && chown www-data:www-data /var/www/html/uploads
        EXPOSE 8080
        USER www-data
      `,
    },
  ],
  run({ model, selection }) {
    const stage = model.target;
    if (stage === undefined || !touchesSpan(stage.from.span, selection)) return undefined;
    if (!isApache(model, stage)) return undefined;
    const reason = findObstacle(model, stage);
    if (reason !== undefined) return { kind: 'refused', reason };
    return rewrite(model, stage);
  },
});

/** The image's own start, as root. */
function isApache(model: DockerfileModel, stage: Stage): boolean {
  const base = findRootBase(stage);
  if (base.kind !== 'image' || base.facts?.family.id !== 'php') return false;
  const { command, entrypoint } = model.processOf(stage);
  return (
    entrypoint.kind === 'base' &&
    command.kind === 'base' &&
    command.words[0] === 'apache2-foreground' &&
    model.usersOf(stage).final.privilege === 'root'
  );
}

function findObstacle(model: DockerfileModel, stage: Stage): string | undefined {
  const copied = model
    .copiesOf(stage)
    .some(({ target }) => target?.startsWith('/etc/apache2') !== false);
  if (copied) return 'The stage brings settings of Apache: which ports they name is not known.';
  const runs = model.runsOf(stage);
  if (!runs.every(({ complete }) => complete)) return 'A RUN could not be read.';
  const touchesPorts = model
    .commandsOf(stage)
    .some(({ words }) =>
      words.some(({ text }) => /ports\.conf|Listen\s|:(?:80|8080)\b/.test(text)),
    );
  if (touchesPorts) return 'A RUN changes the ports of Apache already.';
  const { ports } = model.processOf(stage);
  if (!ports.every(({ first, last }) => first === 80 && last === 80)) {
    return 'EXPOSE names other ports than 80.';
  }
  return findWrittenFolders(model, stage) === undefined
    ? 'The path of a volume is not known.'
    : undefined;
}

/** Instructions above which the settings must not stand: they change files as root. */
const steps = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR', 'SHELL', 'VOLUME', 'ARG', 'ENV', 'USER']);

function rewrite(model: DockerfileModel, stage: Stage): AssistOutcome {
  const folders = findWrittenFolders(model, stage) ?? [];
  const paths = folders.map(({ path }) => path).join(' ');
  const recursive = folders.some(({ filled }) => filled) ? '-R ' : '';
  const lines = runLines(model, [
    "sed -ri 's/^Listen 80$/Listen 8080/' /etc/apache2/ports.conf",
    "sed -ri 's/:80>/:8080>/' /etc/apache2/sites-available/*.conf",
    ...(paths === '' ? [] : [`mkdir -p ${paths}`, `chown ${recursive}www-data:www-data ${paths}`]),
  ]);
  const user = `${keyword(model, 'USER')} www-data`;
  const lastStep = stage.instructions.findLast(({ keyword: name }) => steps.has(name));
  const last = stage.instructions.at(-1) ?? stage.from;
  const edits =
    lastStep === undefined || lastStep === last
      ? [insertAfter(model, last, [...lines, user])]
      : [insertAfter(model, lastStep, lines), insertAfter(model, last, [user])];
  return {
    kind: 'edits',
    edits: [...edits, ...exposeEdits(model, stage)],
    evidence: ['The image php with Apache lets www-data write its run, lock and log folders.'],
  };
}

function exposeEdits(model: DockerfileModel, stage: Stage): readonly Edit[] {
  const { ports } = model.processOf(stage);
  const own = new Set<Instruction>(stage.instructions);
  const words = ports
    .map(({ word }) => word)
    .filter(({ span }) => [...own].some((each) => touchesSpan(each.span, span)));
  if (words.length !== 0) {
    return words.map((word) => replaceWord(word, word.text.replace(/^80/, '8080')));
  }
  const first = stage.instructions[0];
  return first === undefined || ports.length !== 0
    ? []
    : [insertBefore(model, first, [`${keyword(model, 'EXPOSE')} 8080`])];
}
