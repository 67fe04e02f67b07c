import type { Edit } from '../text/edit';

/** Edits of one version of a text, and who made them. */
export interface EditPass {
  readonly owner: number;
  /** Places in the text that all earlier passes have left; they do not overlap. */
  readonly edits: readonly Edit[];
}

/** An edit of the original text, and who made it. */
export interface OwnedEdit extends Edit {
  readonly owner: number;
}

/** All passes as edits of the original text. */
export interface ComposedEdits {
  /**
   * In source order, none overlaps another. Several may insert at one place, and their order counts; an
   * insertion stands in front of a replacement that begins there.
   */
  readonly edits: readonly OwnedEdit[];
  /** Pairs of owners of which one changed what the other wrote: neither stands without the other. */
  readonly ties: readonly (readonly [number, number])[];
}

/**
 * Follows edits through several versions of a text, so that each becomes edits of the first one.
 *
 * @throws RangeError when an edit lies outside its text: a defect of the caller
 */
export function composeEdits(original: string, passes: readonly EditPass[]): ComposedEdits {
  const tracker = new PieceTracker(original);
  for (const { owner, edits } of passes) {
    // From the end, so that the places of the edits in front stay.
    for (const edit of [...edits].reverse().sort(compareFromEnd)) tracker.apply(edit, owner);
  }
  return { edits: tracker.collectEdits(), ties: tracker.ties };
}

function compareFromEnd(left: Edit, right: Edit): number {
  return right.span.start - left.span.start || right.span.end - left.span.end;
}

/** A part of the text: of the original, or written by an owner. A deleted part stays as a mark of its place. */
interface Piece {
  readonly text: string;
  readonly writer: number | undefined;
  readonly deleter: number | undefined;
}

class PieceTracker {
  readonly ties: (readonly [number, number])[] = [];
  readonly #pieces: Piece[];

  constructor(original: string) {
    this.#pieces =
      original === '' ? [] : [{ text: original, writer: undefined, deleter: undefined }];
  }

  apply({ span, text }: Edit, owner: number): void {
    const first = this.#cutAt(span.start, owner);
    const behind = span.start === span.end ? first : this.#cutAt(span.end, owner);
    for (let index = first; index < behind; index++) this.#delete(index, owner);
    if (text === '') return;
    this.#tieNeighbors(first, behind, text, owner);
    this.#pieces.splice(behind, 0, { text, writer: owner, deleter: undefined });
  }

  collectEdits(): readonly OwnedEdit[] {
    const edits: OwnedEdit[] = [];
    let place = 0;
    for (const { text, writer, deleter } of this.#pieces) {
      const length = writer === undefined ? text.length : 0;
      const owner = writer === undefined ? deleter : deleter === undefined ? writer : undefined;
      if (owner !== undefined) {
        const span = { start: place, end: place + length };
        append(edits, { owner, span, text: writer === undefined ? '' : text });
      }
      place += length;
    }
    return edits;
  }

  /** Makes a piece begin at a visible place, in front of the marks of deletions there; gives its index. */
  #cutAt(place: number, owner: number): number {
    let start = 0;
    for (const [index, piece] of this.#pieces.entries()) {
      if (start === place) return index;
      const end = start + (piece.deleter === undefined ? piece.text.length : 0);
      if (place < end) {
        const [head, tail] = [piece.text.slice(0, place - start), piece.text.slice(place - start)];
        this.#pieces.splice(index, 1, { ...piece, text: head }, { ...piece, text: tail });
        this.#tie(piece, owner);
        return index + 1;
      }
      start = end;
    }
    if (start !== place) throw new RangeError(`The text has no place ${String(place)}.`);
    return this.#pieces.length;
  }

  #delete(index: number, owner: number): void {
    const piece = this.#pieces[index];
    if (piece?.deleter !== undefined || piece === undefined) return;
    this.#tie(piece, owner);
    this.#pieces[index] = { ...piece, deleter: owner };
  }

  /** What is written right beside the text of another, in the same line, belongs to it. */
  #tieNeighbors(first: number, behind: number, text: string, owner: number): void {
    const before = this.#pieces.slice(0, first).findLast(isVisible);
    const next = this.#pieces.slice(behind).find(isVisible);
    if (before?.text.endsWith('\n') === false && !/^\r?\n/.test(text)) this.#tie(before, owner);
    if (next !== undefined && !/^\r?\n/.test(next.text) && !text.endsWith('\n')) {
      this.#tie(next, owner);
    }
  }

  #tie({ writer }: Piece, owner: number): void {
    if (writer !== undefined && writer !== owner) this.ties.push([writer, owner]);
  }
}

function isVisible(piece: Piece): boolean {
  return piece.deleter === undefined;
}

/** Adds an edit, joined with the last one where both have one owner and touch. */
function append(edits: OwnedEdit[], edit: OwnedEdit): void {
  const last = edits.at(-1);
  if (last?.owner !== edit.owner || last.span.end !== edit.span.start) {
    edits.push(edit);
    return;
  }
  const span = { start: last.span.start, end: edit.span.end };
  edits[edits.length - 1] = { owner: edit.owner, span, text: last.text + edit.text };
}
