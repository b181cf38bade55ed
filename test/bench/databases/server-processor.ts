/** What the processes of a database server have worked, on Linux. */
import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds of a tick of the clock by which Linux counts. */
const TICK = 10;

/**
 * Milliseconds that a process and its children, also those that have ended, have worked so far.
 * @returns 0 where the system does not tell
 */
export function processorTimeOf(pid: number): number {
  const all = statistics();
  const own = all.get(pid);
  if (!own) return 0;
  const children = [...all.values()].filter(({ parent }) => parent === pid);
  return (own.worked + own.endedChildren + children.reduce((sum, { worked }) => sum + worked, 0)) * TICK;
}

interface Statistics {
  parent: number;
  /** In ticks. */
  worked: number;
  endedChildren: number;
}

function statistics(): Map<number, Statistics> {
  const found = new Map<number, Statistics>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    const known = Number.isInteger(pid) ? statisticsOf(pid) : undefined;
    if (known) found.set(pid, known);
  }
  return found;
}

/** `proc(5)`, /proc/pid/stat: what stands behind the name in parentheses begins with the third field. */
function statisticsOf(pid: number): Statistics | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = line
      .slice(line.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent, user, system, childrenUser, childrenSystem] = [1, 11, 12, 13, 14].map((index) => fields[index]!);
    return { parent: parent!, worked: user! + system!, endedChildren: childrenUser! + childrenSystem! };
  } catch {
    return undefined;
  }
}
