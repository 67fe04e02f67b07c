import { defineRule, type Fix } from '../define-rule';
import type { Command } from '../../model/commands';
import type { ShellWord } from '../../syntax/shell';
import { dockerfile } from '../../text/dockerfile-tag';

/**
 * Verbs that `apt-get` has too, and how it spells them. Source: apt(8) and apt-get(8) of Debian 13, 2026-11-22.
 * `apt upgrade` also installs new packages.
 */
const spelling: ReadonlyMap<string, string> = new Map([
  ['update', 'update'],
  ['install', 'install'],
  ['reinstall', 'reinstall'],
  ['remove', 'remove'],
  ['purge', 'purge'],
  ['autoremove', 'autoremove'],
  ['auto-remove', 'autoremove'],
  ['autopurge', 'autoremove --purge'],
  ['upgrade', 'upgrade --with-new-pkgs'],
  ['full-upgrade', 'dist-upgrade'],
  ['dist-upgrade', 'dist-upgrade'],
  ['build-dep', 'build-dep'],
  ['satisfy', 'satisfy'],
  ['source', 'source'],
  ['download', 'download'],
  ['clean', 'clean'],
  ['autoclean', 'autoclean'],
  ['auto-clean', 'autoclean'],
]);

const others = [
  'list',
  'search',
  'show',
  'policy',
  'showsrc',
  'depends',
  'rdepends',
  'edit-sources',
];

export default defineRule({
  id: 'apt-in-build',
  code: 'IH524',
  category: 'packages',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A build step calls apt, which is made for people at a terminal.',
  why: 'The command line and the output of `apt` may change between releases, as its manual says and as it warns in every build; `apt-get` and `apt-cache` keep theirs. The packages are the same.',
  equivalents: {
    hadolint: 'DL3027',
    checkov: 'CKV_DOCKER_9',
    kics: 'b84a0b47-2e99-4c9f-8933-98bcabe2b94d',
    semgrep: 'dockerfile.best-practice.prefer-apt-get.prefer-apt-get',
  },
  messages: { apt: 'The command line of apt is not stable: call {{instead}} in a build.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt update && apt install -y --no-install-recommends curl
        #   ^^^ apt-in-build
        #                 ^^^ apt-in-build
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends curl
      `,
    },
    {
      bad: dockerfile`
        FROM ubuntu:24.04
        RUN apt-get update && apt full-upgrade -y
        #                     ^^^ apt-in-build
      `,
      good: dockerfile`
        FROM ubuntu:24.04
        RUN apt-get update && apt-get dist-upgrade -y
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const command of model.commandsOf(stage)) {
        const call = readCall(command);
        if (call === undefined) continue;
        const spelled = spelling.get(call.verb.value ?? '');
        yield {
          message: 'apt',
          data: { instead: spelled === undefined ? 'apt-cache or dpkg' : 'apt-get' },
          span: call.program.span,
          ...(spelled === undefined
            ? { refusal: 'Neither apt-cache nor dpkg prints this in the same form.' }
            : { fixes: [toFix(call, spelled)] }),
        };
      }
    }
  },
});

interface Call {
  readonly program: ShellWord;
  readonly verb: ShellWord;
}

/** `apt … install`; undefined for `command -v apt` and for other programs of that name. */
function readCall({ name, words }: Command): Call | undefined {
  const [program, ...rest] = words;
  if (name !== 'apt' || program === undefined) return undefined;
  const verb = rest.find(
    ({ value }) => value !== undefined && (spelling.has(value) || others.includes(value)),
  );
  return verb === undefined ? undefined : { program, verb };
}

function toFix({ program, verb }: Call, spelled: string): Fix {
  const { end } = program.span;
  const edits = [{ span: { start: end, end }, text: '-get' }];
  if (spelled !== verb.value) edits.push({ span: verb.span, text: spelled });
  return { title: 'Call apt-get', applicability: 'safe', phase: 'word', edits };
}
