/** Cases in which every value of one thing meets every value of every other at least once: far fewer than the product. */
export type Things = Readonly<Record<string, readonly unknown[]>>;

export type Case<T extends Things> = { [Name in keyof T]: T[Name][number] };

/** The same cases each time. */
export function allPairs<const T extends Things>(things: T): Array<Case<T>> {
  const names = Object.keys(things);
  const open = new Set(
    names.flatMap((one, place) =>
      names
        .slice(place + 1)
        .flatMap((other) => things[one]!.flatMap((_, i) => things[other]!.map((__, j) => pair(one, i, other, j)))),
    ),
  );
  const cases: Array<Case<T>> = [];
  while (open.size > 0) cases.push(nextCase(names, things, open) as Case<T>);
  return cases;
}

function pair(one: string, i: number, other: string, j: number): string {
  return one < other ? `${one} ${i} ${other} ${j}` : `${other} ${j} ${one} ${i}`;
}

/** Begins with a pair that is open, then takes for each thing the value that meets most of those that are. */
function nextCase(names: readonly string[], things: Things, open: Set<string>): Record<string, unknown> {
  const [one, i, other, j] = [...open][0]!.split(' ') as [string, string, string, string];
  const chosen = new Map([
    [one, Number(i)],
    [other, Number(j)],
  ]);
  for (const name of names) {
    if (chosen.has(name)) continue;
    const gain = (value: number) => [...chosen].filter(([each, at]) => open.has(pair(name, value, each, at))).length;
    const gains = things[name]!.map((_, value) => gain(value));
    chosen.set(name, gains.indexOf(Math.max(...gains)));
  }
  for (const [name, value] of chosen) for (const [each, at] of chosen) open.delete(pair(name, value, each, at));
  return Object.fromEntries(names.map((name) => [name, things[name]![chosen.get(name)!]]));
}

/** All of them. */
export function product<const T extends Things>(things: T): Array<Case<T>> {
  return Object.entries(things).reduce<Array<Record<string, unknown>>>(
    (cases, [name, values]) => cases.flatMap((each) => values.map((value) => ({ ...each, [name]: value }))),
    [{}],
  ) as Array<Case<T>>;
}
