import { frontendFlags, heredocsSince, secretVariablesSince } from '../../data/frontend-features';
import type { DockerfileModel } from '../../model/model';
import { replaceWord } from '../../rewrite/words';
import type { Directive, Instruction } from '../../syntax/instruction';
import type { Span } from '../../text/span';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'newer-syntax-needed',
  code: 'IH739',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'always',
  summary: 'The file declares a syntax that does not know what it uses.',
  why: '`# syntax=docker/dockerfile:1.3` makes BuildKit read the file with exactly that version, also where the builder itself is newer. A flag that came later stops the build. `docker/dockerfile:1` takes the newest one.',
  fixNotes:
    'The fix declares the version that all of the file needs: no build works with the one that is declared.',
  equivalents: {},
  messages: {
    newer:
      '"{{feature}}" came with docker/dockerfile:1.{{since}}, but the file declares 1.{{declared}}.',
  },
  examples: [
    {
      bad: dockerfile`
        # syntax=docker/dockerfile:1.3
        FROM debian:13-slim
        COPY --link app /srv/app
        #    ^^^^^^ newer-syntax-needed
        USER 10001
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1.4
        FROM debian:13-slim
        COPY --link app /srv/app
        USER 10001
      `,
    },
  ],
  *check(model) {
    const directive = model.tree.directives.find(({ name }) => name === 'syntax');
    const match = declaredVersion.exec(directive?.value ?? '');
    const declared = Number(match?.[1]);
    if (match === null || directive === undefined) return;
    const tooNew = model.tree.instructions
      .flatMap((each) => featuresOf(model, each.trigger ?? each))
      .filter(({ since }) => declared < since);
    const needed = Math.max(...tooNew.map(({ since }) => since));
    for (const { feature, since, span: place } of tooNew) {
      yield {
        message: 'newer',
        data: { feature, since: String(since), declared: String(declared) },
        span: place,
        fixes: [raise(match[0], directive, needed)],
      };
    }
  },
});

function raise(written: string, { valueSpan }: Directive, needed: number): Fix {
  const text = written.replace(/:.*$/, `:1.${String(needed)}`);
  return {
    title: `Declare "${text}"`,
    applicability: 'safe',
    phase: 'word',
    edits: [replaceWord({ span: valueSpan }, text)],
  };
}

/** A version with a second number; tags with more behind it (`-labs`) know more than the table says. */
const declaredVersion = /^(?:docker\.io\/)?docker\/dockerfile:1\.(\d+)(?:\.\d+)?$/;

interface Feature {
  readonly feature: string;
  readonly since: number;
  readonly span: Span;
}

function featuresOf(model: DockerfileModel, instruction: Instruction): readonly Feature[] {
  const known = frontendFlags[instruction.keyword] ?? [];
  const flags = instruction.flags.flatMap(({ name, nameSpan }): readonly Feature[] => {
    const since = known.find((each) => each.name === name)?.since;
    return since === undefined ? [] : [{ feature: `--${name}`, since, span: nameSpan }];
  });
  const variables =
    instruction.keyword !== 'RUN'
      ? []
      : model.mountsOf(instruction).flatMap(({ type, flag }): readonly Feature[] => {
          const hasVariable = type === 'secret' && /(?:^|,)env=/.test(flag.value?.text ?? '');
          const feature = 'env= of a secret mount';
          return hasVariable ? [{ feature, since: secretVariablesSince, span: flag.nameSpan }] : [];
        });
  const heredocs = instruction.heredocs
    .slice(0, 1)
    .map(({ span }): Feature => ({ feature: '<<', since: heredocsSince, span }));
  return [...flags, ...variables, ...heredocs];
}
