import { findKeptLogins, type KeptLogin } from '../../model/kept-logins';
import { instructionsBehind, isPlainStep } from '../../model/later-steps';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { appendCommand } from '../../rewrite/run-script';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'kept-login',
  code: 'IH311',
  category: 'secrets',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The credential that a login writes stays in a layer of the image.',
  why: 'A login keeps what it was given, so that later commands find it: `docker login` in `~/.docker/config.json`, `az login` in `~/.azure`, `git config --global url…insteadOf` with a token in `~/.gitconfig`. In a RUN that file becomes part of a layer, also when the credential came from a secret mount, and a later `rm` does not take it out again. Log out or delete the file in the same RUN, give the program a settings folder in a `tmpfs` mount, or mount a settings file that holds the credential (`--mount=type=secret,target=…`). In a stage that is not shipped the file stays in the build cache only; there a login with a secret mount is left alone, and one with the value of a variable is found where that is declared.',
  fixNotes:
    'The file that the login wrote is deleted at the end of the RUN. Refused where a later RUN may need the login, where the RUN is no plain `&&` chain, where the home folder is not known, and for programs that keep more than settings in that place.',
  equivalents: { trivy: 'DS-0031' },
  messages: {
    shipped:
      'What "{{title}}" writes to {{file}} stays in the image, where everyone can read the credential.',
    cached:
      '"{{title}}" gets its credential without a secret mount and keeps it in the build cache.',
  },
  examples: [
    {
      bad: dockerfile`
        # syntax=docker/dockerfile:1
        FROM golang:1.26
        WORKDIR /src
        COPY go.mod go.sum ./
        RUN --mount=type=secret,id=GIT_TOKEN,env=GIT_TOKEN,required=true \
            git config --global url."https://ci:\${GIT_TOKEN}@git.acme.io/".insteadOf "https://git.acme.io/" \
        #       ^^^^^^ kept-login
            && go mod download
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM golang:1.26
        WORKDIR /src
        COPY go.mod go.sum ./
        RUN --mount=type=secret,id=GIT_TOKEN,env=GIT_TOKEN,required=true \
            git config --global url."https://ci:\${GIT_TOKEN}@git.acme.io/".insteadOf "https://git.acme.io/" \
            && go mod download \
            && rm /root/.gitconfig
      `,
      fixed: dockerfile`
        # syntax=docker/dockerfile:1
        FROM golang:1.26
        WORKDIR /src
        COPY go.mod go.sum ./
        RUN --mount=type=secret,id=GIT_TOKEN,env=GIT_TOKEN,required=true \
            git config --global url."https://ci:\${GIT_TOKEN}@git.acme.io/".insteadOf "https://git.acme.io/" \
            && go mod download \
            && rm -rf /root/.gitconfig
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      const isShipped = model.isShipped(stage);
      for (const login of findKeptLogins(model, stage)) {
        const { command, title, file, fromVariable } = login;
        const mounts = model.mountsOf(command.instruction);
        // The value of an ARG or ENV is the matter of the rules about these.
        const isKnown = fromVariable || mounts.some(({ type }) => type === 'secret');
        if (!isShipped && isKnown) continue;
        const span = command.words[1]?.span;
        if (span === undefined) continue;
        yield {
          message: isShipped ? 'shipped' : 'cached',
          data: { title, file },
          span,
          ...(isShipped
            ? deleteFiles(model, stage, login)
            : { refusal: 'Where the credential is to come from is for a person to say.' }),
        };
      }
    }
  },
});

function deleteFiles(
  model: DockerfileModel,
  stage: Stage,
  { command: { instruction }, deletable }: KeptLogin,
): Pick<Report, 'fixes' | 'refusal'> {
  const isNeeded = instructionsBehind(model, stage, instruction).some(
    (each) => each.keyword === 'RUN' && !isPlainStep(model, each),
  );
  if (isNeeded) return { refusal: 'Which later commands need the login is not known.' };
  if (deletable === undefined) return { refusal: 'What can be deleted is not known.' };
  const removal = `rm -rf ${deletable.join(' ')}`;
  const edit = appendCommand(model, model.executionOf(instruction), removal);
  if (edit === undefined) return { refusal: 'The RUN is not a plain "&&" chain.' };
  return {
    fixes: [
      {
        title: 'Delete it at the end of the RUN',
        applicability: 'unsafe',
        phase: 'instruction',
        edits: [edit],
      },
    ],
  };
}
