/** What the sidebar shows, and what a person does there. */
import type { Node, NodeAPI } from 'node-red';
import type { QueueView } from '../../client/slots/queue-view';
import type { ClusterState } from '../../cluster/cluster-store';
import { DataConnectError, type Phrase } from '../../errors';
import { isGroup } from '../../stored/field';
import { connectionFields } from '../../stored/stored-connection';
import { type ConnectionNode, findConnection, findConnectionNode } from '../connection/connection';
import type { RepeatingNode } from '../endpoint-node';
import { clustersOf } from '../incremental/cursor-places';
import { nodeLabel } from '../node-label';
import { sayFailure } from '../progress/kept-failure';
import type { Health } from '../progress/noted-run';
import type { BookView, RunView } from '../progress/run-book';
import type { Repetition } from '../repeat-run';
import type { SharedParts } from '../shared-parts';
import { sayWith, type Translate, translateError } from '../translate';
import type { AdminRequest } from './admin-request';
import { connectionNodes, connectionOfRuns, storedSettings } from './connection-nodes';
import { type ConnectionTestResult, failureOf, sayTest, tryForm } from './connection-test';
import type { OpenForms } from './open-form';

/** All that the sidebar shows. */
export interface RunsAnswer extends Omit<BookView, 'live' | 'ended'> {
  live: LiveView[];
  ended: EndedView[];
  queues: QueueView[];
  connections: ConnectionView[];
}

/** `why`: in words, while another attempt is waited for. */
type LiveView = RunView & { why?: string };

type EndedView = Omit<RunView, 'error'> & { error?: { code: string; text: string } };

export interface ConnectionView extends Omit<Health, 'failed'> {
  id: string;
  /** Empty without. */
  name: string;
  /** As it is stored: `production`, `practice` … */
  environment: string;
  /** Why every run will fail, in words; undefined where it can be used. */
  problem?: string;
  /** What it shares with other Node-RED, and how that is. */
  cluster?: { name: string; state: ClusterState };
  failed?: { at: number; text: string };
}

/** @param request `query`: `since`, the mark of the answer before */
export async function answerRuns(
  RED: NodeAPI,
  shared: SharedParts,
  { query, translate }: AdminRequest,
): Promise<RunsAnswer> {
  const runs = await shared.book.view(query.since);
  const connections = connectionNodes(RED).map((node): ConnectionView => {
    const fault = node.dataconnect?.fault;
    const { failed, ...health } = shared.book.healthOf(connectionOfRuns(node));
    return {
      id: node.id,
      name: nodeLabel(node, ''),
      environment: String(storedSettings(RED, node).environment ?? connectionFields.environment.byDefault),
      ...(fault && { problem: translateError(fault, translate) }),
      ...clusterOf(RED, node),
      ...health,
      ...(failed && { failed: { at: failed.at, text: sayFailure(failed, translate) } }),
    };
  });
  const live = runs.live.map((run) => withReason(RED, run, translate));
  const ended = runs.ended.map(({ error, ...run }) => ({
    ...run,
    ...(error && { error: { code: error.code, text: sayFailure(error, translate) } }),
  }));
  return { ...runs, live, ended, queues: queuesOf(RED, shared), connections };
}

/** Those of this Node-RED alone, and those that it shares. */
export function queuesOf(RED: NodeAPI, shared: SharedParts): QueueView[] {
  return [...shared.slots.view(), ...[...clustersOf(RED)].flatMap((cluster) => cluster.queues())];
}

function clusterOf(RED: NodeAPI, node: ConnectionNode): Pick<ConnectionView, 'cluster'> {
  const cluster = node.dataconnect?.cluster;
  if (!cluster) return {};
  const { cluster: id } = storedSettings(RED, node);
  const named = RED.nodes.getNode(String(id)) as Node | null;
  return { cluster: { name: named ? nodeLabel(named, '') : '', state: cluster.state() } };
}

function withReason(RED: NodeAPI, run: RunView, translate: Translate): LiveView {
  const { phase, ...others } = run;
  if (phase?.kind !== 'retrying') return run;
  const { why, ...waiting } = phase;
  const said = findConnection(RED, run.connection)?.redactor.redact(sayWith(translate)(why));
  return { ...others, phase: waiting as typeof phase, ...(said !== undefined && { why: said.replace(/\.$/, '') }) };
}

/** @param request `params`: id of the run; @returns false where it is not at work any more */
export async function cancelRun(shared: SharedParts, { params }: AdminRequest): Promise<{ stopped: boolean }> {
  return { stopped: shared.book.cancel(params.id!) };
}

/** `gone`: the node is not deployed, or the run is not known any more. */
export type RepetitionAnswer = Repetition | { kind: 'refused'; reason: 'gone' };

/**
 * @param request `params`: id of the run; `body`: `confirmed`, the reasons to ask that a person has seen
 * @throws DataConnectError, as the run would before it sends anything
 */
export async function runAgain(
  RED: NodeAPI,
  shared: SharedParts,
  { params, body }: AdminRequest,
): Promise<RepetitionAnswer> {
  const run = await shared.book.ended(params.id!);
  const node = run && (RED.nodes.getNode(run.node) as RepeatingNode | null);
  if (!node?.repeatRun) return { kind: 'refused', reason: 'gone' };
  const { confirmed } = isGroup(body) ? body : {};
  return node.repeatRun(run!, Array.isArray(confirmed) ? confirmed : []);
}

/**
 * Tries a connection as it is deployed, and notes how it is.
 * @param request `params`: id of the connection
 * @throws DataConnectError `CONNECTION_MISSING`
 */
export async function tryConnection(
  RED: NodeAPI,
  shared: SharedParts,
  forms: OpenForms,
  { params, translate }: AdminRequest,
  signal: AbortSignal,
): Promise<ConnectionTestResult> {
  const node = findConnectionNode(RED, params.id!);
  if (!node?.dataconnect) {
    const reason: Phrase = { phrase: 'connection-not-deployed', facts: { id: params.id } };
    throw new DataConnectError('CONNECTION_MISSING', { reason });
  }
  const body = { ...storedSettings(RED, node), name: nodeLabel(node, '') };
  const tried = await tryForm(forms, { params, body }, signal);
  shared.book.noteHealth(connectionOfRuns(node), failureOf(tried));
  return sayTest(tried, translate);
}
