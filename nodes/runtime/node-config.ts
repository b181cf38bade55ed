/** From what an endpoint node stores to what its runs take. */
import type { OutputMode, RunChoice, WindowChoice } from '../extract/run-order';
import type { FieldProblem } from '../parameters/problem';
import { type NodeSettings, type ParameterValue, readStoredNode, type StoredNode } from '../stored/stored-node';

type Output = NodeSettings['output'];

/** What an endpoint node stores, read: names, sources and choices, with the defaults of all that is absent. */
export interface EndpointNodeSettings extends RunChoice, Pick<NodeSettings['sending'], 'override'>, Output {
  connection: string;
  params: ReadonlyArray<readonly [name: string, stored: ParameterValue]>;
  flow: NodeSettings['flow'];
  columns: NodeSettings['columns'];
  incremental: NodeSettings['incremental'];
  share: NodeSettings['windows']['share'];
}

/** @returns what the node runs by, and everything in it that cannot be read: then it must not run */
export function readEndpointNode(stored: StoredNode): {
  settings: EndpointNodeSettings;
  faults: readonly FieldProblem[];
} {
  const { connection, path, params, settings, faults } = readStoredNode(stored);
  const { sending, output, windows, flow, columns, incremental } = settings;
  return {
    settings: {
      ...sending,
      ...output,
      connection,
      path,
      params: [...params],
      windows: windowChoice(windows),
      share: windows.share,
      output: outputMode(output),
      flow,
      columns,
      incremental,
    },
    faults,
  };
}

function outputMode({ mode, batchSize }: Output): OutputMode {
  return mode === 'batches' ? { kind: 'batches', size: batchSize } : { kind: mode };
}

function windowChoice({ kind, count }: NodeSettings['windows']): WindowChoice {
  return kind === 'auto' || kind === 'none' ? { kind } : { kind: 'calendar', unit: kind, count };
}
