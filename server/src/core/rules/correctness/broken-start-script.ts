import { findBrokenStarts, type BrokenStart, type ScriptOrigin } from '../../model/broken-start';
import type { CopyFacts } from '../../model/files';
import { frontendSupports } from '../../model/frontend';
import type { DockerfileModel } from '../../model/model';
import { insertWordAfter } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix, type Report } from '../define-rule';

const messages = {
  mode: 'Nothing makes "{{path}}" executable, so it cannot be started: "permission denied".',
  interpreter: '"{{path}}" wants {{program}}, which the image does not have: it cannot be started.',
  line: '"{{path}}" does not begin with "#!", so it cannot be started in exec form.',
  carriageReturn:
    '{{file}} has line endings of Windows: its first line names a program that does not exist.',
  mark: '{{file}} begins with a byte order mark in front of "#!", so it cannot be started.',
} as const;

export default defineRule({
  id: 'broken-start-script',
  code: 'IH770',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The script that the container starts cannot run.',
  why: 'The image builds, and every container of it ends at once. A script that is started by its name needs three things: the right to be executed, a first line that begins with `#!` and names a program of the image, and line endings without a carriage return: `#!/bin/sh` followed by one asks for a program whose name ends in it, and the error says "no such file or directory" about a file that is there. COPY from a heredoc makes files of mode 644. Reported for the script that ENTRYPOINT, CMD or HEALTHCHECK names in exec form, where its text is known and no step writes it anew.',
  fixNotes:
    'Where the right to be executed is missing, the fix adds `--chmod=755` to a COPY that brings nothing else. Otherwise it changes the file of the project: line endings, byte order mark, `#!/bin/sh` in place of Bash where nothing in the script needs Bash. Git may write carriage returns anew: `*.sh text eol=lf` in `.gitattributes` ends that. Whether a file of the project may be executed is known on Linux and macOS only; a build from Windows makes every file executable.',
  equivalents: {},
  messages,
  examples: [
    {
      bad: dockerfile`
        # syntax=docker/dockerfile:1
        FROM debian:13-slim
        COPY <<EOF /usr/local/bin/start.sh
        #!/bin/sh
        exec /usr/local/bin/server
        EOF
        USER 10001
        ENTRYPOINT ["/usr/local/bin/start.sh"]
        #           ^^^^^^^^^^^^^^^^^^^^^^^^^ broken-start-script
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM debian:13-slim
        COPY --chmod=755 <<EOF /usr/local/bin/start.sh
        #!/bin/sh
        exec /usr/local/bin/server
        EOF
        USER 10001
        ENTRYPOINT ["/usr/local/bin/start.sh"]
      `,
    },
    {
      files: {
        'start.sh': '#!/bin/bash\nset -e\nif [[ $DEBUG == 1 ]]; then set -x; fi\nexec server\n',
      },
      bad: dockerfile`
        FROM alpine:3.22
        COPY --chmod=755 start.sh /
        USER 10001
        ENTRYPOINT ["/start.sh"]
        #           ^^^^^^^^^^^ broken-start-script
      `,
      good: dockerfile`
        FROM alpine:3.22
        RUN apk add --no-cache bash
        COPY --chmod=755 start.sh /
        USER 10001
        ENTRYPOINT ["/start.sh"]
      `,
      fixed: dockerfile`
        FROM alpine:3.22
        COPY --chmod=755 start.sh /
        USER 10001
        ENTRYPOINT ["/start.sh"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined) return;
    for (const broken of findBrokenStarts(model, target)) yield toReport(model, broken);
  },
});

function toReport(model: DockerfileModel, broken: BrokenStart): Report<keyof typeof messages> {
  const { defect, script, path, word } = broken;
  const { span } = word;
  const file = script.kind === 'file' ? `"${script.path}"` : 'The heredoc';
  switch (defect.kind) {
    case 'mode':
      return { message: 'mode', data: { path }, span, ...addMode(model, script) };
    case 'interpreter':
      return {
        message: 'interpreter',
        data: { path, program: defect.program },
        span,
        ...(defect.plain
          ? changeText(script, 'Start it with /bin/sh', (text) =>
              text.replace(/^#!\s*(?:\S*\/env\s+)?\S+/, '#!/bin/sh'),
            )
          : { refusal: `Install ${defect.program}, or write the script for another program.` }),
      };
    case 'no-interpreter-line':
      return {
        message: 'line',
        data: { path },
        span,
        ...changeText(script, 'Begin it with #!/bin/sh', (text) => `#!/bin/sh\n${text}`),
      };
    case 'carriage-return':
      return {
        message: 'carriageReturn',
        data: { file },
        span,
        ...changeText(script, 'Take the carriage returns out', (text) =>
          text.replaceAll('\r\n', '\n'),
        ),
      };
    case 'byte-order-mark':
      return {
        message: 'mark',
        data: { file },
        span,
        ...changeText(script, 'Take the byte order mark out', (text) => text.slice(1)),
      };
  }
}

function addMode(model: DockerfileModel, script: ScriptOrigin): Pick<Report, 'fixes' | 'refusal'> {
  const { copy } = script;
  if (copy === undefined || !bringsOnly(model, copy)) {
    return { refusal: 'Make the file executable: git update-index --chmod=+x, or chmod +x.' };
  }
  const { instruction } = copy;
  if (instruction.keyword !== 'COPY' || frontendSupports(model, 2) === 'no') {
    return { refusal: 'Make it executable with chmod, or with --chmod in a newer syntax.' };
  }
  const flag = instruction.flags.at(-1) ?? { span: instruction.keywordSpan };
  const fix: Fix = {
    title: 'Copy it with mode 755',
    applicability: 'safe',
    phase: 'word',
    edits: [insertWordAfter(flag, '--chmod=755')],
  };
  return { fixes: [fix] };
}

/** True when the COPY brings one file and nothing else. */
function bringsOnly(model: DockerfileModel, { sources }: CopyFacts): boolean {
  const [source, ...others] = sources;
  if (source === undefined || others.length !== 0) return false;
  const path = source.path ?? '.';
  const isFile = model.context?.has(path) === 'yes' && !model.context.isFolder(path);
  return source.kind === 'heredoc' || isFile;
}

function changeText(
  script: ScriptOrigin,
  title: string,
  change: (text: string) => string,
): Pick<Report, 'fixes' | 'refusal'> {
  if (script.kind !== 'file') return { refusal: 'Change the text of the heredoc.' };
  const { path, text } = script;
  const files = [{ path, before: text, after: change(text) }];
  return {
    fixes: [{ title, applicability: 'unsafe', phase: 'instruction', edits: [], files }],
  };
}
