import type { Instruction } from '../syntax/instruction';
import { memoize } from './memoize';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

const digestOrSignature =
  /\bsha(?:224|256|384|512)sum\b|\bshasum\b[^&;|]*\s-a\s*(?:224|256|384|512)|\bb[23]sum\b|\bgpgv\b|\bcosign\b|\bminisign\b|\bsignify\b|\bgpg2?\b[^&;|]*--verify|\bopenssl\s+(?:dgst|sha)/;
const anySign =
  /sha(?:1|224|256|384|512|sum)|md5|b[23]sum|checksum|digest|gpg|cosign|minisign|signify|signature|verify|openssl\s+dgst/i;

/** The text of an instruction without its comments. */
function textOf(model: DockerfileModel, instruction: Instruction): string {
  const { span, innerComments } = instruction;
  let text = model.text.slice(span.start, span.end);
  for (const comment of innerComments) {
    const start = comment.span.start - span.start;
    const end = comment.span.end - span.start;
    text = text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
  }
  return text;
}

/** True when a RUN compares a strong digest, or a signature, of something. */
export function comparesDigest(model: DockerfileModel, run: Instruction): boolean {
  return digestOrSignature.test(textOf(model, run));
}

/**
 * True when this RUN, or a later one of the stage, may look at what was downloaded: then a download without a
 * check is not known.
 */
export function mayVerify(model: DockerfileModel, stage: Stage, run: Instruction): boolean {
  return run.span.start <= lastSign(model, stage) || !model.executionOf(run).complete;
}

/** Where the last RUN of a stage starts that may verify something; -1 when there is none. */
const lastSign = memoize((model, stage: Stage): number => {
  const found = stage.instructions.findLast(
    (each) => each.keyword === 'RUN' && anySign.test(textOf(model, each)),
  );
  return found?.span.start ?? -1;
});
