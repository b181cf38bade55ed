/**
 * Keys for the columns of an answer. Any name is a good key except three kinds: one already taken (a report may have
 * two columns of a name), the empty one, and `__proto__`, which Node-RED's cloneMessage would turn into a prototype.
 */

/** Whether the name can be the key as it is, provided no other column has it. */
export function isPlainName(name: string): boolean {
  return name !== '' && name !== '__proto__';
}

/**
 * The key for a name: itself; `Name_2`, `Name_3` … when taken; `Column4` for the fourth column without a name;
 * `__proto___` for `__proto__`.
 * @param position of the column, from 1
 * @param before how many columns of the name come before it
 */
export function freeKey(name: string, position: number, before: number, isTaken: (key: string) => boolean): string {
  const wanted = wantedKey(name, position);
  if (!isTaken(wanted)) return wanted;
  for (let number = Math.max(2, before + 1); ; number++) {
    const key = `${wanted}_${number}`;
    if (!isTaken(key)) return key;
  }
}

function wantedKey(name: string, position: number): string {
  if (name === '') return `Column${position}`;
  return name === '__proto__' ? '__proto___' : name;
}

/** Keys for names that belong together, in order. A name that can stay as it is goes before one that must change. */
export function uniqueKeys(names: readonly string[]): string[] {
  const reserved = new Set(names.filter(isPlainName));
  const taken = new Set<string>();
  const times = new Map<string, number>();
  return names.map((name, index) => {
    const before = times.get(name) ?? 0;
    times.set(name, before + 1);
    if (before === 0 && reserved.has(name)) return name;
    const key = freeKey(name, index + 1, before, (candidate) => reserved.has(candidate) || taken.has(candidate));
    taken.add(key);
    return key;
  });
}
