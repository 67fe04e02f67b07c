import type { DockerfileModel } from '../../model/model';
import { collectInheritance, type Stage } from '../../model/stage-graph';
import { startsSomething } from '../../model/started-programs';
import { insertBefore, keyword } from '../../rewrite/instructions';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'kept-setuid-programs',
  code: 'IH260',
  category: 'privileges',
  severity: 'information',
  profile: 'optional',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The image keeps programs that run as root for everybody.',
  why: 'Debian and Ubuntu bring `su`, `mount`, `passwd` and a few more with the setuid or setgid bit: whoever starts them has the rights of root or of a group as long as they run, and a hole in one of them is the way from the account of the container to root. A container needs none of them. The rule is off unless it is asked for, because the same is had without a change of the image: `--security-opt no-new-privileges`, `allowPrivilegeEscalation: false` in Kubernetes. Reported are images of Debian and Ubuntu whose container runs without root rights; other images have few such programs, or it is not known.',
  fixNotes:
    'A step above the last USER takes the bits from every file, which then lie in the image a second time. Programs that need the bit, such as `ping` on older kernels, stop working for other accounts. There is no fix where the USER stands in another stage, or where root does not run the steps above it.',
  equivalents: { dockle: 'CIS-DI-0008' },
  messages: { found: '"{{image}}" brings programs with the setuid bit, such as su and mount.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        #    ^^^^^^^^^^^^^^ kept-setuid-programs
        COPY server /usr/local/bin/server
        USER 10001
        CMD ["/usr/local/bin/server"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY server /usr/local/bin/server
        RUN find / -xdev -type f -perm /6000 -exec chmod a-s {} +
        USER 10001
        CMD ["/usr/local/bin/server"]
      `,
    },
  ],
  *check(model) {
    const stage = model.target;
    if (stage?.imageWord === undefined || !keepsPrograms(model, stage)) return;
    yield {
      message: 'found',
      data: { image: stage.imageWord.text },
      span: stage.imageWord.span,
      ...mend(model, stage),
    };
  },
});

/** What takes the bits away, and programs that would miss them. */
const handled = /-perm\b|\ba-s\b|\bu[go]*-s\b|\bg-s\b/;
const needed = /\b(?:su|sudo|doas|u?mount|fusermount3?|newgrp|newuidmap|bwrap|ping)\b/;

function keepsPrograms(model: DockerfileModel, stage: Stage): boolean {
  const { rootBase } = stage;
  const variant = rootBase.kind === 'image' ? rootBase.facts?.variant : undefined;
  const system = variant?.distribution;
  // Chiseled images of Ubuntu have none of these programs, and no account tools either.
  if ((system !== 'debian' && system !== 'ubuntu') || variant?.accountTool !== 'shadow') {
    return false;
  }
  if (model.usersOf(stage).final.privilege !== 'non-root' || !startsSomething(model, stage)) {
    return false;
  }
  const instructions = collectInheritance(stage).flatMap((part) => part.instructions);
  return !instructions.some(
    ({ keyword: each, span }) =>
      (each === 'RUN' && handled.test(model.text.slice(span.start, span.end))) ||
      (/^(?:CMD|ENTRYPOINT)$/.test(each) && needed.test(model.text.slice(span.start, span.end))),
  );
}

function mend(
  model: DockerfileModel,
  stage: Stage,
): { readonly fixes: readonly Fix[] } | { readonly refusal: string } {
  const { instruction } = model.usersOf(stage).final;
  if (instruction === undefined || !stage.instructions.includes(instruction)) {
    return { refusal: 'The user is not set in this stage.' };
  }
  if (model.userAt(instruction)?.privilege !== 'root') {
    return { refusal: 'The steps above the USER do not run as root.' };
  }
  const line = `${keyword(model, 'RUN')} find / -xdev -type f -perm /6000 -exec chmod a-s {} +`;
  const edits = [insertBefore(model, instruction, [line])];
  const title = 'Take the setuid bits away';
  return { fixes: [{ title, applicability: 'unsafe', phase: 'structure', edits }] };
}
