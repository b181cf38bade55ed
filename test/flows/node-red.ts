/**
 * Flows on the Node-RED under test (the suite's runner names its home), with our nodes as they are published. All that
 * comes out is kept for the search for secrets.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { inspect } from 'node:util';
import type { Node, NodeAPI, NodeMessage, NodeStatus } from 'node-red';
import type TestHelper from 'node-red-node-test-helper';
import type { Emulator } from '../emulator';
import { recordOutput, recordSecret } from '../secrets/transcript';

const repository = path.join(__dirname, '..', '..');
const home = process.env.NODE_RED_HOME ?? repository;
const requireAtHome = createRequire(path.join(home, 'package.json'));
const coreNodes = path.dirname(
  createRequire(requireAtHome.resolve('node-red')).resolve('@node-red/nodes/package.json'),
);

export const helper: typeof TestHelper = requireAtHome('node-red-node-test-helper');
helper.init(requireAtHome.resolve('node-red'));

/** The version of Node-RED under test. */
export const nodeRedVersion: string = requireAtHome('node-red/package.json').version;

type NodeModule = (RED: never) => void;

/** The test helper leaves them out of what nodes get. */
export const { hooks, events } = createRequire(requireAtHome.resolve('node-red'))('@node-red/util') as Pick<
  NodeAPI,
  'hooks' | 'events'
>;
const giveHooks = (RED: NodeAPI) => Object.assign(RED, { hooks });

const core = (file: string): NodeModule => requireAtHome(path.join(coreNodes, 'core', file));
const set = (name: string): NodeModule => require(path.join(repository, 'dist', `${name}.js`)).default;

const manifest = require(path.join(repository, 'package.json')) as { 'node-red': { nodes: Record<string, string> } };
const setNames = Object.keys(manifest['node-red'].nodes);

export interface FlowNode {
  id: string;
  type: string;
  [property: string]: unknown;
}

export type Message = NodeMessage & Record<string, unknown>;

/** What came of one input message. */
export interface Outcome {
  /** Messages that reached the end of the node's wire, in order. */
  messages: Message[];
  /** As a Catch node gets it; undefined when the node said it was done. */
  error: { message: string; code?: string; cause?: unknown } | undefined;
  /** The message the Catch node got. */
  caught: Message | undefined;
  completions: number;
  statuses: NodeStatus[];
}

export type DeployType = 'full' | 'flows' | 'nodes';

export interface OpenFlow {
  node(id: string): Node;
  /** Gives a message to a node and waits until it says that it is done, or fails. */
  ask(id: string, msg?: Record<string, unknown>): Promise<Outcome>;
  /** Gives a message to a node and does not wait. */
  give(id: string, msg?: Record<string, unknown>): Ongoing;
  /** Deploys the flow once more, with properties of nodes changed; resolves when it has started. */
  redeploy(type: DeployType, changes?: Record<string, Record<string, unknown>>): Promise<void>;
  /** The same flow with these changes is loaded from where Node-RED keeps flows, as that of another project is. */
  reload(changes?: Record<string, Record<string, unknown>>): Promise<void>;
  close(): Promise<void>;
}

export interface Ongoing {
  outcome: Promise<Outcome>;
  /** What has come so far. */
  messages: Message[];
  statuses: NodeStatus[];
}

export interface FlowOptions {
  /** Properties of the connection node that differ from the emulator's. */
  connection?: Record<string, unknown>;
  credentials?: Record<string, unknown>;
  /** Other config nodes, such as `tls-config`. */
  configNodes?: FlowNode[];
  /** Core modules to load beside ours: `network/05-tls.js`. */
  core?: string[];
  /** Node types that tests make up. */
  modules?: Array<(RED: NodeAPI) => void>;
  /** Credentials of other nodes, by id. */
  otherCredentials?: Record<string, Record<string, unknown>>;
  /** Ids of nodes that the flow's one Catch node is wired to as well. */
  caughtBy?: string[];
  /** Ids of the nodes whose completions are noted. Default: all. */
  completing?: string[];
  /** Ids of nodes that the flow's one Complete node is wired to instead. */
  completedBy?: string[];
}

interface RuntimeNodes {
  setFlows(flow: object[], credentials: object, type: DeployType): Promise<unknown>;
  loadFlows(isToStart: boolean): Promise<unknown>;
}

/** A node without a place on the canvas would be taken for a config node. */
const onCanvas = { z: 'tab', x: 100, y: 100 };

