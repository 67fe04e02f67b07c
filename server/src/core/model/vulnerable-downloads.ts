import { vulnerableReleases, type VulnerableReleases } from '../data/vulnerable-releases';
import type { Span } from '../text/span';
import { downloadsOf } from './downloads';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** A download of a release with a well-known hole. */
export interface VulnerableDownload {
  readonly releases: VulnerableReleases;
  readonly version: string;
  readonly span: Span;
}

/** Downloads of a stage, by curl, wget or ADD, whose address names such a release. */
export function findVulnerableDownloads(
  model: DockerfileModel,
  stage: Stage,
): readonly VulnerableDownload[] {
  const loaded = downloadsOf(model, stage).flatMap(({ addresses }) =>
    addresses.map(({ text, word }) => ({ text, span: word.span })),
  );
  const added = model
    .copiesOf(stage)
    .flatMap(({ instruction, sources }) =>
      sources
        .filter(({ kind }) => kind === 'url' || kind === 'git')
        .map(({ word }) => ({ text: model.expand(word, instruction) ?? '', span: word.span })),
    );
  return [...loaded, ...added].flatMap(({ text, span }) =>
    vulnerableReleases.flatMap((releases): readonly VulnerableDownload[] => {
      const version = releases.file.exec(text.replace(/[?#].*$/, ''))?.[1];
      if (version === undefined || !text.includes('://')) return [];
      const isAffected = releases.affected.some(
        ({ from, to }) => compare(from, version) <= 0 && compare(version, to) <= 0,
      );
      return isAffected ? [{ releases, version, span }] : [];
    }),
  );
}

/** Orders `3.9` before `3.10`; letters behind the numbers do not count. */
function compare(left: string, right: string): number {
  const [a, b] = [left, right].map((text) => text.split('.').map((part) => Number.parseInt(part)));
  for (let index = 0; index < Math.max(a?.length ?? 0, b?.length ?? 0); index++) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
