/** Where the cursor of a node is, and whose word moves it: what all incremental runs of it have. */
import { knownKeyOf, type WayToGoOn, waysToGoOn } from '../../catalogue/going-on';
import { allParameters } from '../../catalogue/shared-parameters';
import { cursorName } from '../../incremental/cursor/cursor-name';
import type { SessionOptions } from '../../incremental/cursor/cursor-session';
import type { Confirmation, CursorState } from '../../incremental/cursor/cursor-state';
import { ParameterError } from '../../parameters/parameter-error';
import type { Problem } from '../../parameters/problem';
import type { Connection } from '../connection/connection';
import type { Patience, WindowEnd } from '../flow/followed-window';
import type { RunReport } from '../messages/run-report';
import { nodeLabel } from '../node-label';
import type { PlanningNode } from '../plan-message';

/** Who asks for a cursor: a run, a message that changes it, or a dialog that shows where it stands. */
export interface CursorAsker {
  origin: PlanningNode;
  connection: Connection;
  report: Pick<RunReport, 'id' | 'endpoint' | 'facts'>;
}

export interface CursorAsk {
  cursor: SessionOptions;
  /** Columns that name a record; none where nobody knows them. */
  key: readonly string[];
  confirmedBy: 'flow' | 'hand';
  patience: Patience;
  /** Minutes after which a window counts as never ending. */
  alarm: number;
  /** By whose word the cursor goes on; undefined where it stays. */
  confirms(end: WindowEnd): CursorState['confirmedBy'] | undefined;
  /** What the state says of a confirmation by the run, beside what was confirmed. */
  confirmation(): Pick<
    Confirmation,
    'node' | 'name' | 'connection' | 'host' | 'endpoint' | 'partition' | 'zone' | 'confirmedAt' | 'run'
  >;
}

/** Seconds that a node is waited for which never says when it is done, where the person set no time for slow ones. */
const USUAL_SILENCE = 30;

/**
 * @param sent what is asked for, without what goes on by itself: another store does not go on from this one's cursor
 * @throws ParameterError where the node gives on no records, or the endpoint has nothing to go on by
 */
export function cursorAsk({ origin, connection, report }: CursorAsker, sent: ReadonlyMap<string, string>): CursorAsk {
  const { settings, endpoint, title, node, RED } = origin;
  if (!['all', 'batches', 'each'].includes(settings.mode)) throw cannotGoOn(title, 'incremental-not-in-body');
  const { mode, confirm, alarm, key } = settings.incremental;
  if (endpoint && !waysToGoOn({ ...endpoint, parameters: allParameters(endpoint) }).includes(mode as WayToGoOn)) {
    throw cannotGoOn(title, mode === 'changes' ? 'incremental-no-list' : 'incremental-no-range');
  }
  const owner = { node: node.id, connection: settings.connection };
  const partition = partitionOf(sent, connection);
  const cursors = connection.shared.cursorsOf(RED, connection.cluster);
  const name = cursorName({ ...owner, partition });
  const known = endpoint && knownKeyOf(endpoint, (parameter) => sent.get(parameter))?.columns;
  return {
    cursor: { store: cursors.store, name, files: cursors.filesOf(name) },
    key: key.length > 0 ? key : (known ?? []),
    confirmedBy: confirm === 'hand' ? 'hand' : 'flow',
    patience: { open: alarm * 60_000, silence: silenceOf(origin) },
    alarm,
    confirms: (end) => {
      if (end.state === 'confirmed') return end.by;
      return end.state === 'unproven' && confirm === 'count-unproven' ? 'unproven' : undefined;
    },
    confirmation: () => ({
      ...owner,
      name: nodeLabel(origin.node, title),
      host: report.facts.host ?? connection.asked.service,
      endpoint: report.endpoint,
      partition,
      zone: connection.terms.zone,
      confirmedAt: new Date().toISOString(),
      run: report.id,
    }),
  };
}

/** Which records are meant, and of whom. */
function partitionOf(sent: ReadonlyMap<string, string>, connection: Connection): Record<string, string> {
  const others = [...sent].filter(([name]) => name !== 'Response');
  const service = connection.isPractice ? 'practice' : connection.terms.serviceUrl;
  return { ...Object.fromEntries(others), ' service': service };
}

/** Milliseconds for which a node is waited for that never says when it is done. */
export function silenceOf({ settings: { flow } }: PlanningNode): number {
  return (flow.wait === 'auto' ? flow.seconds : USUAL_SILENCE) * 1000;
}

/** Before anything is sent. */
export function cannotGoOn(title: string, kind: Problem['kind'], facts: Problem['facts'] = {}): ParameterError {
  return new ParameterError(title, [{ kind, facts }]);
}
