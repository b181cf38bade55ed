/** Runs one case over a real socket, without Node-RED. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataConnectClient } from '../../nodes/client/client';
import { DataConnectError } from '../../nodes/errors';
import { makePlan } from '../../nodes/extract/make-plan';
import { run } from '../../nodes/extract/run';
import type { RunOrder } from '../../nodes/extract/run-order';
import { RunFacts } from '../../nodes/extract/run-progress';
import type { RecordPiece } from '../../nodes/output/transform';
import { describeBody } from '../../nodes/runtime/messages/body-message';
import { SharedParts } from '../../nodes/runtime/shared-parts';
import { reset, type Script, type SeenRequest } from '../client/scripted-server';
import { BY_PASSWORD, CLIENT_SECRET, PASSWORD, type PlainSettings, settingsFor, TestBed } from '../client/settings-for';
import { orderFor } from '../extract/run-against';
import { recordSecret } from '../secrets/transcript';
import { type Ask, type Expected, type FieldCase, REFUSED, type Wire } from './field-case';

/** Short, so that an answer that never ends is over soon; loopback answers far faster. */
const TIME_OUTS = { connect: 5000, firstByte: 2000, idle: 1000, total: 10_000 };

/** A token that no answer but the accounts service's says. */
const SECRETS = [PASSWORD, CLIENT_SECRET, 'pasted-token-123456'];

type Outcome =
  | ({ kind: 'records' } & RecordPiece)
  | { kind: 'body'; value: unknown; filename: string | undefined }
  | { kind: 'error'; error: DataConnectError };

export async function runCase(each: FieldCase): Promise<void> {
  const bed = new TestBed();
  const restore = setEnvironment(each.environment ?? {});
  try {
    const server = await bed.server(scriptOf(each));
    const settings = settingsOf(each, server.url);
    const client = bed.client(settings);
    const signsIn = settings.authentication.kind !== 'none';
    for (const [index, expected] of [each.expect].flat().entries()) {
      if (index > 0 && each.pause !== undefined) await pause(each.pause);
      const outcome = await outcomeOf(client, signsIn, each.ask ?? {});
      assertNoSecret(outcome);
      assertOutcome(outcome, expected);
    }
    assertSeen(server.requests, each.seen ?? {});
    await client.close();
    await server.allClosed();
  } finally {
    restore();
    await bed.close();
  }
}

function setEnvironment(variables: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}

function settingsOf({ settings, tokens }: FieldCase, url: string): PlainSettings {
  const signIn = tokens ? { authentication: BY_PASSWORD } : {};
  return settingsFor(url, { timeouts: TIME_OUTS, ...signIn, ...settings });
}

function scriptOf({ answers, tokens = [] }: FieldCase): Script {
  const service = inTurn(answers);
  const accounts = inTurn(tokens);
  return async (request, socket) => {
    const wire = request.path.endsWith('/oauth2/token') ? accounts() : service();
    for (const part of wire) {
      if (socket.destroyed) return;
      if (part === 'reset') reset(socket);
      else if (part === 'close') socket.end();
      else if (Buffer.isBuffer(part)) socket.write(part);
      else await pause(part.wait);
    }
  };
}

function inTurn(wires: readonly Wire[]): () => Wire {
  let next = 0;
  return () => wires[Math.min(next++, wires.length - 1)] ?? [];
}

async function outcomeOf(client: DataConnectClient, signsIn: boolean, ask: Ask): Promise<Outcome> {
  try {
    return await runOnce(client, signsIn, ask);
  } catch (error) {
    if (!(error instanceof DataConnectError)) throw error;
    return { kind: 'error', error };
  }
}

