/**
 * Says whether a pattern can take longer than its text is long, from its shape alone: an engine that backtracks tries
 * every way of sharing characters between two repetitions before it says no.
 */
import { type Characters, everyCharacter, type Part, parsePattern } from './parse-pattern';

/** One place of one way through a pattern. */
interface Step {
  /** Nothing for a place that takes no characters. */
  of: Characters;
  optional: boolean;
  loops: boolean;
}

interface Way {
  steps: Step[];
  /** It begins where the text begins. */
  atStart: boolean;
  /** It ends here, within a look ahead: what follows begins where that began. */
  ended?: true;
}

/** Repeated more often than this, it is as bad as without bound. */
const BOUNDED = 100;

/** More ways through one pattern are a reason to write it otherwise. */
const MOST_WAYS = 2000;

const nothing: Characters = new Set();
const refusal: Step = { of: nothing, optional: false, loops: false };
const search: Step = { of: everyCharacter, optional: true, loops: true };

/** @returns what is wrong with it; undefined where its work grows with the text at most */
export function slowPattern(source: string, flags = ''): string | undefined {
  const tree = parsePattern(source, flags);
  if (repeatsRepetition(tree, false)) return 'repeats what repeats';
  if (repeatsEqualBranches(tree)) return 'repeats branches that share characters';
  const ways = waysThrough(tree);
  if (ways.length > MOST_WAYS) return 'has too many ways through it';
  if (ways.some(({ steps }) => shareCharacters(steps))) return 'has two repetitions that share characters';
  // A search begins anew at every character: that is a repetition of anything in front.
  const searched = flags.includes('y') ? [] : ways.filter(({ atStart }) => !atStart);
  if (searched.some(({ steps }) => shareCharacters([search, ...steps]))) return 'repeats where a search begins anew';
  return undefined;
}

function repeatsRepetition(part: Part, inside: boolean): boolean {
  switch (part.kind) {
    case 'repeat': {
      const varies = part.most > Math.max(1, part.least);
      return (inside && varies) || repeatsRepetition(part.part, inside || part.most > BOUNDED);
    }
    case 'sequence':
      return part.parts.some((each) => repeatsRepetition(each, inside));
    case 'choice':
      return part.branches.some((each) => repeatsRepetition(each, inside));
    case 'look':
      return part.at !== undefined && repeatsRepetition(part.at, inside);
    default:
      return false;
  }
}

/** Whether a repeated choice, such as `(?:a|ab?)*`, can take the same character in two ways. */
function repeatsEqualBranches(part: Part, inside = false): boolean {
  switch (part.kind) {
    case 'repeat':
      return repeatsEqualBranches(part.part, inside || part.most > BOUNDED);
    case 'sequence':
      return part.parts.some((each) => repeatsEqualBranches(each, inside));
    case 'choice': {
      const first = part.branches.map((branch) =>
        union(waysThrough(branch).map(({ steps }) => steps[0]?.of ?? nothing)),
      );
      const shared = first.some((one, index) => first.slice(index + 1).some((other) => overlap(one, other).size > 0));
      return (inside && shared) || part.branches.some((each) => repeatsEqualBranches(each, inside));
    }
    default:
      return false;
  }
}

/** Every choice taken one way or the other; a repetition is one step of all that it can take. */
function waysThrough(part: Part): Way[] {
  switch (part.kind) {
    case 'characters':
      return [{ steps: [{ of: part.of, optional: false, loops: false }], atStart: false }];
    case 'start':
      return [{ steps: [], atStart: true }];
    case 'look':
      return [
        { steps: [refusal], atStart: false },
        ...(part.at ? waysThrough(part.at) : []).map(
          ({ steps, atStart }): Way => ({ steps: [...steps, refusal], atStart, ended: true }),
        ),
      ];
    case 'choice':
      return part.branches.flatMap(waysThrough);
    case 'sequence':
      return part.parts.reduce<Way[]>(
        (before, next) => joined(before, waysThrough(next)),
        [{ steps: [], atStart: false }],
      );
    case 'repeat':
      return repeated(part, waysThrough(part.part));
  }
}

function repeated({ least, most }: { least: number; most: number }, once: Way[]): Way[] {
  if (most > BOUNDED) {
    const of = union(once.flatMap(({ steps }) => steps.map((each) => each.of)));
    return [{ steps: [{ of, optional: least === 0, loops: true }], atStart: false }];
  }
  const single = once.length === 1 && once[0]!.steps.length === 1;
  if (single)
    return once.map(({ steps, atStart }) => ({
      steps: steps.map((each) => ({ ...each, optional: least === 0 })),
      atStart,
    }));
  return least === 0 ? [...once, { steps: [], atStart: false }] : once;
}

function joined(before: Way[], after: Way[]): Way[] {
  const all: Way[] = [];
  for (const first of before) {
    if (first.ended) all.push(first);
    for (const second of first.ended ? [] : after) {
      if (all.length > MOST_WAYS) return all;
      const atStart = first.atStart || (first.steps.length === 0 && second.atStart);
      all.push({ ...second, steps: [...first.steps, ...second.steps], atStart });
    }
  }
  return all;
}

/**
 * Whether two repetitions can share the same characters in many ways, and what follows can refuse them all. What
 * stands between must be able to take those characters as well.
 */
function shareCharacters(steps: Step[]): boolean {
  return steps.some((first, from) =>
    steps.some((second, to) => {
      if (to <= from || !first.loops || !second.loops) return false;
      const shared = overlap(first.of, second.of);
      const between = steps.slice(from + 1, to);
      const refusable = steps.slice(to + 1).some(({ optional }) => !optional);
      return refusable && shared.size > 0 && between.every((step) => canTake(step, shared));
    }),
  );
}

function canTake({ of, optional }: Step, shared: Characters): boolean {
  return optional || of.size === 0 || overlap(of, shared).size > 0;
}

function union(sets: Characters[]): Characters {
  return new Set(sets.flatMap((set) => [...set]));
}

function overlap(one: Characters, other: Characters): Characters {
  return new Set([...one].filter((code) => other.has(code)));
}
