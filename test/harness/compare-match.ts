/** How grave a peer finds it; what has no severity there is a warning. */
export type PeerSeverity = 'error' | 'warning' | 'info' | 'style';

/** What another tool says about a Dockerfile. */
export interface PeerFinding {
  /** Tool and id: `hadolint/DL3006`, `buildkit/StageNameCasing`, `tally/max-lines`. */
  readonly id: string;
  /** From 1; 0 where the tool names no line. */
  readonly line: number;
  readonly severity: PeerSeverity;
  readonly message: string;
}

/** What we say about it. */
export interface OwnFinding {
  readonly rule: string;
  readonly line: number;
  readonly message: string;
  /** The ids of other tools that mean the same, written as in {@link PeerFinding}. */
  readonly ids: readonly string[];
  /** True for one that a comment silences. */
  readonly silenced: boolean;
}

/** Where a line belongs: an instruction by its first line, and a stage by its number, -1 before the first. */
export interface LinePlace {
  readonly instruction: number;
  readonly stage: number;
}

export interface MatchInput {
  readonly peer: readonly PeerFinding[];
  readonly own: readonly OwnFinding[];
  readonly placeOf: (line: number) => LinePlace;
  /** The rules of ours that have the id, whether they spoke or not. */
  readonly rulesOf: (id: string) => readonly string[];
  /** Whether the peer can report the id at all as it was run. */
  readonly canReport: (id: string) => boolean;
}

/** `missing`: only the peer speaks; `extra`: only we do; `moved`: both do, at different instructions of a file. */
export type Side = 'missing' | 'extra' | 'moved';

export interface Disagreement {
  readonly side: Side;
  /** The peer's id; for `extra` the first one that it could have reported. */
  readonly id: string;
  readonly rule: string;
  readonly line: number;
  /** Where we say it, for `moved`. */
  readonly ownLine?: number;
  readonly message: string;
  /** We would speak, but a comment silences us. */
  readonly silenced: boolean;
}

export interface Match {
  /** Findings of the peer that we have at the same instruction, by id. */
  readonly agreed: readonly PeerFinding[];
  readonly disagreements: readonly Disagreement[];
  /** Findings with an id that none of our rules has. */
  readonly unmapped: readonly PeerFinding[];
}

/** Compares the findings of both tools in one file. Two of the same id at one instruction are one. */
export function matchFindings(input: MatchInput): Match {
  const peer = onePerInstruction(input);
  const unmapped = peer.filter(({ id }) => input.rulesOf(id).length === 0);
  const known = peer.filter(({ id }) => input.rulesOf(id).length > 0);
  const own = input.own.filter(({ ids }) => ids.some(input.canReport));
  const heard = own.filter(({ silenced }) => !silenced);
  const isSame = (theirs: PeerFinding, ours: OwnFinding): boolean =>
    ours.ids.includes(theirs.id) &&
    (theirs.line === 0 || instructionOf(input, theirs) === instructionOf(input, ours));
  const agreed = known.filter((each) => heard.some((ours) => isSame(each, ours)));
  const theirsLeft = known.filter((each) => !agreed.includes(each));
  const oursLeft = onePerRule(
    input,
    heard.filter((ours) => !known.some((each) => isSame(each, ours))),
  );
  const moved = pairMoved(input, theirsLeft, oursLeft);
  const pairedTheirs = new Set(moved.map(({ theirs }) => theirs));
  const pairedOurs = new Set(moved.map(({ ours }) => ours));
  return {
    agreed,
    unmapped,
    disagreements: [
      ...moved.map(({ theirs, ours }) => ({
        side: 'moved' as const,
        id: theirs.id,
        rule: ours.rule,
        line: theirs.line,
        ownLine: ours.line,
        message: theirs.message,
        silenced: false,
      })),
      ...theirsLeft
        .filter((each) => !pairedTheirs.has(each))
        .map((each) => ({
          side: 'missing' as const,
          id: each.id,
          rule: input.rulesOf(each.id).join(', '),
          line: each.line,
          message: each.message,
          silenced: own.some((ours) => ours.silenced && isSame(each, ours)),
        })),
      ...oursLeft
        .filter((each) => !pairedOurs.has(each))
        .map((each) => ({
          side: 'extra' as const,
          id: each.ids.find(input.canReport) ?? '',
          rule: each.rule,
          line: each.line,
          message: each.message,
          silenced: false,
        })),
    ],
  };
}

function instructionOf(input: MatchInput, { line }: { readonly line: number }): number {
  return input.placeOf(line).instruction;
}

function onePerInstruction(input: MatchInput): readonly PeerFinding[] {
  return uniqueBy(input.peer, (each) => `${each.id} ${String(instructionOf(input, each))}`);
}

function onePerRule(input: MatchInput, own: readonly OwnFinding[]): readonly OwnFinding[] {
  return uniqueBy(own, (each) => `${each.rule} ${String(instructionOf(input, each))}`);
}

function uniqueBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  return [...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()].toReversed();
}

interface MovedPair {
  readonly theirs: PeerFinding;
  readonly ours: OwnFinding;
}

/** Pairs what both say at different places, those of one stage first. */
function pairMoved(
  input: MatchInput,
  theirsLeft: readonly PeerFinding[],
  oursLeft: readonly OwnFinding[],
): readonly MovedPair[] {
  const pairs: MovedPair[] = [];
  for (const sameStage of [true, false]) {
    for (const theirs of theirsLeft) {
      if (pairs.some((pair) => pair.theirs === theirs)) continue;
      const ours = oursLeft.find(
        (each) =>
          each.ids.includes(theirs.id) &&
          !pairs.some((pair) => pair.ours === each) &&
          (!sameStage || input.placeOf(each.line).stage === input.placeOf(theirs.line).stage),
      );
      if (ours !== undefined) pairs.push({ theirs, ours });
    }
  }
  return pairs;
}
