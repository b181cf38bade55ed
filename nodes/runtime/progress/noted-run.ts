/** What is known of a run beside its node: plain data, so that it outlives Node-RED in a file. */
import type { Period } from '../../parameters/date-axis';
import type { AskedService } from '../connection/asked-service';
import { type KeptFailure, readFailure } from './kept-failure';
import type { RunEnd } from './status-line';

/** `cut`: by a deploy or the end of Node-RED; `checked`: of a check-up that came to its end. */
export type NotedState = 'running' | 'cut' | 'checked' | RunEnd['kind'];

/**
 * Why the message of a run cannot be sent again: a secret stood in its parameters, or they were too many to keep, or no
 * plain values.
 */
const NOT_KEPT = ['secret', 'unwritable', 'shared'] as const;
export type NotKept = (typeof NOT_KEPT)[number];

/** `path`: undefined where it did not come so far. */
export interface AskedPath extends AskedService {
  path?: string | undefined;
}

/** Free of secrets. All moments in milliseconds since 1970, all durations in milliseconds. */
export interface NotedRun {
  /** The run's unique name. */
  id: string;
  /** Id of the node as it runs; in a subflow each instance has one of its own. */
  node: string;
  /** Id by which the editor knows the node. */
  place: string;
  type: string;
  /** What a person called the node; empty without. */
  name: string;
  /** Id of the connection; empty without. */
  connection: string;
  begun: number;
  state: NotedState;
  duration: number;
  records: number;
  bytes: number;
  requests: number;
  retries: number;
  /** True for one that sends nothing. */
  dryRun: boolean;
  /** True where all that it gave is invented. */
  practice: boolean;
  /** Where the records of the run lie; undefined where it is not known. */
  period?: Period | undefined;
  error?: KeptFailure | undefined;
  /** Whom it asked, and at which path; undefined where that is not known. */
  asked?: AskedPath | undefined;
  /** Of the message; undefined where it brought none. */
  params?: Record<string, unknown> | undefined;
  notKept?: NotKept | undefined;
}

/** Whether the last that was heard of the service is that it answered. */
export interface Health {
  succeeded?: number | undefined;
  failed?: ({ at: number } & KeptFailure) | undefined;
  /** True where no service was asked: it says nothing of one. */
  practice?: true | undefined;
}

const STATES: Readonly<Record<NotedState, true>> = {
  running: true,
  cut: true,
  checked: true,
  records: true,
  body: true,
  file: true,
  mailed: true,
  'dry-run': true,
  unconfirmed: true,
  cancelled: true,
  failed: true,
};

const TEXTS = ['id', 'node', 'place', 'type', 'name', 'connection'] as const;
const NUMBERS = ['begun', 'duration', 'records', 'bytes', 'requests', 'retries'] as const;

/** @param kept of a file, where anything may stand; @returns undefined for what is no run */
export function readNotedRun(kept: unknown): NotedRun | undefined {
  const fields = fieldsOf(kept);
  const { state, dryRun, practice, period, error, asked, params, notKept } = fields;
  if (!areTexts(...TEXTS.map((name) => fields[name])) || !isState(state)) return undefined;
  const { from, before } = fieldsOf(period);
  const failure = readFailure(error);
  const { service, account, path } = fieldsOf(asked);
  return {
    ...(Object.fromEntries(TEXTS.map((name) => [name, fields[name]])) as Pick<NotedRun, (typeof TEXTS)[number]>),
    ...(Object.fromEntries(NUMBERS.map((name) => [name, numberOf(fields[name])])) as Pick<
      NotedRun,
      (typeof NUMBERS)[number]
    >),
    // Whoever was at work is no more.
    state: state === 'running' ? 'cut' : state,
    dryRun: dryRun === true,
    practice: practice === true,
    ...(areTexts(from, before) && { period: { from: String(from), before: String(before) } }),
    ...(failure && { error: failure }),
    ...(areTexts(service, account) && {
      asked: { service: String(service), account: String(account), ...(areTexts(path) && { path: String(path) }) },
    }),
    ...(typeof params === 'object' && params !== null && !Array.isArray(params) && { params: { ...params } }),
    ...(isNotKept(notKept) && { notKept }),
  };
}

function isNotKept(kept: unknown): kept is NotKept {
  return NOT_KEPT.some((each) => each === kept);
}

/** @param kept as for `readNotedRun` */
export function readHealth(kept: unknown): Health {
  const { succeeded, failed, practice } = fieldsOf(kept);
  const { at } = fieldsOf(failed);
  const failure = readFailure(failed);
  return {
    ...(typeof succeeded === 'number' && { succeeded }),
    ...(typeof at === 'number' && failure && { failed: { at, ...failure } }),
    ...(practice === true && { practice }),
  };
}

function isState(value: unknown): value is NotedState {
  return typeof value === 'string' && Object.hasOwn(STATES, value);
}

function areTexts(...values: unknown[]): boolean {
  return values.every((value) => typeof value === 'string');
}

function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
