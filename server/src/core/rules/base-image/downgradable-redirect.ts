import { downloadsOf, type Download } from '../../model/downloads';
import { comparesDigest } from '../../model/download-verification';
import type { DockerfileModel } from '../../model/model';
import { insertWordAfter } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'downgradable-redirect',
  code: 'IH161',
  category: 'base-image',
  severity: 'information',
  profile: 'optional',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A download over https follows its server to a place without https.',
  why: "With `-L` curl goes where the server sends it, also to `http`, where anybody on the way can change the file. `--proto '=https'` allows nothing else. The rule is off unless it is asked for: it takes a server that answers over https and sends its clients away from it, which is rare, and what a digest is compared with needs no such care. Reported are calls of curl with `-L` and addresses of https in a RUN that compares no digest or signature.",
  fixNotes:
    "The fix adds `--proto '=https'`. A download that goes through a place without https fails then.",
  equivalents: { sonar: 'S6506' },
  messages: { found: 'With {{option}} curl also follows the server to an address without https.' },
  examples: [
    {
      bad: dockerfile`
        FROM buildpack-deps:trixie-curl
        RUN curl -fsSL -o /usr/local/bin/tool https://example.com/tool
        #        ^^^^^ downgradable-redirect
      `,
      good: dockerfile`
        FROM buildpack-deps:trixie-curl
        RUN curl --proto '=https' -fsSL -o /usr/local/bin/tool https://example.com/tool
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const download of downloadsOf(model, stage)) {
        const option = findRedirect(model, download);
        const [program] = download.command.words;
        if (option === undefined || program === undefined) continue;
        const edits = [insertWordAfter(program, "--proto '=https'")];
        yield {
          message: 'found',
          data: { option: option.name },
          span: option.word.span,
          ...(download.command.shell.nesting.includes('shell-argument')
            ? { refusal: 'The command stands in quotes, where others would be needed.' }
            : {
                fixes: [
                  { title: 'Follow to https only', applicability: 'unsafe', phase: 'word', edits },
                ],
              }),
        };
      }
    }
  },
});

/** The option with which a download over https may end without it; undefined where it cannot, or a digest is compared. */
function findRedirect(
  model: DockerfileModel,
  { program, options, addresses, command }: Download,
): Download['options'][number] | undefined {
  if (program.name !== 'curl' || options.some(({ name }) => name.startsWith('--proto'))) {
    return undefined;
  }
  const isSafe = addresses.length === 0 || comparesDigest(model, command.instruction);
  if (isSafe || !addresses.every(({ text }) => /^https:\/\//i.test(text))) return undefined;
  return options.find(({ name }) => /^(?:-L|--location(?:-trusted)?)$/.test(name));
}