async function runOnce(client: DataConnectClient, signsIn: boolean, ask: Ask): Promise<Outcome> {
  const order = orderOf(signsIn, ask);
  const { plan } = makePlan(order);
  const read: RecordPiece = { records: [], columns: [] };
  const result = await run(plan, client, {
    shared: new SharedParts(),
    signal: new AbortController().signal,
    facts: new RunFacts(),
    take: ({ records, columns }) => {
      read.records.push(...records);
      read.columns = columns;
    },
    timing: { firstDelay: 1, random: () => 0.5 },
  });
  if (result.kind === 'records' || result.kind === 'file') return { kind: 'records', ...read };
  return {
    kind: 'body',
    ...describeBody(result, plan, order.choice.output.kind === 'buffer' ? 'buffer' : 'text', {
      zone: 'UTC',
      isPractice: false,
    }),
  };
}

function orderOf(signsIn: boolean, { endpoint = 'location-master-list', anyRequest, ...ask }: Ask): RunOrder {
  const { parameters = {}, path = anyRequest ?? '', method = 'GET', output = 'records', retries = 0 } = ask;
  return orderFor(endpoint, parameters, {
    ...(anyRequest !== undefined && { endpoint: undefined }),
    ...{ path, method, signsIn, retries },
    output: output === 'records' ? { kind: 'all' } : { kind: output },
  });
}

function assertNoSecret(outcome: Outcome): void {
  for (const secret of SECRETS) {
    recordSecret(secret);
    assert.ok(!said(outcome).includes(secret), `a secret came out: ${said(outcome)}`);
  }
}

function assertOutcome(outcome: Outcome, expected: Expected): void {
  if ('error' in expected) assertError(outcome, expected);
  else if ('orRefused' in expected && outcome.kind === 'error') assertError(outcome, { error: REFUSED });
  else if ('records' in expected) assertRecords(outcome, expected);
  else assertBody(outcome, expected);
}

function assertRecords(outcome: Outcome, { records, columns, types }: Extract<Expected, { records: unknown }>): void {
  assert.ok(outcome.kind === 'records', said(outcome));
  assert.deepEqual(outcome.records, records);
  const known = outcome.columns;
  if (columns) {
    assert.deepEqual(
      known.map(({ name }) => name),
      columns,
    );
  }
  if (types) {
    assert.deepEqual(
      known.map(({ type }) => type),
      types,
    );
  }
}

function assertBody(outcome: Outcome, expected: Exclude<Expected, { records: unknown } | { error: unknown }>): void {
  assert.ok(outcome.kind === 'body', said(outcome));
  if ('text' in expected) assert.equal(outcome.value, expected.text);
  else if ('bytes' in expected) assert.deepEqual(outcome.value, expected.bytes);
  else if ('acknowledged' in expected) assert.deepEqual(outcome.value, expected.acknowledged);
  else if (expected.filename instanceof RegExp) assert.match(outcome.filename ?? '', expected.filename);
  else assert.equal(outcome.filename, expected.filename);
}

function assertError(outcome: Outcome, { error: codes, says, notSays }: Extract<Expected, { error: unknown }>): void {
  assert.ok(outcome.kind === 'error', `no error, but ${said(outcome)}`);
  assert.ok([codes].flat().includes(outcome.error.code), said(outcome));
  if (says) assert.match(outcome.error.message, says);
  if (notSays) assert.doesNotMatch(outcome.error.message, notSays);
}

function said(outcome: Outcome): string {
  if (outcome.kind === 'error') return `${outcome.error.code}: ${outcome.error.message}`;
  return JSON.stringify(outcome, (_, value: unknown) => (Buffer.isBuffer(value) ? value.toString('latin1') : value));
}

function assertSeen(
  requests: readonly SeenRequest[],
  { service, passwords, refreshes }: NonNullable<FieldCase['seen']>,
) {
  const grants = requests
    .filter(({ path }) => path.endsWith('/oauth2/token'))
    .map(({ form }) => form.get('grant_type'));
  if (service !== undefined) assert.equal(requests.length - grants.length, service, 'requests to the service');
  if (passwords !== undefined) assert.equal(grants.filter((grant) => grant === 'password').length, passwords);
  if (refreshes !== undefined) assert.equal(grants.filter((grant) => grant === 'refresh_token').length, refreshes);
}
