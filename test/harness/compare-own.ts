import {
  DockerfileModel,
  equivalentsOf,
  lint,
  onlyRules,
  peers,
  resolveRules,
  rules,
  type ActiveRules,
  type Finding,
  type Peer,
  type Profile,
  type ProjectFiles,
  type Rule,
} from '../../server/src/core/service';
import { findRootBase, type Stage } from '../../server/src/core/model/stage-graph';
import type { PlacedDisagreement, PlaceFacts } from './compare-known';
import type { PeerIds } from './compare-ids';
import { matchFindings, type LinePlace, type OwnFinding, type PeerFinding } from './compare-match';

const peerNames = Object.keys(peers).filter((name): name is Peer => name in peers);

/** Every id that the rule means, with its tool. */
function idsOfRule(rule: Rule, ids: PeerIds): readonly string[] {
  const messages = Object.values(rule.messageEquivalents ?? {});
  return withAliases(
    rule.id,
    [rule.equivalents, ...messages].flatMap((equivalents) => namesOf(equivalents ?? {})),
    ids,
  );
}

/** Every id that a finding means: narrower than the rule where its messages differ. */
function idsOfFinding({ rule, equivalents }: Finding, ids: PeerIds): readonly string[] {
  return withAliases(rule, namesOf(equivalents), ids);
}

function namesOf(equivalents: Finding['equivalents']): readonly string[] {
  return peerNames.flatMap((peer) =>
    equivalentsOf({ equivalents }, peer).map((id) => `${peer}/${id}`),
  );
}

function withAliases(rule: string, names: readonly string[], ids: PeerIds): readonly string[] {
  const same = Object.entries(ids.aliases)
    .filter(([, others]) => others.some((other) => names.includes(other)))
    .map(([id]) => id);
  const ours = Object.entries(ids.rules)
    .filter(([, own]) => own.includes(rule))
    .map(([id]) => id);
  return [...new Set([...names, ...same, ...ours])];
}

/** Whether the peer can report an id as it was run. */
export function canReport(id: string, ids: PeerIds): boolean {
  if (ids.absent.includes(id)) return false;
  if (id in ids.aliases || id in ids.rules) return true;
  return ids.namespaces.some((name) => id.startsWith(`${name}/`));
}

/** The rules to compare: those with an id that the peer can report, or those of a profile. */
export function rulesToCompare(ids: PeerIds, profile?: Profile): ActiveRules {
  if (profile !== undefined) return resolveRules({ profile });
  return onlyRules(rules.filter((rule) => idsOfRule(rule, ids).some((id) => canReport(id, ids))));
}

export interface ComparedFile {
  readonly agreed: readonly PeerFinding[];
  readonly unmapped: readonly PeerFinding[];
  readonly disagreements: readonly PlacedDisagreement[];
  /** How much we say in it. */
  readonly ownCount: number;
}

export interface FileToCompare {
  readonly file: string;
  readonly text: string;
  readonly project?: ProjectFiles;
  /** The peer failed at it. */
  readonly unread?: boolean;
}

/** Checks one file and compares with what the peer said about it. */
export function compareFile(
  { file, text, project, unread = false }: FileToCompare,
  peer: readonly PeerFinding[],
  ids: PeerIds,
  active: ActiveRules,
  today: string,
): ComparedFile {
  const model = new DockerfileModel(text, project);
  const { findings, silenced } = lint(model, active, today);
  const toOwn = (finding: Finding, isSilenced: boolean): OwnFinding => ({
    rule: finding.rule,
    line: model.lines.placeAt(finding.span.start).line + 1,
    message: finding.message,
    ids: idsOfFinding(finding, ids),
    silenced: isSilenced,
  });
  const places = readPlaces(model, file);
  const rulesById = new Map<string, readonly string[]>();
  const match = matchFindings({
    peer,
    own: [
      ...findings.map((finding) => toOwn(finding, false)),
      ...silenced.map((finding) => toOwn(finding, true)),
    ],
    placeOf: (line) => places(line).place,
    rulesOf: (id) => {
      const known = rulesById.get(id) ?? rulesWith(id, active, ids);
      rulesById.set(id, known);
      return known;
    },
    canReport: (id) => canReport(id, ids),
  });
  return {
    agreed: match.agreed,
    unmapped: match.unmapped,
    disagreements: match.disagreements.map((each) => ({
      ...each,
      facts: places(each.line).facts,
      unread: unread || peer.some(({ id }) => id === 'hadolint/DL1000'),
    })),
    ownCount: findings.length,
  };
}

function rulesWith(id: string, active: ActiveRules, ids: PeerIds): readonly string[] {
  return [...active.keys()].filter((rule) => idsOfRule(rule, ids).includes(id)).map(({ id }) => id);
}

/** The severities of what we say about each text. */
export function countFindings(
  texts: readonly string[],
  profile: Profile | undefined,
  today: string,
): readonly (readonly string[])[] {
  const active = resolveRules(profile === undefined ? {} : { profile });
  return texts.map((text) =>
    lint(new DockerfileModel(text), active, today).findings.map(({ severity }) => severity),
  );
}

function nameOfBase(stage: Stage): string {
  const root = findRootBase(stage);
  return root.kind === 'image' ? root.reference.text : stage.from.argumentText;
}

function kindOfImage(stage: Stage): PlaceFacts['image'] {
  const root = findRootBase(stage);
  if (root.kind !== 'image') return root.kind === 'scratch' ? 'known' : 'unknown';
  if (root.facts === undefined) return 'unknown';
  return root.facts.variant.distribution === 'windows' ? 'windows' : 'known';
}

interface PlaceAndFacts {
  readonly place: LinePlace;
  readonly facts: PlaceFacts;
}

/** Comment lines belong to the instruction below. */
function readPlaces(model: DockerfileModel, file: string): (line: number) => PlaceAndFacts {
  const starts = model.tree.instructions.map((instruction) => ({
    instruction,
    first: model.lines.placeAt(instruction.span.start).line + 1,
    last: model.lines.placeAt(instruction.span.end).line + 1,
  }));
  return (line) => {
    const start = model.target?.from.span.start ?? 0;
    const found =
      line === 0
        ? starts.find(({ instruction }) => instruction.span.start === start)
        : (starts.find(({ last }) => line <= last) ?? starts.at(-1));
    const stage = model.stages.findLast(
      ({ from }) => from.span.start <= (found?.instruction.span.start ?? -1),
    );
    return {
      place: {
        instruction: line === 0 ? 0 : (found?.first ?? 0),
        stage: stage === undefined ? -1 : model.stages.indexOf(stage),
      },
      facts: {
        file,
        keyword: found?.instruction.keyword ?? '',
        text:
          found === undefined
            ? ''
            : model.text.slice(found.instruction.span.start, found.instruction.span.end),
        stage: stage === undefined ? 'none' : model.isShipped(stage) ? 'shipped' : 'builder',
        base: stage === undefined ? '' : nameOfBase(stage),
        image: stage === undefined ? 'none' : kindOfImage(stage),
        document: model.text,
      },
    };
  };
}
