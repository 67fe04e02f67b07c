import type { Command, Execution } from '../../model/commands';
import type { DockerfileModel } from '../../model/model';
import { findPointless } from '../../model/pointless-commands';
import { removeCommand } from '../../rewrite/remove-command';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'pointless-command',
  code: 'IH610',
  category: 'runtime',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A RUN uses a command that has no use in a build.',
  why: 'A RUN starts in a container of its own and leaves nothing but files. A service that is started as its last step ends with it; an editor or `top` waits for somebody who is not there; what `mount`, `ifconfig` or `shutdown` do belongs to a machine and is gone, or fails. Start the service in the RUN that needs it, or let the container start it.',
  fixNotes:
    'A service that is started as the last step is left out, with the RUN that holds nothing else: nothing of it is in the image but what its start wrote, such as a new database. For the others there is no fix, because what they are meant to do is not known.',
  equivalents: {
    hadolint: 'DL3001',
    kics: '9b6b0f38-92a2-41f9-b881-3a1083d99f1b',
    semgrep: 'dockerfile.best-practice.nonsensical-command.nonsensical-command',
  },
  messageEquivalents: { background: {} },
  messages: {
    background: '"{{command}}" ends with this RUN: nothing waits for what is in the background.',
    service: 'The service that "{{command}}" starts ends with this RUN.',
    interactive: '"{{command}}" waits for a person; a build has none.',
    machine: '"{{command}}" is about a running machine; a build leaves only files.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends nginx && rm -rf /var/lib/apt/lists/*
        RUN service nginx start
        #   ^^^^^^^ pointless-command
        CMD ["nginx", "-g", "daemon off;"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends nginx && rm -rf /var/lib/apt/lists/*
        CMD ["nginx", "-g", "daemon off;"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const execution of model.runsOf(stage)) {
        for (const { kind, command } of findPointless(execution)) {
          const [program] = command.words;
          if (program === undefined) continue;
          yield {
            message: kind,
            data: { command: program.text },
            span: program.span,
            ...(kind === 'service' ? findFix(model, execution, command) : {}),
          };
        }
      }
    }
  },
});

function findFix(
  model: DockerfileModel,
  execution: Execution,
  command: Command,
): Pick<Report, 'fixes' | 'refusal'> {
  const edit = removeCommand(model, execution, command);
  if (edit === undefined) return { refusal: 'Other parts of the script depend on it.' };
  const title = 'Leave out what ends with the build';
  return { fixes: [{ title, applicability: 'unsafe', phase: 'instruction', edits: [edit] }] };
}
