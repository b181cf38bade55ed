/** Runs against the emulator without Node-RED, over real sockets. */
import { endpointById } from '../../nodes/catalogue';
import { DataConnectClient } from '../../nodes/client/client';
import { makePlan } from '../../nodes/extract/make-plan';
import { run } from '../../nodes/extract/run';
import type { FinishedBatch, RunOptions } from '../../nodes/extract/run-options';
import type { ConnectionTerms, RunChoice, RunOrder } from '../../nodes/extract/run-order';
import { RunFacts, type RunProgress } from '../../nodes/extract/run-progress';
import type { DataRecord } from '../../nodes/record';
import { SharedParts } from '../../nodes/runtime/shared-parts';
import { type PlainSettings, sealed, settingsOf } from '../client/settings-for';

/** As in one process. */
export const shared = new SharedParts();

export interface Ran {
  records: DataRecord[];
  batches: FinishedBatch[];
  facts: RunFacts;
  progress: RunProgress[];
  /** What the run threw, after the batches above. */
  error: unknown;
}

export function clientFor(
  emulator: Parameters<typeof settingsOf>[0],
  more: Partial<PlainSettings> = {},
): DataConnectClient {
  return new DataConnectClient(sealed(settingsOf(emulator, { name: 'test', retries: 4, ...more })), shared);
}

export type OrderChanges = Partial<Pick<RunOrder, 'endpoint' | 'given' | 'now'> & RunChoice & ConnectionTerms>;

/** With an address of its own, so that nothing is known of a row limit. */
export function orderFor(id: string, given: Record<string, unknown>, changes: OrderChanges = {}): RunOrder {
  const choice: RunChoice = {
    path: '',
    method: 'GET',
    body: 'form',
    anyway: false,
    output: { kind: 'batches', size: 1000 },
    windows: { kind: 'auto' },
  };
  const terms: ConnectionTerms = {
    serviceUrl: `https://${id}.example/${Math.random()}`,
    companyId: undefined,
    signsIn: true,
    retries: 4,
    requestsAtOnce: 4,
    stopDate: 'inclusive',
    zone: 'UTC',
    postBody: 'form',
    paths: new Map(),
  };
  return {
    endpoint: 'endpoint' in changes ? changes.endpoint : endpointById(id)!,
    choice: changed(choice, changes),
    given: changes.given ?? new Map(Object.entries(given)),
    terms: changed(terms, changes),
    now: changes.now ?? new Date('2026-12-31T00:00:00Z'),
  };
}

function changed<T extends object>(all: T, changes: Partial<T>): T {
  const own = Object.entries(changes).filter(([name]) => name in all);
  return { ...all, ...Object.fromEntries(own) };
}

export async function runAgainst(
  client: DataConnectClient,
  order: RunOrder,
  options: Partial<RunOptions> = {},
): Promise<Ran> {
  const ran: Ran = { records: [], batches: [], facts: new RunFacts(), progress: [], error: undefined };
  try {
    const { plan } = makePlan(order);
    await run(plan, client, {
      shared,
      signal: new AbortController().signal,
      facts: ran.facts,
      onProgress: (progress) => ran.progress.push(progress),
      take: (batch) => {
        ran.batches.push(batch);
        for (const record of batch.records) ran.records.push(record);
      },
      timing: { firstDelay: 1, random: () => 0.5 },
      ...options,
    });
  } catch (error) {
    ran.error = error;
  }
  return ran;
}
