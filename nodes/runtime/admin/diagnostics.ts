/** What a person sends along with a question or a report of a fault: facts of the installation, free of secrets. */
import { release } from 'node:os';
import type { NodeAPI } from 'node-red';
import { redacted } from '../../secrets/clean-error';
import { Redactor } from '../../secrets/redact';
import type { ConnectionNode } from '../connection/connection';
import { nodeLabel } from '../node-label';
import { type KeptFailure, sayFailure } from '../progress/kept-failure';
import type { RunView } from '../progress/run-book';
import type { SharedParts } from '../shared-parts';
import { queuesOf } from './answer-runs';
import { connectionNodes, connectionOfRuns, storedSettings } from './connection-nodes';

/** Defined by `build.ts`. */
declare const PACKAGE_VERSION: string;

/** `withheld`: a secret was found in it that could not be masked. */
export type Diagnostics = { kind: 'text'; text: string } | { kind: 'withheld' };

/** The latest runs, and of all that are kept those that failed. */
const MOST = { runs: 20, failed: 20 };

/** Of the whole installation; free of secrets. */
export async function answerDiagnostics(RED: NodeAPI, shared: SharedParts): Promise<Diagnostics> {
  const { live, ended, more } = await shared.book.view(undefined);
  const nodes = connectionNodes(RED);
  const latest = [...ended].reverse();
  const facts = {
    made: new Date().toISOString(),
    versions: { package: PACKAGE_VERSION, nodeRed: RED.version?.(), node: process.version },
    system: {
      platform: `${process.platform} ${process.arch} ${release()}`,
      uptimeInSeconds: Math.round(process.uptime()),
      memoryInMegabytes: Math.round(process.memoryUsage().rss / 1_000_000),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    connections: nodes.map((node) => ({
      name: nodeLabel(node, node.id),
      settings: storedSettings(RED, node),
      usable: node.dataconnect?.isUsable,
      ...healthOf(shared, node),
    })),
    nodes: countNodes(RED),
    counters: { ...shared.book.totals, atWork: live.length + more },
    queues: queuesOf(RED, shared),
    runs: [...live, ...latest.slice(0, MOST.runs)].map(described),
    failures: latest
      .filter(({ error }) => error)
      .slice(0, MOST.failed)
      .map(described),
  };
  return scrubbed(
    facts,
    nodes.flatMap(({ dataconnect }) => dataconnect?.redactor ?? []),
  );
}

/**
 * Masks what any connection knows to be secret, and looks whether it is gone.
 * @param redactors of all connections
 */
export function scrubbed(facts: object, redactors: readonly Redactor[]): Diagnostics {
  const all = redactors.length > 0 ? redactors : [NO_SECRETS];
  const clean = all.reduce<object>((each, redactor) => redacted(each, redactor), facts);
  const text = all.reduce((each, redactor) => redactor.redact(each), JSON.stringify(clean, undefined, 2));
  const isClean = all.every((redactor) => redactor.redact(text) === text && redactor.placesInData(text).length === 0);
  return isClean ? { kind: 'text', text } : { kind: 'withheld' };
}

/** Knows secrets by the names before them. */
const NO_SECRETS = new Redactor([]);

function countNodes(RED: NodeAPI): Record<string, number> {
  const counts: Record<string, number> = {};
  RED.nodes.eachNode(({ type }) => {
    if (type.startsWith('dataconnect-')) counts[type] = (counts[type] ?? 0) + 1;
  });
  return counts;
}

function healthOf({ book }: SharedParts, node: ConnectionNode): object {
  const { failed, ...health } = book.healthOf(connectionOfRuns(node));
  return { ...health, ...(failed && { failed: { at: failed.at, ...inEnglish(failed) } }) };
}

/** Whoever it is sent to reads it. */
function inEnglish(failure: KeptFailure): { code: string; text: string } {
  return { code: failure.code, text: sayFailure(failure, () => undefined) };
}

function described({ type, state, begun, duration, records, bytes, requests, retries, practice, error }: RunView) {
  const began = new Date(begun).toISOString();
  return {
    type,
    state,
    began,
    duration,
    records,
    bytes,
    requests,
    retries,
    ...(practice && { practice }),
    ...(error && { error: inEnglish(error) }),
  };
}
