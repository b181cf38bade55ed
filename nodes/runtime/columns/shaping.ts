/** What a run does with the columns of its records, and where it cannot: asked before anything is sent. */
import type { RunPlan } from '../../extract/run-plan';
import type { Transform } from '../../output/transform';
import { transformsFor } from '../../output/transforms';
import { hashesColumns, shapesColumns } from '../../parameters/column-choice';
import { ParameterError } from '../../parameters/parameter-error';
import type { Connection } from '../connection/connection';
import type { EndpointNodeSettings } from '../node-config';

/** What of a node shaping is made of. */
export interface ShapingNode {
  title: string;
  settings: EndpointNodeSettings;
}

/**
 * A text, a file, a workbook and an e-mail leave as they come: what was to be hidden would be in them. What the node
 * alone says is refused here, before anything is looked up for it.
 * @throws ParameterError; DataConnectError `CONNECTION_INVALID` where the connection has no key for hashes
 */
export function requireShapable({ settings, title }: ShapingNode, connection: Connection): void {
  const { columns, mode } = settings;
  if (shapesColumns(columns) && ['text', 'buffer', 'file'].includes(mode)) throw leavesAsItCame(title);
  if (hashesColumns(columns)) connection.requireHashKey();
}

/**
 * The same of the answer that is asked for, which a message may say.
 * @throws ParameterError
 */
export function requireRecords({ settings, title }: ShapingNode, plan: RunPlan): void {
  if (shapesColumns(settings.columns) && plan.output.kind !== 'records') throw leavesAsItCame(title);
}

function leavesAsItCame(title: string): ParameterError {
  return new ParameterError(title, [{ kind: 'columns-not-in-body', facts: {} }]);
}

/** What is done to the records of a run before they go out; one and the same for a message and for the preview. */
export function transformsOf({ settings, title }: ShapingNode, connection: Connection, plan: RunPlan): Transform[] {
  return transformsFor({
    choices: settings,
    columns: settings.columns,
    expected: plan.columns,
    zone: connection.declaredZone,
    hashKey: connection.hashKey,
    title,
  });
}
