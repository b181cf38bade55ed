/**
 * What the dialog says of a node or a connection, and what makes a run of the same refuse: by the functions that the
 * editor calls, and by those that a message goes through until its request is on the wire.
 */
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import type { Node, NodeAPI } from 'node-red';
import { exampleParams } from '../../nodes/build/example-values';
import { endpointById } from '../../nodes/catalogue';
import { DataConnectClient } from '../../nodes/client/client';
import { wireRequest } from '../../nodes/client/url';
import { Stop } from '../../nodes/client/waiting/cancellation';
import { parameterOf } from '../../nodes/editor/catalogue';
import { credentialProblem } from '../../nodes/editor/connection-values';
import { editorLibrary } from '../../nodes/editor/editor-library';
import type { EditorNode } from '../../nodes/editor/red';
import { parameterLabel } from '../../nodes/editor/words';
import { DataConnectError, type Fact, type Facts, type Phrase } from '../../nodes/errors';
import { makePlan } from '../../nodes/extract/make-plan';
import { LATER } from '../../nodes/parameters/needed';
import { type Problem, sentencesOf } from '../../nodes/parameters/problem';
import { readConnection } from '../../nodes/runtime/connection/connection-settings';
import { requireRoom } from '../../nodes/runtime/messages/output-property';
import { readEndpointNode } from '../../nodes/runtime/node-config';
import { resolveParameters } from '../../nodes/runtime/resolve-parameters';
import { SharedParts } from '../../nodes/runtime/shared-parts';
import { CREDENTIALS_OF, signInKind } from '../../nodes/stored/sign-in-kinds';
import { connectionFieldNames } from '../../nodes/stored/stored-connection';
import { settingKey } from '../../nodes/stored/stored-node';
import { editorNode, nodes, words } from '../editor/stand-in';

export type Stored = Record<string, unknown>;

const { util } = createRequire(require.resolve('@node-red/util/package.json'))('@node-red/util') as { util: unknown };
const server = { util, nodes: { eachNode: () => {} } } as unknown as NodeAPI;
const context = { get: (_key: string, callback: (error: null, value: undefined) => void) => callback(null, undefined) };
const nodeOfServer = Object.assign(new EventEmitter(), {
  id: 'node',
  context: () => ({ flow: context, global: context }),
});
const shared = new SharedParts();

/** @param type without `dataconnect-` */
export function dialogSaysOfNode(type: string, stored: Stored, connection: Stored = {}): string[] {
  nodes.set('connection', editorNode('dataconnect-connection', connection));
  const node = editorNode(`dataconnect-${type}`, { connection: 'connection', ...stored });
  const { params, path, output } = editorLibrary;
  return [
    params.call(node, stored.params, {}),
    path.call(node, stored.path, {}),
    output.call(node, stored.output, {}),
  ].flatMap((said) => (said === true ? [] : said));
}

/** @param msg the message that starts the run */
export async function runRefusesNode(
  type: string,
  stored: Stored,
  connection: Stored = {},
  msg: object = {},
): Promise<Phrase[]> {
  return refusalOf(async () => {
    const { settings, faults } = readEndpointNode(stored);
    if (faults.length > 0) throw new DataConnectError('NODE_INVALID', { problems: sentencesOf(faults) });
    const endpoint = endpointById(type);
    requireRoom(server, msg as never, settings.property, type);
    const order = { RED: server, node: nodeOfServer as unknown as Node, endpoint, settings, title: type };
    const given = await resolveParameters(order, msg as never, new Stop(), async () => LATER);
    const { settings: client, timeZone, ...read } = readConnection(connection, {}, NOTHING_AROUND);
    const { serviceUrl, companyId, retries, requestsAtOnce } = client;
    const zone = timeZone || Intl.DateTimeFormat().resolvedOptions().timeZone;
    const { stopDate, postBody, paths } = read;
    const terms = { serviceUrl, companyId, retries, requestsAtOnce, stopDate, zone, postBody, paths, signsIn: true };
    const { plan } = makePlan({ endpoint, choice: settings, given, terms, now: new Date() });
    wireRequest(new URL('https://dataconnect.example.net'), plan.request, undefined);
  });
}

function dialogSaysOfConnection(stored: Stored, credentials: Record<string, string>): string[] {
  const node = editorNode('dataconnect-connection', {
    environment: 'production',
    authentication: 'password',
    ...stored,
  });
  const checks = editorLibrary as unknown as Record<
    string,
    (this: EditorNode, value: unknown, options: object) => unknown
  >;
  const kind = signInKind(String(node.authentication));
  return [
    ...connectionFieldNames.map((name) => checks[name]?.call(node, node[name], {}) ?? true),
    ...(kind ? CREDENTIALS_OF[kind] : []).map((name) => credentialProblem(kind, name, credentials[name] ?? '', words)),
  ].flatMap((said) => (said === true || said === undefined ? [] : (said as string)));
}

