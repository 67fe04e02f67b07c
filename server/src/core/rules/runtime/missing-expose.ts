import { findMissingExpose, type MissingExpose } from '../../model/missing-expose';
import { findHealthProbe } from '../../model/health-probe';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { wantsHealthcheck, writeHealthcheck } from '../../rewrite/add-healthcheck';
import { markStarted } from '../../rewrite/edit-start-script';
import { insertBefore, keyword } from '../../rewrite/instructions';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'missing-expose',
  code: 'IH682',
  category: 'runtime',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'No EXPOSE says on which port the server of the image listens.',
  why: 'EXPOSE opens nothing; it tells people and tools where the server listens: `docker run -P`, editors, proxies that find their services by it. Without it everybody has to read the command. Only servers are reported whose port is known from the command, from a variable that the file sets, or because the server takes it by itself; only on base images that are known to expose no port; and not where the server listens on the loopback interface, or where several programs start.',
  fixNotes:
    'EXPOSE with that port is put above the command. Tools that look for exposed ports, such as `docker run -P` and reverse proxies, then find the container. An exposed port wants a health check, so one is added where there is none. There is no fix where a stage above has the command, or where no probe is known.',
  equivalents: {},
  messages: { missing: '"{{program}}" listens on port {{port}}, and no EXPOSE says so.' },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim
        COPY . /app
        HEALTHCHECK NONE
        CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]
        #     ^^^^^^^^ missing-expose
      `,
      good: dockerfile`
        FROM python:3.14-slim
        COPY . /app
        HEALTHCHECK NONE
        EXPOSE 8000
        CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    const found = target === undefined ? undefined : findMissingExpose(model, target);
    if (target === undefined || found === undefined) return;
    const { address, port } = found;
    yield {
      message: 'missing',
      data: { program: address.program, port: String(port) },
      span: markStarted(model, address.started),
      ...findFix(model, target, found),
    };
  },
});

function findFix(
  model: DockerfileModel,
  stage: Stage,
  { start, port }: MissingExpose,
): Pick<Report, 'fixes' | 'refusal'> {
  if (start === undefined) return { refusal: 'The command stands in another stage.' };
  const lines = [`${keyword(model, 'EXPOSE')} ${String(port)}`];
  const title = `Expose port ${String(port)}`;
  const phase = 'instruction';
  if (!wantsHealthcheck(model, stage)) {
    const edits = [insertBefore(model, start, lines)];
    return { fixes: [{ title, applicability: 'unsafe', phase, edits }] };
  }
  const found = findHealthProbe(model, stage, port);
  if (found.kind === 'refused') {
    return { refusal: `An exposed port wants a health check as well. ${found.reason}` };
  }
  const { probe } = found;
  const edits = [insertBefore(model, start, [...lines, ...writeHealthcheck(model, probe)])];
  const applicability = probe.sure ? 'unsafe' : 'placeholder';
  return {
    fixes: [{ title: `${title}, and ask it with ${probe.tool}`, applicability, phase, edits }],
  };
}
