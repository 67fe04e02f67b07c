import { findLogFiles, type LogFile } from '../../model/log-files';
import type { DockerfileModel } from '../../model/model';
import type { StartedCommand } from '../../model/start-scripts';
import { editStartScript, markInScript } from '../../rewrite/edit-start-script';
import { insertAfter, keyword } from '../../rewrite/instructions';
import { deleteWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import type { Edit } from '../../text/edit';
import type { Span } from '../../text/span';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'log-file-in-container',
  code: 'IH623',
  category: 'runtime',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The log goes to a file of the container, where nobody sees it.',
  why: 'What a program writes to its standard output is what `docker logs`, Compose and Kubernetes show and hand on. A file in the container is seen by nobody, grows until the disk is full, since nothing rotates it, and is gone with the container. With a read-only file system the program cannot even start. Let the program write to its output: `--access-logfile -`, no redirection, or, where a server only knows files, links as the official images of nginx and PHP have them. A log that lies in a VOLUME is not reported, nor one that `tail` brings to the output.',
  fixNotes:
    'Redirections are removed, options get the value for the output, and the logs of nginx and Apache become links to the outputs of the main process, in a RUN below the one that installs the server. The file is then no longer there for who reads it.',
  equivalents: {},
  messages: {
    redirect: 'The output of "{{program}}" goes to {{file}}, so "docker logs" stays empty.',
    option: '"{{program}}" logs to {{file}}, so "docker logs" does not show it.',
    package: 'The package of {{program}} logs to {{file}}, so "docker logs" does not show it.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim
        CMD ["gunicorn", "app:app", "--bind", "0.0.0.0:8000", "--access-logfile", "/var/log/access.log"]
        #                                                                          ^^^^^^^^^^^^^^^^^^^ log-file-in-container
      `,
      good: dockerfile`
        FROM python:3.14-slim
        CMD ["gunicorn", "app:app", "--bind", "0.0.0.0:8000", "--access-logfile", "-"]
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends nginx && rm -rf /var/lib/apt/lists/*
        CMD ["nginx", "-g", "daemon off;"]
        #     ^^^^^ log-file-in-container
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends nginx && rm -rf /var/lib/apt/lists/*
        RUN ln -sf /dev/stdout /var/log/nginx/access.log && \
            ln -sf /dev/stderr /var/log/nginx/error.log
        CMD ["nginx", "-g", "daemon off;"]
      `,
    },
    {
      bad: dockerfile`
        FROM node:24-alpine
        CMD node server.js >> /var/log/server.log 2>&1
        #                  ^^^^^^^^^^^^^^^^^^^^^^ log-file-in-container
      `,
      good: dockerfile`
        FROM node:24-alpine
        CMD node server.js
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined || target.mayBeWindows) return;
    for (const log of findLogFiles(model, target)) {
      const { command } = log.started;
      yield {
        message: log.kind,
        data: { program: command.name ?? '', file: log.file },
        span: markOf(model, log.started, spanOf(log)),
        ...findFix(model, log),
      };
    }
  },
});

function spanOf(log: LogFile): Span {
  const [program] = log.started.command.words;
  const fallback = program?.span ?? log.started.command.shell.span;
  if (log.kind === 'option') return log.word.span;
  if (log.kind === 'package') return fallback;
  return log.redirects.find(({ target }) => target?.value === log.file)?.span ?? fallback;
}

function markOf(model: DockerfileModel, { script, command }: StartedCommand, span: Span): Span {
  if (script !== undefined) return markInScript(model, script, span);
  const inner = { start: span.start + 1, end: span.end - 1 };
  const isOneLine = model.lines.placeAt(span.start).line === model.lines.placeAt(span.end).line;
  return isOneLine && inner.start < inner.end ? inner : command.instruction.keywordSpan;
}

function findFix(model: DockerfileModel, log: LogFile): Pick<Report, 'fixes' | 'refusal'> {
  const { script } = log.started;
  switch (log.kind) {
    case 'package': {
      const lines = toLinks(model, log.server.logs);
      return toFix('Link the logs to the output', {
        edits: [insertAfter(model, log.install, lines)],
      });
    }
    case 'option': {
      const text = (log.word.value ?? '').replace(log.file, log.option.output);
      const edit = {
        span: log.word.span,
        text: script === undefined ? JSON.stringify(text) : text,
      };
      return toFix(
        'Log to the output',
        script === undefined ? { edits: [edit] } : editStartScript(model, script, [edit]),
      );
    }
    case 'redirect': {
      if (script === undefined) return {};
      if (script.source.kind === 'file') {
        return { refusal: `The script ${script.source.path} may run elsewhere as well.` };
      }
      const text = script.source.kind === 'element' ? script.source.element.value : model.text;
      const edits: readonly Edit[] = log.redirects.map((redirect) => deleteWord(text, redirect));
      return toFix('Leave the output where it is', editStartScript(model, script, edits));
    }
  }
}

function toFix(
  title: string,
  change: ReturnType<typeof editStartScript>,
): Pick<Report, 'fixes' | 'refusal'> {
  return { fixes: [{ title, applicability: 'unsafe', phase: 'instruction', ...change }] };
}

function toLinks(
  model: DockerfileModel,
  logs: readonly { readonly file: string; readonly output: string }[],
): readonly string[] {
  return logs.map(({ file, output }, index) => {
    const start = index === 0 ? `${keyword(model, 'RUN')} ` : model.layout.indent;
    const end = index === logs.length - 1 ? '' : ` && ${model.layout.escape}`;
    return `${start}ln -sf /dev/${output} ${file}${end}`;
  });
}
