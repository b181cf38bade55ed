/** What may happen to an answer on its way: bytes flipped, cut, doubled, spliced in from another, put in. */
import type { Random } from './random';

/** @param structure what gives the format its structure, to put in where it hurts */
export function mutated(bytes: Buffer, other: Buffer, structure: readonly string[], random: Random): Buffer {
  let result = bytes;
  const times = random.oneIn(3) ? 1 + random.below(4) : 1;
  for (let time = 0; time < times; time++) result = once(result, other, structure, random);
  return result;
}

function once(bytes: Buffer, other: Buffer, structure: readonly string[], random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  const behind = Math.min(bytes.length, at + 1 + random.below(random.oneIn(4) ? 60 : 6));
  const part = bytes.subarray(at, behind);
  switch (random.below(9)) {
    case 0:
      return replaced(bytes, at, at + 1, Buffer.of((bytes[at] ?? 0) ^ (1 << random.below(8))));
    case 1:
      return replaced(bytes, at, at + 1, Buffer.of(random.below(256)));
    case 2:
      return bytes.subarray(0, at);
    case 3:
      return replaced(bytes, at, behind, Buffer.alloc(0));
    case 4:
      return replaced(bytes, at, at, part);
    case 5:
      return replaced(bytes, at, behind, slice(other, random));
    case 6:
      return replaced(bytes, at, random.oneIn(2) ? at : at + 1, Buffer.from(random.pick(structure)));
    case 7:
      return replaced(bytes, at, behind, Buffer.from(random.pick(structure)));
    default:
      // From somewhere else in the same answer.
      return replaced(bytes, at, at, slice(bytes, random));
  }
}

function slice(bytes: Buffer, random: Random): Buffer {
  const start = random.below(bytes.length + 1);
  return bytes.subarray(start, start + 1 + random.below(40));
}

function replaced(bytes: Buffer, start: number, end: number, by: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, start), by, bytes.subarray(Math.min(end, bytes.length))]);
}
