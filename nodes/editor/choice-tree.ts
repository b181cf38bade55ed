/** Choices in the order they are shown, and what of them a search leaves. */

export interface Choice {
  value: string;
  label: string;
  /** Shown in small behind the label. */
  detail?: string;
  /** Shown on hover. */
  title?: string;
  /** Value of the choice above this one. */
  parent?: string;
}

export type TreeChoice = Choice & { depth: number };

/** Children behind their parents, each with its depth; what names no known parent, or itself, is a root. */
export function asTree(choices: readonly Choice[]): TreeChoice[] {
  const values = new Set(choices.map(({ value }) => value));
  const children = new Map<string | undefined, Choice[]>();
  for (const choice of choices) {
    const parent = choice.parent !== undefined && values.has(choice.parent) ? choice.parent : undefined;
    const siblings = children.get(parent);
    if (siblings) siblings.push(choice);
    else children.set(parent, [choice]);
  }
  const ordered: TreeChoice[] = [];
  const placed = new Set<Choice>();
  // Not by calls: a service may hang each row on the one before.
  const place = (roots: readonly Choice[]): void => {
    const waiting = roots.map((choice) => ({ choice, depth: 0 })).reverse();
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { choice, depth } = next;
      if (placed.has(choice)) continue;
      placed.add(choice);
      ordered.push({ ...choice, depth });
      for (const child of (children.get(choice.value) ?? []).toReversed()) {
        waiting.push({ choice: child, depth: depth + 1 });
      }
    }
  };
  place(children.get(undefined) ?? []);
  // Rows that name each other as parents hang on no root.
  place(choices);
  return ordered;
}

/** Every word of the search must be somewhere in the choice; what is above a match in the tree is kept. */
export function matching(choices: readonly TreeChoice[], search: string): TreeChoice[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const kept: TreeChoice[] = [];
  let depthOfMatch = 0;
  for (const choice of choices.toReversed()) {
    const text = `${choice.label} ${choice.value} ${choice.detail ?? ''}`.toLowerCase();
    const isMatch = words.every((word) => text.includes(word));
    if (isMatch || choice.depth < depthOfMatch) kept.push(choice);
    depthOfMatch = isMatch ? choice.depth : Math.min(depthOfMatch, choice.depth);
  }
  return kept.reverse();
}
