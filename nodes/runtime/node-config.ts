/** From what an endpoint node stores to what its runs take. */

import type { OutputMode, RunChoice, WindowChoice } from '../extract/run-order';
import type { FieldProblem } from '../parameters/problem';
import { propertyOf } from '../parameters/property-names';
import { type NodeSettings, type ParameterValue, readStoredNode, type StoredNode } from '../stored/stored-node';
import type { FlowChoice } from './flow/back-pressure';

export interface EndpointNodeSettings extends RunChoice {
  connection: string;
  params: ReadonlyArray<readonly [name: string, stored: ParameterValue]>;
  /** `msg.params` may replace values set in the node; otherwise it only fills blanks. */
  override: boolean;
  /** Message property that takes the records or the body. */
  property: string;
  dates: 'text' | 'date';
  /** Messages about the progress of runs go to a second output. */
  progress: boolean;
  /** Whether batches wait for the flow. */
  flow: FlowChoice;
}

/** @returns what the node runs by, and everything in it that cannot be read: then it must not run */
export function readEndpointNode(stored: StoredNode): {
  settings: EndpointNodeSettings;
  faults: readonly FieldProblem[];
} {
  const { connection, path, params, settings, faults } = readStoredNode(stored);
  const { sending, output, windows, flow } = settings;
  return {
    settings: {
      ...sending,
      connection,
      path,
      params: [...params],
      windows: windowChoice(windows),
      output: outputMode(output),
      property: propertyOf(output.property),
      dates: output.dates,
      progress: output.progress,
      flow,
    },
    faults,
  };
}

function outputMode({ mode, batchSize }: NodeSettings['output']): OutputMode {
  return mode === 'batches' ? { kind: 'batches', size: batchSize } : { kind: mode };
}

function windowChoice({ kind, count }: NodeSettings['windows']): WindowChoice {
  return kind === 'auto' || kind === 'none' ? { kind } : { kind: 'calendar', unit: kind, count };
}
