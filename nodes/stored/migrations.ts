/**
 * What older releases stored, as this one stores it. Whoever changes what a property means, or how it is called, adds a
 * step; it stays for ever, for a flow may be older than any release that is still in use.
 */
import type { FieldProblem } from '../parameters/problem';
import { faultOf, isGroup, numberField, shown } from './field';

/** A node as it stands in the flow file, or its settings in part. */
export type Stored = Readonly<Record<string, unknown>>;

/** From one version to the next. The object it is given belongs to Node-RED and stays as it is. */
export type Step = (stored: Stored) => Stored;

/** The first makes an endpoint node of version 1 one of version 2. */
export const nodeSteps: readonly Step[] = [withoutStopOnFailure];
/** The same of connections. */
export const connectionSteps: readonly Step[] = [withoutAssumedStopDate];
/** The same of *Records to SQL*. */
export const sqlSteps: readonly Step[] = [];
/** The same of the check-up. */
export const checkUpSteps: readonly Step[] = [];
/** The same of *DataConnect confirm*. */
export const confirmSteps: readonly Step[] = [];

/** Until then, a run never ended by what the flow made of its messages. */
function withoutStopOnFailure(stored: Stored): Stored {
  const { flow = {} } = stored;
  return isGroup(flow) ? { ...stored, flow: { stopOnFailure: false, ...flow } } : stored;
}

/** Until then, *inclusive* was what stood there before anybody knew. */
function withoutAssumedStopDate(stored: Stored): Stored {
  const { stopDate = 'inclusive' } = stored;
  return stopDate === 'inclusive' ? { ...stored, stopDate: 'unknown' } : stored;
}

/** The version that is stored with all steps made. */
export function newestVersion(steps: readonly Step[]): number {
  return steps.length + 1;
}

/**
 * @param stored of any version; without one it is of the first
 * @param faults takes why it cannot be read: a later release may mean something else by each name
 * @returns of the newest version, the same object where it was that already; undefined where it cannot be read
 */
export function migrate(stored: Stored, steps: readonly Step[], faults: FieldProblem[]): Stored | undefined {
  const newest = newestVersion(steps);
  const version = numberField('steps', [1, newest], 1).read(stored.version);
  if (version.kind === 'wrong') {
    faults.push(faultOf('version', 'version-unknown', { value: shown(stored.version), newest }));
    return undefined;
  }
  if (version.value === newest) return stored;
  const migrated = steps.slice(version.value - 1).reduce((older, step) => step(older), stored);
  return { ...migrated, version: newest };
}

/** Writes what the steps changed into the node itself, before a dialog adds what a person changed. */
export function bringUpToDate(node: Record<string, unknown>, steps: readonly Step[]): void {
  const migrated = migrate(node, steps, []) ?? node;
  for (const name of Object.keys(node)) if (!(name in migrated)) delete node[name];
  for (const [name, value] of Object.entries(migrated)) if (node[name] !== value) node[name] = value;
}
