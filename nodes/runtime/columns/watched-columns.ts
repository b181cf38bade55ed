/** The columns of one run, beside those of the node's last run. */
import type { Endpoint } from '../../catalogue/schema';
import type { RunPlan } from '../../extract/run-plan';
import { ColumnWatch } from '../../output/column-watch';
import type { EndpointNodeSettings } from '../node-config';
import type { ColumnMemory } from './column-memory';

/** What of a node is remembered with its columns. */
export interface WatchedNode {
  /** Its id; in a subflow that of the node all instances are made of. */
  place: string;
  endpoint: Endpoint | undefined;
  settings: EndpointNodeSettings;
}

export interface WatchedColumns {
  watch: ColumnWatch;
  /** Keeps the columns for the next run, when this one is whole. */
  keep(): Promise<void>;
}

/**
 * @param isPractice what invented data look like says nothing of a service
 * @returns undefined for an answer that leaves as it came: nobody looks into it
 */
export async function watchColumns(
  { place, endpoint, settings, isPractice }: WatchedNode & { isPractice: boolean },
  plan: RunPlan,
  memory: ColumnMemory,
): Promise<WatchedColumns | undefined> {
  if (plan.output.kind !== 'records') return undefined;
  const form = `${isPractice ? 'practice ' : ''}${formOf(endpoint, plan)}`;
  const isSure = plan.columnsAreCertain && !plan.pathIsGuess && !endpoint?.columnsVary;
  const watch = new ColumnWatch({
    before: await memory.recall(place, form),
    expected: isSure ? plan.columns : [],
    choice: settings.columns.drift,
    // In Xml with a Schema, and in the other forms, each column is there.
    omitsNulls: plan.response === 'Xml',
    endpoint: plan.endpoint,
  });
  const keep = async () => {
    const shape = watch.shape();
    if (shape) await memory.remember(place, form, shape);
  };
  return { watch, keep };
}

/** Other paths, responses and values of the parameters that choose columns have other columns. */
function formOf(endpoint: Endpoint | undefined, { request, response }: RunPlan): string {
  const sent = new Map(request.parameters);
  const { variants = [], columnsVary, parameters = [] } = endpoint ?? {};
  const asked = columnsVary ? parameters.filter(({ required }) => required) : [];
  const choosing = new Set([...variants.map(({ parameter }) => parameter), ...asked.map(({ name }) => name)]);
  return [request.path, response, ...[...choosing].map((name) => `${name}=${sent.get(name) ?? ''}`)].join(' ');
}