async function runRefusesConnection(stored: Stored, credentials: Record<string, string>): Promise<Phrase[]> {
  return refusalOf(async () => {
    const { settings, problems } = readConnection(stored, credentials, NOTHING_AROUND);
    if (problems.length > 0) throw new DataConnectError('CONNECTION_INVALID', { problems: sentencesOf(problems) });
    await new DataConnectClient(settings, shared).close();
  });
}

const NOTHING_AROUND = { tls: undefined, proxy: { kind: 'none' } } as const;

async function refusalOf(start: () => Promise<void>): Promise<Phrase[]> {
  try {
    await start();
    return [];
  } catch (error) {
    if (!(error instanceof DataConnectError)) throw error;
    return error.facts.problems as Phrase[];
  }
}

/** The sentences of a run as the dialog says them: with its labels, and a hint behind what it belongs to. */
export function asInDialog(refusal: readonly Phrase[], type: string): string[] {
  const said: string[] = [];
  for (const { phrase, facts = {} } of refusal) {
    const key = words(`problems.${phrase}`) === `problems.${phrase}` ? `phrases.${phrase}` : `problems.${phrase}`;
    const text = words(key, labelled(facts, type));
    if (HINTS.has(phrase)) said.push(`${said.pop()} ${text}`);
    else said.push(text);
  }
  return said;
}

const HINTS: ReadonlySet<Problem['kind']> = new Set(['did-you-mean', 'known-names']);

function labelled(facts: Facts, type: string): Facts {
  const named = ['field', 'start', 'other'].filter((key) => facts[key] !== undefined || key === 'field');
  return { ...facts, ...Object.fromEntries(named.map((key) => [key, labelOf(facts[key], type)])) };
}

function labelOf(field: Fact, type: string): string {
  if (typeof field === 'object' && 'labels' in field)
    return field.labels.map(({ name }) => labelOf(name, type)).join(', ');
  if (typeof field === 'object')
    return { 'service-url': 'Service URL', 'token-url': 'Token URL' }[String((field as Phrase).phrase)] ?? 'Path';
  const name = String(field);
  if (type === 'connection') return words(`connection.${name}`);
  if (name === 'path') return 'Path';
  const [, stored = name, part] = /^params\.(.*?)(?:\.(type|optional))?$/.exec(name) ?? [];
  const known = parameterOf(endpointById(type) as never, stored);
  if (known) return part ? `${parameterLabel(words, known)} (${part})` : parameterLabel(words, known);
  const setting = words(settingKey(name));
  return setting === settingKey(name) ? name : setting;
}

export const ZERO_WIDTH = '\u200b';
export const GUID = 'a183f1a9-c58f-426a-930a-9a6357db52ed';

/** Both sides say the same of a node. @returns the kinds of the run's problems */
export async function agreeOnNode(
  type: string,
  stored: Stored,
  connection: Stored = {},
  msg: object = {},
): Promise<string[]> {
  const refusal = await runRefusesNode(type, stored, connection, msg);
  const said = dialogSaysOfNode(type, stored, connection);
  assert.deepEqual(said.sort(), asInDialog(refusal, type).sort(), JSON.stringify([type, stored, msg]));
  return refusal.map(({ phrase }) => phrase);
}

export async function agreeOnConnection(stored: Stored, credentials = CREDENTIALS): Promise<string[]> {
  const refusal = await runRefusesConnection(stored, credentials);
  const said = dialogSaysOfConnection(stored, credentials);
  assert.deepEqual(said.sort(), asInDialog(refusal, 'connection').sort(), JSON.stringify(stored));
  return refusal.map(({ phrase }) => phrase);
}

export const CREDENTIALS: Record<string, string> = {
  username: 'u',
  password: 'p',
  clientId: 'c',
  clientSecret: 's',
  accessToken: 't',
};

export const fixed = (value: unknown) => ({ type: 'fixed', value });
export const fixedAll = (values: object) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fixed(value)]));

/** A node of the endpoint with everything that is required, and one more value. */
export function nodeWith(type: string, name: string, value: unknown): Stored {
  const endpoint = endpointById(type);
  return {
    params: { ...(endpoint && exampleParams(endpoint)), ...fixedAll({ [name]: value }) },
    ...(!endpoint && { path: '/x' }),
  };
}

type Row = readonly [value: unknown, kind?: string];

export function table(what: string, rows: readonly Row[], agree: (value: unknown) => Promise<string[]>): void {
  describe(what, () => {
    for (const [value, kind] of rows) {
      const shown = JSON.stringify(value) ?? 'nothing';
      const title = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
      it(kind ? `${title}: ${kind}` : `${title} is taken`, async () => {
        assert.deepEqual((await agree(value)).slice(0, 1), kind ? [kind] : []);
      });
    }
  });
}

export function parameterTable(type: string, name: string, rows: readonly Row[]): void {
  table(`${name} of ${type}`, rows, (value) => agreeOnNode(type, nodeWith(type, name, value)));
}

export async function assertKinds(agreed: Promise<string[]>, kinds: readonly string[]): Promise<void> {
  assert.deepEqual(await agreed, kinds);
}
