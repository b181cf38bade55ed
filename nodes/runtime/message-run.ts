/** One message's run: parameters in, messages out, and exactly one end. */
import type { NodeMessage } from 'node-red';
import { cancelled, type StopSignal } from '../client/waiting/cancellation';
import type { DataConnectError, Say } from '../errors';
import { passFilename } from '../extract/body-gate';
import type { Planned } from '../extract/make-plan';
import { run } from '../extract/run';
import type { RunOptions, Sender } from '../extract/run-options';
import type { RunPlan } from '../extract/run-plan';
import type { Sieve } from '../extract/sieve';
import type { PartFile } from '../files/part-file';
import { transformsOf } from './columns/shaping';
import type { WatchedNode } from './columns/watched-columns';
import type { Connection } from './connection/connection';
import { BackPressure, type BackPressureOptions } from './flow/back-pressure';
import type { FlowTicks } from './flow/flow-ticks';
import { foreseeRun, warningsOf } from './foreseen-run';
import { describeBody } from './messages/body-message';
import type { DataConnectMessage, MessageWriter } from './messages/message-writer';
import { requireRoom } from './messages/output-property';
import type { RunReport } from './messages/run-report';
import { openOutputFile } from './output-file';
import { type PlanningNode, planMessage } from './plan-message';
import type { RunNews, RunYield } from './progress/run-state';
import { runColumns } from './run-columns';

/** What all runs of a node have of it. */
export interface RunningNode extends PlanningNode, WatchedNode {
  say: Say;
  /** Ticks that come in to the node. */
  ticks: FlowTicks;
}

export interface MessageRun {
  origin: RunningNode;
  connection: Connection;
  signal: StopSignal;
  report: RunReport;
  writer: MessageWriter;
  onProgress: (news: RunNews) => void;
  /** Names of nodes of the flow that the run will not wait for any longer. */
  onOverdue: (nodes: string[]) => void;
  /** The run ends now, by this error; what is left of it is done for nobody. */
  endEarly: (error: DataConnectError) => void;
  send: (msg: NodeMessage) => void;
}

export interface CarryOutOptions {
  /** Takes the body of a run that is for a file. */
  file?: PartFile | undefined;
  /** As a run's. */
  onRead?: RunOptions['onRead'];
  /** Decides which records leave. */
  sieve?: Sieve | undefined;
}

/** `dryRun`: true for what would be sent, instead of the data. */
export type RunMessage = DataConnectMessage & { dryRun?: unknown };

/** A function node takes this many messages of one record in about 2 ms. */
const RECORDS_PER_TURN = 64;

/**
 * Carries out one message's run and sends its messages.
 * @throws DataConnectError, the one to report
 */
export async function runMessage(job: MessageRun, msg: RunMessage): Promise<RunYield> {
  const flow = flowPressure(job);
  try {
    return await runInStep(job, msg, flow);
  } finally {
    flow.close();
  }
}

async function runInStep(job: MessageRun, msg: RunMessage, flow: BackPressure): Promise<RunYield> {
  const { origin, report, connection, signal } = job;
  const { RED, settings, say, title } = origin;
  requireRoom(RED, msg, settings.property, title);
  const planned = await planMessage(origin, connection, msg, signal, { sends: msg.dryRun !== true });
  const { plan } = planned;
  report.setPlan(plan, warningsOf(planned, say), connection.redactor);
  if (msg.dryRun === true) return tellOnly(job, planned, flow);
  const client = clientFor(connection, report.id);
  const file = plan.output.kind === 'file' ? await openOutputFile(origin, connection, plan, report.id) : undefined;
  try {
    return await carryOut(job, plan, client, flow, { file });
  } catch (error) {
    await file?.discard();
    throw error;
  }
}

/** One message with what would be sent, and nothing else. */
async function tellOnly(
  { origin, connection, writer, report }: MessageRun,
  planned: Planned,
  flow: BackPressure,
): Promise<RunYield> {
  const foreseen = foreseeRun(origin, connection, planned, origin.say, report.id);
  report.isDryRun = true;
  await flow.sendLast(writer.body(foreseen, undefined, report.messageFacts()));
  return { kind: 'dry-run', requests: foreseen.requests.length };
}

/**
 * Sends what a plan asks for, and hands on what comes.
 */
export async function carryOut(
  job: MessageRun,
  plan: RunPlan,
  client: Sender,
  flow: BackPressure,
  { file, onRead, sieve }: CarryOutOptions = {},
): Promise<RunYield> {
  const { origin, report, writer, connection, signal, onProgress } = job;
  const { settings } = origin;
  const columns = await runColumns(job, plan);
  const result = await run(plan, client, {
    file,
    onRead,
    sieve,
    shared: connection.shared,
    signal,
    facts: report.facts,
    onProgress,
    watch: columns.watch,
    transforms: [...columns.dropNew, ...transformsOf(origin, connection, plan)],
    // No async function: it would keep the records until the flow is done with them.
    take: (batch) => {
      report.waitedForFlow = flow.waited;
      columns.note(batch.last);
      report.beginBatch(batch);
      const out = writer.batch(batch, report.messageFacts(batch.windows));
      const count = batch.records.length;
      const sending = batch.last ? flow.sendLast(out, count) : flow.send(out, count);
      return sending.then(() => undefined);
    },
  });
  if (result.kind === 'records') {
    await columns.keep();
    return { kind: 'records', records: report.records, drift: report.drift };
  }
  if (result.kind === 'file') return sendFile(job, file!, result.rows, flow);
  const as = settings.mode === 'buffer' ? 'buffer' : 'text';
  const from = { zone: connection.terms.zone, isPractice: connection.isPractice };
  const { value, filename } = describeBody(result, plan, as, from);
  await flow.sendLast(writer.body(value, passFilename(filename, connection.redactor), report.messageFacts()));
  return result.kind === 'body' ? { kind: 'body', bytes: result.body.length } : { kind: 'mailed' };
}

/** The client of the connection, so that people who look at the queue see which run waits. */
export function clientFor(connection: Connection, run: string): Sender {
  const client = connection.client();
  return {
    redactor: client.redactor,
    send: (request, options) => client.send(request, { ...options, run }),
  };
}

/** The file gets its name, then the flow hears of it. */
async function sendFile(
  { origin, signal, writer, report }: MessageRun,
  file: PartFile,
  rows: number | undefined,
  flow: BackPressure,
): Promise<RunYield> {
  if (signal.aborted) throw cancelled(signal, origin.title);
  const bytes = file.position;
  const path = await file.finish();
  const value = { path, bytes, ...(rows !== undefined && { rows }) };
  await flow.sendLast(writer.body(value, path, report.messageFacts()));
  return { kind: 'file', bytes };
}

/** @param following the window of which all that it sends is part, and its alarm */
export function flowPressure(
  { origin, connection, signal, report, send, onProgress, onOverdue }: MessageRun,
  following: Pick<BackPressureOptions, 'window' | 'alarm'> = {},
): BackPressure {
  const { RED, node, title, settings, ticks } = origin;
  const { shared } = connection;
  return new BackPressure(shared.trackerOf(RED), node, ticks, {
    turns: shared.turns,
    choice: settings.flow,
    signal,
    endpoint: title,
    perTurn: settings.mode === 'each' ? RECORDS_PER_TURN : 1,
    handedOn: report.handedOn,
    ...following,
    send,
    onWaiting: (nodes) => onProgress({ kind: 'waiting-for-flow', nodes }),
    onOverdue,
  });
}
