/** Runs against the emulator without Node-RED, over real sockets. */
import { endpointById } from '../../nodes/catalogue';
import { DataConnectClient } from '../../nodes/client/client';
import type { ConnectionSettings } from '../../nodes/client/settings';
import { makePlan, type RunOrder } from '../../nodes/extract/make-plan';
import { run } from '../../nodes/extract/run';
import type { RunOptions } from '../../nodes/extract/run-options';
import type { Batch } from '../../nodes/extract/run-plan';
import { noFacts, type RunFacts, type RunProgress } from '../../nodes/extract/run-progress';
import type { DataRecord } from '../../nodes/record';
import { SharedParts } from '../../nodes/runtime/shared-parts';
import type { Emulator } from '../emulator';

/** As in one process. */
export const shared = new SharedParts();

export interface Ran {
  records: DataRecord[];
  batches: Batch<DataRecord>[];
  facts: RunFacts;
  progress: RunProgress[];
  /** What the run threw, after the batches above. */
  error: unknown;
}

export function clientFor(emulator: Emulator, more: Partial<ConnectionSettings> = {}): DataConnectClient {
  const { username, password, clientId, clientSecret } = emulator.credentials;
  return new DataConnectClient(
    {
      name: 'test',
      serviceUrl: emulator.serviceUrl,
      tokenUrl: emulator.tokenUrl,
      authentication: { kind: 'password', username, password, clientId, clientSecret },
      tls: undefined,
      proxy: { kind: 'none' },
      companyId: undefined,
      usePreferredEndpoint: false,
      requestsAtOnce: 4,
      retries: 4,
      timeouts: { connect: 5000, firstByte: 10_000, idle: 5000, total: 60_000 },
      ...more,
    },
    shared,
  );
}

/** @param scope under which the row limit is remembered; a new one knows nothing */
export function orderFor(id: string, given: Record<string, unknown>, more: Partial<RunOrder> = {}): RunOrder {
  const endpoint = endpointById(id)!;
  return {
    endpoint,
    title: endpoint.title,
    path: '',
    method: 'GET',
    body: 'form',
    given: new Map(Object.entries(given)),
    companyId: undefined,
    signsIn: true,
    anyway: false,
    output: { kind: 'batches', size: 1000 },
    retries: 4,
    windows: { kind: 'auto' },
    stopDate: 'inclusive',
    scope: `${id} ${Math.random()}`,
    requestsAtOnce: 4,
    clock: { now: new Date('2026-12-31T00:00:00Z'), zone: 'UTC' },
    ...more,
  };
}

export async function runAgainst(
  client: DataConnectClient,
  order: RunOrder,
  options: Partial<RunOptions> = {},
): Promise<Ran> {
  const ran: Ran = { records: [], batches: [], facts: noFacts(), progress: [], error: undefined };
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
