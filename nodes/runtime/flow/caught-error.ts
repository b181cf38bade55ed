/** What a Catch node brings with `msg.cancel`: that a node failed with a message of a run. */
import type { NodeMessage } from 'node-red';

/** What Catch nodes and ours set on a message; anything else may stand there. */
type CaughtMessage = NodeMessage & {
  error?: { source?: { id?: unknown; type?: unknown; name?: unknown } };
  dataconnect?: { run?: unknown };
  parts?: { id?: unknown; index?: unknown };
};

export interface CaughtError {
  /** That reported it. */
  node: { id: string; type: string; name?: unknown };
  /** Id of the run whose message it was, where the message still says so. */
  run: string | undefined;
  /** Place of the batch in the run, from 1; undefined where the message does not say. */
  batch: number | undefined;
}

/** @returns undefined where the message brings no error of a node */
export function caughtErrorIn(msg: NodeMessage): CaughtError | undefined {
  const { error, dataconnect, parts } = msg as CaughtMessage;
  const source = error?.source;
  if (typeof source?.id !== 'string') return undefined;
  const run = typeof dataconnect?.run === 'string' ? dataconnect.run : undefined;
  const isOfRun = run !== undefined && parts?.id === run && Number.isInteger(parts.index);
  return {
    node: { id: source.id, type: String(source.type ?? source.id), name: source.name },
    run,
    batch: isOfRun ? Number(parts.index) + 1 : undefined,
  };
}
