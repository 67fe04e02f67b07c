/** Lines around a change that are shown. */
const contextLength = 3;

/** Beyond this many changed lines the search for a shortest diff gives up: it costs their square. */
const maximumChanges = 1000;

/** Lines `[start, end)` of the old text are replaced by `[newStart, newEnd)` of the new one. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** A unified diff that `git apply` and `patch -p1` take; empty when the texts are equal. */
export function createUnifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const oldLines = splitLines(before);
  const newLines = splitLines(after);
  const hunks = groupChanges(findChanges(oldLines, newLines));
  const body = hunks.map((hunk) => printHunk(hunk, oldLines, newLines)).join('');
  return `--- ${quotePath(`a/${path}`)}\n+++ ${quotePath(`b/${path}`)}\n${body}`;
}

/** Lines with their line feeds: a carriage return is part of the line, as in Git. */
function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** As Git does: a tab ends a name with blanks, C escapes stand for what a header line cannot hold. */
function quotePath(path: string): string {
  if (/["\\\p{Cc}]/u.test(path)) return JSON.stringify(path).replaceAll('\\u00', '\\x');
  return path.includes(' ') ? `${path}\t` : path;
}

function findChanges(oldLines: readonly string[], newLines: readonly string[]): readonly Change[] {
  const shortest = Math.min(oldLines.length, newLines.length);
  let head = 0;
  while (head < shortest && oldLines[head] === newLines[head]) head++;
  let tail = 0;
  while (tail < shortest - head && oldLines.at(-1 - tail) === newLines.at(-1 - tail)) tail++;
  const oldMiddle = oldLines.slice(head, oldLines.length - tail);
  const newMiddle = newLines.slice(head, newLines.length - tail);
  return compareMiddle(oldMiddle, newMiddle).map((change) => ({
    start: change.start + head,
    end: change.end + head,
    newStart: change.newStart + head,
    newEnd: change.newEnd + head,
  }));
}

/** The greedy algorithm of Myers: the furthest point on each diagonal, for each number of changes. */
function compareMiddle(left: readonly string[], right: readonly string[]): readonly Change[] {
  const trace: ReadonlyMap<number, number>[] = [];
  let furthest: ReadonlyMap<number, number> = new Map([[1, 0]]);
  const limit = Math.min(maximumChanges, left.length + right.length);
  for (let changes = 0; changes <= limit; changes++) {
    trace.push(furthest);
    const next = new Map<number, number>();
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      let x = stepOnto(diagonal, changes, furthest);
      let y = x - diagonal;
      while (x < left.length && y < right.length && left[x] === right[y]) {
        x++;
        y++;
      }
      next.set(diagonal, x);
      if (left.length <= x && right.length <= y) return traceBack(trace, left.length, right.length);
    }
    furthest = next;
  }
  return [{ start: 0, end: left.length, newStart: 0, newEnd: right.length }];
}

/** Where a path enters a diagonal: by a deletion from the one below, or an insertion from above. */
function stepOnto(
  diagonal: number,
  changes: number,
  furthest: ReadonlyMap<number, number>,
): number {
  const deleted = (furthest.get(diagonal - 1) ?? -1) + 1;
  const inserted = furthest.get(diagonal + 1) ?? -1;
  if (diagonal === -changes) return inserted;
  if (diagonal === changes && 0 < changes) return deleted;
  return Math.max(deleted, inserted);
}

function traceBack(
  trace: readonly ReadonlyMap<number, number>[],
  oldLength: number,
  newLength: number,
): readonly Change[] {
  const changes: Change[] = [];
  let x = oldLength;
  let y = newLength;
  for (let count = trace.length - 1; 0 < count; count--) {
    const furthest = trace[count] ?? new Map<number, number>();
    const diagonal = x - y;
    const entered = stepOnto(diagonal, count, furthest);
    const isDeletion = entered === (furthest.get(diagonal - 1) ?? -2) + 1 && diagonal !== -count;
    const endX = entered;
    const endY = entered - diagonal;
    const startX = isDeletion ? endX - 1 : endX;
    const startY = isDeletion ? endY : endY - 1;
    const [first] = changes;
    if (first?.start === endX && first.newStart === endY) {
      changes[0] = { ...first, start: startX, newStart: startY };
    } else {
      changes.unshift({ start: startX, end: endX, newStart: startY, newEnd: endY });
    }
    x = startX;
    y = startY;
  }
  return changes;
}

/** Changes whose contexts meet share a hunk. */
function groupChanges(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group !== undefined && last !== undefined && change.start - last.end <= 2 * contextLength) {
      group.push(change);
    } else {
      groups.push([change]);
    }
  }
  return groups;
}

function printHunk(
  changes: readonly Change[],
  oldLines: readonly string[],
  newLines: readonly string[],
): string {
  const first = changes[0];
  const last = changes.at(-1);
  if (first === undefined || last === undefined) return '';
  const start = Math.max(0, first.start - contextLength);
  const end = Math.min(oldLines.length, last.end + contextLength);
  const newStart = first.newStart - (first.start - start);
  const newEnd = last.newEnd + (end - last.end);
  let body = '';
  let position = start;
  for (const change of changes) {
    body += printLines(' ', oldLines.slice(position, change.start));
    body += printLines('-', oldLines.slice(change.start, change.end));
    body += printLines('+', newLines.slice(change.newStart, change.newEnd));
    position = change.end;
  }
  body += printLines(' ', oldLines.slice(position, end));
  return `@@ -${printRange(start, end)} +${printRange(newStart, newEnd)} @@\n${body}`;
}

function printRange(start: number, end: number): string {
  const length = end - start;
  if (length === 1) return String(start + 1);
  return `${String(length === 0 ? start : start + 1)},${String(length)}`;
}

function printLines(prefix: string, lines: readonly string[]): string {
  return lines
    .map(
      (line) => `${prefix}${line}${line.endsWith('\n') ? '' : '\n\\ No newline at end of file\n'}`,
    )
    .join('');
}
