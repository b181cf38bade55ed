/** What a dialog shows of its node before it is deployed: how its records begin, and what would be sent. */
import { randomUUID } from 'node:crypto';
import type { NodeAPI } from 'node-red';
import type { StopSignal } from '../../client/waiting/cancellation';
import type { Phrase } from '../../errors';
import { type Preview, preview, refusalOf } from '../../extract/preview';
import type { RunPlan } from '../../extract/run-plan';
import type { DataRecord, Value } from '../../record';
import { transformsOf } from '../columns/shaping';
import type { Connection } from '../connection/connection';
import { type ForeseenRun, foreseeRun } from '../foreseen-run';
import { foreseeNext, type NextWindows, nextWindows } from '../incremental/next-windows';
import { planMessage } from '../plan-message';
import { sayWith } from '../translate';
import type { AdminRequest } from './admin-request';
import type { OpenForms } from './open-form';
import { type OpenNode, withOpenNode } from './open-node';

/** As the browser gets it: each row has its values in the order of the columns, as text where they are no plain ones. */
export type PreviewAnswer = InPractice & AnswerOfPreview;

/** Present where what is shown is invented. */
interface InPractice {
  practice?: true;
}

type AnswerOfPreview =
  /** Nothing was sent, whatever the node says. */
  | { kind: 'refused'; text: string }
  | {
      kind: 'records';
      columns: Array<{ name: string; type: string; sqlType?: string }>;
      rows: PreviewCell[][];
      hasMore: boolean;
      host: string;
    }
  | Extract<Preview, { kind: 'text' }>;

export type PreviewCell = string | number | boolean | null;

/**
 * The node as it stands in its dialog, up to the first records; then the reading stops and the slot is free. It waits in
 * the same queue as runs do.
 * @param request `body`: what the dialog sends of itself
 * @throws DataConnectError as the run would
 */
export function previewNode(
  RED: NodeAPI,
  forms: OpenForms,
  { body, translate }: AdminRequest,
  signal: StopSignal,
): Promise<PreviewAnswer> {
  const say = sayWith(translate);
  return withOpenNode(RED, forms, body, async (open) => {
    const shown = await beginningOf(open, signal);
    if (shown.kind === 'refused') return { kind: 'refused', text: shown.why.map(say).join(' ') };
    return { ...practiceOf(open.connection), ...(shown.kind === 'text' ? shown : asTable(shown)) };
  });
}

/**
 * What a run would give first; `refused` where it would not only read.
 * @param as `isShaped`: columns as they leave the node, else as the service has them. `most`: records
 * @throws DataConnectError as the run would
 */
export async function beginningOf(
  open: OpenNode,
  signal: StopSignal,
  { isShaped = true, most }: { isShaped?: boolean; most?: number } = {},
): Promise<Preview | { kind: 'refused'; why: Phrase[] }> {
  const { origin, connection } = open;
  const first = await firstPlanOf(open, signal);
  if ('refusal' in first) return { kind: 'refused', why: first.refusal };
  const { plan } = first;
  const transforms = isShaped ? transformsOf(origin, connection, plan) : [];
  const reading = { shared: connection.shared, transforms, signal, ...(most !== undefined && { most }) };
  return preview(plan, connection.client(), reading);
}

/** Of the first request of a run that only reads; else why nothing is asked for. */
async function firstPlanOf(
  { origin, connection, message }: OpenNode,
  signal: StopSignal,
): Promise<{ plan: RunPlan } | { refusal: Phrase[] }> {
  const { planned, standing } = await plansOf({ origin, connection, signal }, message, { sends: true });
  const [first] = planned;
  if (!first) return { refusal: standing };
  const refusal = refusalOf(first.plan);
  return refusal ? { refusal: [refusal] } : first;
}

/** Requests that are shown; a person who wants to see all of them takes `msg.dryRun`. */
const MOST_REQUESTS = 50;

/** What `msg.dryRun` gives, cut where it is long. `count` is that of all requests. */
export type DryRunAnswer = InPractice & ForeseenRun & { count: number };

/** @throws DataConnectError as a run would before it sends anything */
export function dryRunNode(
  RED: NodeAPI,
  forms: OpenForms,
  { body, translate }: AdminRequest,
  signal: StopSignal,
): Promise<DryRunAnswer> {
  const say = sayWith(translate);
  return withOpenNode(RED, forms, body, async ({ origin, connection, message, inText }) => {
    const next = await plansOf({ origin, connection, signal }, message, { sends: false });
    const foreseen =
      next.standing.length > 0
        ? foreseeNext({ origin, connection }, next, say, randomUUID())
        : foreseeRun(origin, connection, next.planned[0]!, say, randomUUID());
    return {
      ...practiceOf(connection),
      ...foreseen,
      count: foreseen.requests.length,
      unknown: foreseen.unknown.map(inText),
      requests: foreseen.requests.slice(0, MOST_REQUESTS).map(({ url, headers, ...request }) => ({
        ...request,
        url: inText(url),
        headers: { ...headers, ...(headers.host !== undefined && { host: inText(headers.host) }) },
      })),
    };
  });
}

/** One, but for a node that goes on from an earlier run: that has one for each window of the next. */
async function plansOf(
  asking: Pick<OpenNode, 'origin' | 'connection'> & { signal: StopSignal },
  message: OpenNode['message'],
  options: { sends: boolean },
): Promise<NextWindows> {
  const { origin, connection, signal } = asking;
  if (origin.settings.incremental.mode !== 'off') return nextWindows(asking, message, options);
  return { planned: [await planMessage(origin, connection, message, signal, options)], position: {}, standing: [] };
}

function practiceOf({ isPractice }: Connection): InPractice {
  return isPractice ? { practice: true } : {};
}

function asTable({ columns, records, hasMore, host }: Extract<Preview, { kind: 'records' }>): AnswerOfPreview {
  const shown = columns.map(({ name, type, sqlType }) => ({ name, type, ...(sqlType && { sqlType }) }));
  return { kind: 'records', columns: shown, rows: records.map((record) => rowOf(record, columns)), hasMore, host };
}

function rowOf(record: DataRecord, columns: ReadonlyArray<{ name: string }>): PreviewCell[] {
  return columns.map(({ name }) => (Object.hasOwn(record, name) ? cellOf(record[name]!) : null));
}

function cellOf(value: Value): PreviewCell {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
