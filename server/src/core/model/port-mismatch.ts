import type { Span } from '../text/span';
import type { DockerfileModel } from './model';
import { findServerAddress, type ServerAddress } from './server-address';
import type { Stage } from './stage-graph';

/** A place that names another port than the one on which the server of the image listens. */
export interface PortMismatch {
  readonly kind: 'exposed' | 'probed';
  readonly address: ServerAddress;
  readonly port: number;
  /** What to look at. */
  readonly span: Span;
  /** The number to replace; undefined where that is not sure. */
  readonly place: Span | undefined;
  /** Why there is no place: a sentence. */
  readonly reason: string;
}

/** Compares the port of the one server of a stage with EXPOSE and HEALTHCHECK. */
export function findPortMismatches(model: DockerfileModel, stage: Stage): readonly PortMismatch[] {
  const address = findServerAddress(model, stage);
  const port = address?.port;
  if (address === undefined || port === undefined) return [];
  return [...findExposed(model, stage, address, port), ...findProbed(model, stage, address, port)];
}

function findExposed(
  model: DockerfileModel,
  stage: Stage,
  address: ServerAddress,
  port: number,
): readonly PortMismatch[] {
  const ports = model.processOf(stage).ports.filter(({ protocol }) => protocol === 'tcp');
  const fits = ports.some(
    ({ first, last }) => first === undefined || (first <= port && port <= (last ?? first)),
  );
  const [only, ...others] = ports;
  if (only === undefined || fits) return [];
  const { span, text } = only.word;
  const isPlain =
    others.length === 0 && /^\d+(?:\/tcp)?$/i.test(text) && span.end - span.start === text.length;
  const isOwn = stage.instructions.some(
    (each) => each.keyword === 'EXPOSE' && each.words.includes(only.word),
  );
  return [
    {
      kind: 'exposed',
      address,
      port,
      span,
      place:
        isPlain && isOwn
          ? { start: span.start, end: span.start + text.replace(/\/.*$/, '').length }
          : undefined,
      reason: 'Which of the ports is meant is not known.',
    },
  ];
}

const local =
  /(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0):(\d{2,5})(?![\d.])[\w/.?=&%-]*/g;

function findProbed(
  model: DockerfileModel,
  stage: Stage,
  address: ServerAddress,
  port: number,
): readonly PortMismatch[] {
  const { healthCheck } = model.processOf(stage);
  if (healthCheck?.kind !== 'command' || address.host === 'unknown') return [];
  const { instruction } = healthCheck;
  const { start, end } = instruction.span;
  const matches = [...model.text.slice(start, end).matchAll(local)];
  const [match, ...others] = matches;
  if (match === undefined || others.length !== 0 || Number(match[1]) === port) return [];
  const from = start + match.index;
  const digits =
    from + match[0].indexOf(`:${match[1] ?? ''}`, match[0].startsWith('http') ? 6 : 0) + 1;
  const isComment = instruction.innerComments.some(
    ({ span }) => span.start <= from && from < span.end,
  );
  return isComment
    ? []
    : [
        {
          kind: 'probed',
          address,
          port,
          span: { start: from, end: from + match[0].length },
          place: { start: digits, end: digits + (match[1] ?? '').length },
          reason: '',
        },
      ];
}
