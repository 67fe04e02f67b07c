import type { DockerfileModel } from '../../model/model';
import { findServerAddress, type ServerAddress } from '../../model/server-address';
import { markInScript, markStarted } from '../../rewrite/edit-start-script';
import { listenEverywhere } from '../../rewrite/set-server-address';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'loopback-only-server',
  code: 'IH626',
  category: 'runtime',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The server listens to its own container only, though a port is exposed.',
  why: 'In a container 127.0.0.1 is the container itself: a published port leads to its other address, where nobody listens, and every request is refused. Some servers listen there by themselves (`flask run`, `uvicorn`, `runserver`, `vite`). Let it listen on 0.0.0.0; who may reach it is decided where the port is published. Nothing is reported without EXPOSE, when the image starts other servers beside it, which may ask it from inside, or when a variable or a file of settings may name the address.',
  fixNotes: 'The server is told to listen on all addresses of the container.',
  equivalents: {},
  messages: {
    written: '"{{host}}" is this container only: nobody can reach the exposed port {{port}}.',
    fallback:
      '"{{program}}" listens on 127.0.0.1 by itself: nobody can reach the exposed port {{port}}.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim
        EXPOSE 8000
        CMD ["uvicorn", "main:app"]
        #     ^^^^^^^ loopback-only-server
      `,
      good: dockerfile`
        FROM python:3.14-slim
        EXPOSE 8000
        CMD ["uvicorn", "main:app", "--host", "0.0.0.0"]
      `,
    },
    {
      bad: dockerfile`
        FROM python:3.14-slim
        EXPOSE 8000
        CMD ["gunicorn", "--bind=127.0.0.1:8000", "app:app"]
        #                 ^^^^^^^^^^^^^^^^^^^^^ loopback-only-server
      `,
      good: dockerfile`
        FROM python:3.14-slim
        EXPOSE 8000
        CMD ["gunicorn", "--bind=0.0.0.0:8000", "app:app"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined) return;
    const address = findServerAddress(model, target);
    const ports = model.processOf(target).ports.filter(({ protocol }) => protocol === 'tcp');
    const [first] = ports;
    if (address?.host !== 'loopback' || first === undefined) return;
    const { port, program, hostText } = address;
    const fits = ports.some(
      (each) =>
        port === undefined ||
        each.first === undefined ||
        (each.first <= port && port <= (each.last ?? each.first)),
    );
    if (!fits) return;
    const edits = listenEverywhere(model, target, address);
    yield {
      message: hostText === undefined ? 'fallback' : 'written',
      data: { host: hostText ?? '', program, port: String(port ?? first.word.text) },
      span: markOf(model, address),
      ...(typeof edits === 'string'
        ? { refusal: edits }
        : {
            fixes: [
              {
                title: 'Listen on all addresses',
                applicability: 'unsafe',
                phase: 'instruction',
                edits,
              },
            ],
          }),
    };
  },
});

function markOf(model: DockerfileModel, { started, hostWord }: ServerAddress): Report['span'] {
  const { script } = started;
  if (hostWord === undefined) return markStarted(model, started);
  const { start, end } = hostWord.span;
  return script === undefined
    ? { start: start + 1, end: end - 1 }
    : markInScript(model, script, hostWord.span);
}
