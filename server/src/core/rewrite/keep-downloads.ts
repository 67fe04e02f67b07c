import { isOnlyHeredoc } from '../model/commands';
import type { DockerfileModel } from '../model/model';
import { collectInheritance } from '../model/stage-graph';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';

/** True when a RUN in front of an offset, or the offset's own, has apt keep what it downloads, or may have. */
export function keepsDownloads(model: DockerfileModel, run: Instruction): boolean {
  const stage = model.stageOf(run);
  const stages = stage === undefined ? [] : collectInheritance(stage);
  return stages.some((each) =>
    each.instructions.some(
      ({ span, keyword }) =>
        span.start <= run.span.start &&
        (keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD') &&
        /docker-clean|Keep-Downloaded-Packages|\/etc\/apt\/apt\.conf/.test(
          model.text.slice(span.start, span.end),
        ),
    ),
  );
}

/**
 * Has apt keep what it downloads: images for Docker delete each package file behind its installation.
 * Source: https://docs.docker.com/reference/dockerfile/#example-cache-apt-packages
 *
 * @returns undefined when the start of the script is not known
 */
export function keepDownloads(model: DockerfileModel, run: Instruction): Edit | undefined {
  const start = model.executionOf(run).scripts[0]?.statements[0]?.span.start;
  if (start === undefined || model.userAt(run)?.privilege !== 'root') return undefined;
  const { escape, lineEnding, indent } = model.layout;
  const gap = isOnlyHeredoc(run) ? lineEnding : ` ${escape}${lineEnding}${indent}&& `;
  const commands = [
    'rm -f /etc/apt/apt.conf.d/docker-clean',
    `echo 'Binary::apt::APT::Keep-Downloaded-Packages "true";' > /etc/apt/apt.conf.d/keep-cache`,
  ];
  return { span: { start, end: start }, text: commands.map((each) => `${each}${gap}`).join('') };
}
