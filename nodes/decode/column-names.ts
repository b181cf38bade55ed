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
 */
export function freeKey(name: string, position: number, isTaken: (key: string) => boolean): string {
  const wanted = wantedKey(name, position);
  if (!isTaken(wanted)) return wanted;
  for (let number = 2; ; number++) {
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
  const taken = new Set<string>();
  const keys = names.map((name) => {
    if (!isPlainName(name) || taken.has(name)) return undefined;
    taken.add(name);
    return name;
  });
  return keys.map((key, index) => {
    if (key !== undefined) return key;
    const free = freeKey(names[index]!, index + 1, (candidate) => taken.has(candidate));
    taken.add(free);
    return free;
  });
}
