import { findBufferedOutput } from '../../model/python-output';
import { insertBefore, keyword } from '../../rewrite/instructions';
import { placeOfStartWord } from '../../rewrite/start-word';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'buffered-python-output',
  code: 'IH675',
  category: 'runtime',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'always',
  summary: 'A Python program starts with a buffered standard output.',
  why: 'Where the output is no terminal, Python collects what is printed and writes it in blocks of some kilobytes. The log of a container is late then, and when the container is killed, by the system for its memory or after a `docker stop` that the program does not answer, the last lines are lost: those that would say why. `ENV PYTHONUNBUFFERED=1`, or `python -u`, writes each line at once. Lines of the module logging are not concerned: their handlers flush. So the rule asks the sources, where they are known, for `print`, and says nothing about programs that flush by themselves, about servers such as gunicorn and uvicorn, about modules of others (`python -m …`) and about base images that may set the variable. For a program that prints very much the buffer is faster: silence the rule there.',
  fixNotes:
    'ENV is put above the command that starts the program, so the cache of the steps of the build stays.',
  equivalents: {},
  messages: {
    buffered:
      'What this program has printed last is lost when the container is killed: its output is buffered.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim-trixie
        WORKDIR /app
        COPY worker.py .
        USER 10001
        CMD ["python", "worker.py"]
        #     ^^^^^^ buffered-python-output
      `,
      good: dockerfile`
        FROM python:3.14-slim-trixie
        WORKDIR /app
        COPY worker.py .
        USER 10001
        ENV PYTHONUNBUFFERED=1
        CMD ["python", "worker.py"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    const found = target === undefined ? undefined : findBufferedOutput(model, target);
    if (found === undefined) return;
    const { command, word } = found;
    const line = `${keyword(model, 'ENV')} PYTHONUNBUFFERED=1`;
    yield {
      message: 'buffered',
      span: placeOfStartWord(model, command.instruction, word),
      fixes: [
        {
          title: 'Write each line of output at once',
          applicability: 'safe',
          phase: 'instruction',
          edits: [insertBefore(model, command.instruction, [line])],
        },
      ],
    };
  },
});