/** Every node that names no wires of its own is wired to one end, and names the connection `connection`. */
export async function openFlow(emulator: Emulator, nodes: FlowNode[], options: FlowOptions = {}): Promise<OpenFlow> {
  recordSecrets(emulator);
  const flow = [
    { id: 'tab', type: 'tab' },
    ...(options.configNodes ?? []),
    connectionNode(emulator, options.connection),
    ...nodes.map((node) => ({ ...onCanvas, connection: 'connection', wires: [['the-end']], ...node })),
    { id: 'the-end', type: 'helper', ...onCanvas },
    { id: 'catch-all', type: 'catch', scope: null, wires: [['caught', ...(options.caughtBy ?? [])]], ...onCanvas },
    { id: 'caught', type: 'helper', ...onCanvas },
    {
      id: 'complete-all',
      type: 'complete',
      scope: options.completing ?? nodes.map(({ id }) => id),
      wires: [options.completedBy ?? ['completed']],
      ...onCanvas,
    },
    { id: 'completed', type: 'helper', ...onCanvas },
  ];
  const credentials = { ...options.otherCredentials, connection: { ...emulator.credentials, ...options.credentials } };
  await helper.load(
    [giveHooks, ...setNames.map(set), ...(options.core ?? []).map(core), ...(options.modules ?? [])] as never,
    flow as never,
    credentials as never,
  );
  const opened = [...flow];
  const changed = (changes: Record<string, Record<string, unknown>>) =>
    opened.map((node) => ({ ...node, ...changes[node.id] }));
  return {
    node: (id) => helper.getNode(id),
    ask: (id, msg = {}) => give(id, msg).outcome,
    give: (id, msg = {}) => give(id, msg),
    redeploy: (type, changes = {}) => started(({ setFlows }) => setFlows(changed(changes), credentials, type)),
    reload: (changes = {}) => {
      // The test helper reads them from this very list.
      flow.splice(0, flow.length, ...changed(changes));
      return started(({ loadFlows }) => loadFlows(true));
    },
    close: async () => {
      recordLogs();
      await helper.unload();
    },
  };
}

/** The test helper's own way waits for the start at most 300 ms, and listens for it too late. */
async function started(begin: (nodes: RuntimeNodes) => Promise<unknown>): Promise<void> {
  const hasStarted = new Promise((resolve) => events.once('flows:started', resolve));
  await begin(createRequire(requireAtHome.resolve('node-red'))('@node-red/runtime/lib/nodes'));
  await hasStarted;
}

export function connectionNode(emulator: Emulator, more: Record<string, unknown> = {}): FlowNode {
  return {
    id: 'connection',
    type: 'dataconnect-connection',
    name: 'Emulator',
    environment: 'custom',
    serviceUrl: emulator.serviceUrl,
    tokenUrl: emulator.tokenUrl,
    authentication: 'password',
    ...more,
  };
}

function give(id: string, msg: Record<string, unknown>): Ongoing {
  const messages: Message[] = [];
  const statuses: NodeStatus[] = [];
  let completions = 0;
  // Our nodes keep what a message brings: this tells what came of one from what came of another.
  const asked = Math.random();
  const node = helper.getNode(id) as Node & { receive(msg: object): void };
  const onStatus = (call: { args: unknown[] }) => {
    statuses.push(call.args[0] as NodeStatus);
    recordOutput('status', call.args[0]);
  };
  const onEnd = (received: Message) => {
    if (received.asked !== asked) return;
    messages.push(received);
    recordOutput('message', received);
  };
  const caughtNode = helper.getNode('caught');
  const completedNode = helper.getNode('completed');
  const end = helper.getNode('the-end');
  const outcome = new Promise<Outcome>((resolve) => {
    const finish = (caught?: Message) => {
      if (caught) recordOutput('message', caught);
      // What was sent before the end arrives in the same turn of the event loop, or the next.
      setImmediate(() =>
        setImmediate(() => {
          end.removeListener('input', onEnd);
          caughtNode.removeListener('input', onCaught);
          completedNode.removeListener('input', onCompleted);
          node.removeListener('call:status', onStatus as never);
          const error = caught?.error as Outcome['error'];
          resolve({ messages, statuses, completions, error, caught });
        }),
      );
    };
    const onCaught = (caught: Message) => {
      if (caught.asked === asked) finish(caught);
    };
    const onCompleted = (completed: Message) => {
      if (completed.asked !== asked) return;
      completions++;
      finish();
    };
    caughtNode.on('input', onCaught as never);
    completedNode.on('input', onCompleted as never);
  });
  node.on('call:status' as never, onStatus as never);
  end.on('input', onEnd as never);
  node.receive({ _msgid: asked.toString(16).slice(2), asked, ...msg });
  return { outcome, messages, statuses };
}

function recordSecrets(emulator: Emulator): void {
  const { password, clientSecret, accessToken } = emulator.credentials;
  for (const secret of [password, clientSecret, accessToken]) recordSecret(secret);
}

function recordLogs(): void {
  for (const call of helper.log().args) recordOutput('log', inspect(call, { depth: 6 }));
}
