import type { Instruction } from '../syntax/instruction';
import type { Span } from '../text/span';
import { isCoveredBy } from './covered-path';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';
import { startedProgramsOf, startsSomething } from './started-programs';

/** A VOLUME of an application image. */
export interface AnonymousVolume {
  /** What lies there: the program itself, what needs no keeping, or anything else. */
  readonly kind: 'code' | 'temporary' | 'data';
  readonly path: string;
  readonly instruction: Instruction;
  readonly span: Span;
}

/** Stores, brokers and servers of other people's files: to keep data is what they are for. */
const stores =
  /postgres|mysql|maria|mongo|redis|valkey|memcached|cassandra|scylla|elastic|opensearch|solr|kafka|zookeeper|rabbitmq|activemq|artemis|nats|pulsar|etcd|consul|vault|minio|influx|prometheus|grafana|clickhouse|neo4j|orient|couch|riak|ignite|hazelcast|derby|hsqldb|h2|sqlite|registry|nexus|jenkins|gitea|gitlab|sonar|nifi|druid|hadoop|hdfs|hbase|spark|dynamodb|lucene|presto|trino|verdaccio|devpi|pypiserver/i;

/** Finds the volumes that an application on an image of a language or runtime declares. */
export function findAnonymousVolumes(
  model: DockerfileModel,
  stage: Stage,
): readonly AnonymousVolume[] {
  const base = findRootBase(stage);
  const kind = base.kind === 'image' ? base.facts?.family.kind : undefined;
  if (stage.mayBeWindows || (kind !== 'application' && kind !== 'toolchain')) return [];
  const chain = collectInheritance(stage);
  const instructions = chain.flatMap((part) => part.instructions);
  const isStarted = instructions.some(({ keyword }) => /^(?:CMD|ENTRYPOINT)$/.test(keyword));
  if (!isStarted || !startsSomething(model, stage)) return [];
  const programs = startedProgramsOf(model, stage);
  const words = programs.flatMap(({ path, arguments: rest }) => [path, ...rest]);
  if (words.some((word) => stores.test(word))) return [];
  const files = findCode(model, stage, words);
  return instructions.flatMap((instruction) =>
    pathsOf(model, instruction).flatMap(({ path, span }) => {
      if (stores.test(path)) return [];
      const isCode = files.some((file) => isCoveredBy(file, path));
      const isTemporary = /^\/(?:var\/)?tmp$/.test(path);
      const what = isCode ? 'code' : isTemporary ? 'temporary' : 'data';
      return [{ kind: what, path, instruction, span }];
    }),
  );
}

/** Where COPY puts what the container starts. */
function findCode(
  model: DockerfileModel,
  stage: Stage,
  words: readonly string[],
): readonly string[] {
  const workdir = model.workdirAtEnd(stage);
  const started = words
    .filter((word) => /^\/|\.(?:[cm]?[jt]s|py|rb|php|pl|jar|war|dll|sh)$/.test(word))
    .flatMap((word) => joinPath(workdir, word) ?? []);
  const copies = collectInheritance(stage).flatMap((part) => model.copiesOf(part));
  return copies.flatMap(({ target, sources }) => {
    if (target === undefined || target === '/') return [];
    const isProject = sources.some(({ kind, path }) => kind === 'path' && path === '.');
    const isStarted = started.some((file) => isCoveredBy(file, target));
    return isStarted || (isProject && target === workdir) ? [target] : [];
  });
}

function pathsOf(
  model: DockerfileModel,
  instruction: Instruction,
): readonly { readonly path: string; readonly span: Span }[] {
  if (instruction.keyword !== 'VOLUME') return [];
  const words =
    instruction.json?.map(({ value, span }) => ({ text: value, span })) ?? instruction.words;
  return words.flatMap((word) => {
    const value = model.expand(word, instruction);
    const path = value?.startsWith('/') === true ? joinPath('/', value) : undefined;
    return path === undefined || path === '/' ? [] : [{ path, span: word.span }];
  });
}
