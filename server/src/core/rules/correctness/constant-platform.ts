import type { Stage } from '../../model/stage-graph';
import { deleteWord } from '../../rewrite/words';
import { findFlag } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'constant-platform',
  code: 'IH735',
  category: 'correctness',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'FROM is tied to one platform, whatever is built for.',
  why: 'With `--platform=linux/amd64` in the file the image is made for that platform also where another one is asked for: on an ARM machine it runs in emulation or not at all, and an image for several platforms is wrong in all but one. Leave the flag out and choose with `docker build --platform`, or use `$BUILDPLATFORM` for a stage that compiles for another machine. A stage whose name tells the platform is meant for it, and so is one of several stages for different platforms. Where the software exists for one platform only, silence the rule in that place.',
  fixNotes:
    'The fix deletes the flag: on a machine of another platform the image of that platform is taken. It is refused where the stage names the processor elsewhere, `server-amd64` or `…-x86_64.tar.gz`: what is installed then fits that processor only.',
  equivalents: {
    hadolint: 'DL3029',
    buildkit: 'FromPlatformFlagConstDisallowed',
    kics: 'b16e8501-ef3c-44e1-a543-a093238099c9',
    semgrep: 'dockerfile.best-practice.avoid-platform-with-from.avoid-platform-with-from',
  },
  messages: { constant: 'This stage is always for {{platform}}, whatever platform is asked for.' },
  examples: [
    {
      bad: dockerfile`
        FROM --platform=linux/amd64 debian:13-slim
        #    ^^^^^^^^^^^^^^^^^^^^^^ constant-platform
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        USER 10001
      `,
    },
  ],
  *check(model) {
    const platforms = new Set(model.stages.flatMap((stage) => platformOf(stage) ?? []));
    if (1 < platforms.size) return;
    for (const stage of model.stages) {
      const flag = findFlag(stage.from, 'platform');
      const platform = platformOf(stage);
      if (flag === undefined || platform === undefined || isNamedFor(stage, platform)) continue;
      yield {
        message: 'constant',
        data: { platform },
        span: flag.span,
        ...(namesProcessor(stage, platform)
          ? { refusal: 'The stage uses files that are made for this processor.' }
          : {
              fixes: [
                {
                  title: 'Delete the flag',
                  applicability: 'unsafe',
                  phase: 'word',
                  edits: [deleteWord(model.text, flag)],
                },
              ],
            }),
      };
    }
  },
});

/** The platform as written, in lower case; undefined for one with variables, and for those that need the flag. */
function platformOf({ from }: Stage): string | undefined {
  const text = findFlag(from, 'platform')
    ?.value?.text.replace(/^(["'])(.*)\1$/, '$2')
    .toLowerCase();
  if (text === undefined || text === '' || text.includes('$')) return undefined;
  return /^(?:windows|wasi|wasip1|wasm|js)/.test(text) ? undefined : text;
}

/** BuildKit takes a stage that is named for its platform, system or processor as meant. */
function isNamedFor({ name = '' }: Stage, platform: string): boolean {
  const parts = platform.split('/').filter((part) => part !== '');
  return parts.some((part) => name.includes(part)) || /x86|aarch|intel|64/.test(name);
}

/** Other names of a processor, as releases and packages have them. */
const processorNames: Readonly<Partial<Record<string, RegExp>>> = {
  amd64: /(?:^|[^a-z0-9])(?:amd64|x86[_-]64|x64|linux64)(?![a-z0-9])/i,
  arm64: /(?:^|[^a-z0-9])(?:arm64|aarch64|armv8)(?![a-z0-9])/i,
};

/** True when a step of the stage names the processor as well, so that what it takes is made for that one. */
function namesProcessor({ instructions }: Stage, platform: string): boolean {
  const pattern = processorNames[/^(?:[^/]*\/)?([^/]*)/.exec(platform)?.[1] ?? ''];
  return (
    pattern !== undefined && instructions.some(({ argumentText }) => pattern.test(argumentText))
  );
}
