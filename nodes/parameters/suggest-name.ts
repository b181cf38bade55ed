/** Finds the name a person most likely meant: the service ignores a misspelt parameter and answers with other data. */

/** Characters of a name that are compared: no slip of the keyboard is longer, and the work grows with the square. */
const LONGEST = 60;

/**
 * @returns the closest of `names`, or undefined where none is close enough to be a slip of the keyboard
 */
export function suggestName(typed: string, names: Iterable<string>): string | undefined {
  if (typed.length > LONGEST) return undefined;
  const wanted = bare(typed);
  let best: { name: string; distance: number } | undefined;
  for (const name of names) {
    const each = bare(name);
    const tolerated = Math.max(1, Math.floor(Math.max(wanted.length, each.length) / 3));
    // No name is nearer than its length is.
    const least = Math.abs(wanted.length - each.length);
    if (least > tolerated || (best && least >= best.distance)) continue;
    const distance = editDistance(wanted, each);
    if (distance <= tolerated && (!best || distance < best.distance)) best = { name, distance };
  }
  return best?.name;
}

/** `Start_Date`, `start date` and `StartDate` are one name to a person. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]/g, '');
}

/** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours each count one. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = last[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
          ? beforeLast[column - 2]! + 1
          : Number.POSITIVE_INFINITY;
      current.push(Math.min(last[column]! + 1, current[column - 1]! + 1, replaced, swapped));
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length]!;
}
