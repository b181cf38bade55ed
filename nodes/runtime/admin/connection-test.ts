/** Test connection: tries the values of the form, saved or not, and says which layer fails. */
import type { Node, NodeAPI } from 'node-red';
import { DataConnectClient } from '../../client/client';
import type { Diagnosis, LayerResult } from '../../client/diagnose';
import type { ConnectionSettings } from '../../client/settings';
import { DataConnectError } from '../../errors';
import { type Problem, sentencesOf } from '../../parameters/problem';
import { isEnvironmentText, unresolvedEnvironment } from '../../stored/environment-text';
import { CREDENTIALS_OF } from '../../stored/sign-in-kinds';
import { credentialFields, KEPT_SECRET, type StoredConnection } from '../../stored/stored-connection';
import { type ConnectionNode, findConnectionNode } from '../connection/connection';
import { readConnection, type StoredCredentials } from '../connection/connection-settings';
import { readSurroundings } from '../connection/connection-surroundings';
import { EnvironmentWords } from '../environment-words';
import type { SharedParts } from '../shared-parts';
import { translator } from '../translate';
import { storedConfig, withoutVariableValues } from '../variable-values';
import type { AdminRequest } from './admin-request';

/** The answer to the browser: one sentence over all, and one per layer. */
export interface ConnectionTestResult {
  ok: boolean;
  text: string;
  layers: Array<{ layer: string; state: LayerResult['state']; text: string }>;
}

type Form = StoredConnection & { name?: string; tls?: string; proxy?: string; credentials: StoredCredentials };

/**
 * @param request `params`: id of the connection, deployed or not; `body`: the form's values, where a secret that was
 *   not touched is left out
 * @throws DataConnectError `CONNECTION_INVALID` when the values cannot be tried
 */
export async function testConnection(
  RED: NodeAPI,
  shared: SharedParts,
  { params, body }: AdminRequest,
  signal: AbortSignal,
): Promise<ConnectionTestResult> {
  const translate = translator(RED);
  const saved = findConnectionNode(RED, params.id!);
  const written = await readForm(body);
  const form = resolveEnvironment(RED, written, saved);
  const words = new EnvironmentWords([written, written.credentials], [form, form.credentials]);
  const surroundings = readSurroundings(RED, form);
  const typed = readConnection(form, typedCredentials(form), surroundings).settings;
  const kept = keptSecrets(RED, form, typed, saved);
  const { settings, problems } = readConnection(form, { ...kept.credentials, ...typedCredentials(form) }, surroundings);
  const wrong = kept.problems.length > 0 ? kept.problems : problems;
  refuse(written, withoutVariableValues([...wrong, ...surroundings.problems], written), words);
  const { ok, layers } = await diagnose(settings, shared, words, signal);
  return {
    ok,
    text: translate(`connection.test-${ok ? 'passed' : 'failed'}`) ?? '',
    layers: layers.map(({ layer, state, code, facts: found, text }) => {
      const facts = words.inFacts(found);
      const said = translate(`diagnosis.${code}`, facts) ?? translate(`errors.${code}`, facts) ?? words.inText(text);
      return { layer, state, text: said };
    }),
  };
}

async function diagnose(
  settings: ConnectionSettings,
  shared: SharedParts,
  words: EnvironmentWords,
  signal: AbortSignal,
): Promise<Diagnosis> {
  let client: DataConnectClient | undefined;
  try {
    client = new DataConnectClient(settings, shared);
    return await client.diagnose(signal);
  } catch (error) {
    throw error instanceof DataConnectError ? new DataConnectError(error.code, words.inFacts(error.facts)) : error;
  } finally {
    await client?.close();
  }
}

/** zod is loaded here and not at start, where it would cost more than all our node types together. */
async function readForm(body: unknown): Promise<Form> {
  const { z } = await import('zod');
  const field = z.union([z.string(), z.number(), z.boolean()]).optional();
  const form = z
    .record(z.string(), z.unknown())
    .and(z.object({ credentials: z.record(z.string(), z.string()).default({}) }));
  const read = form.and(z.record(z.string(), z.union([field, z.record(z.string(), z.string())]))).safeParse(body);
  if (read.success) return read.data as Form;
  throw new DataConnectError('CONNECTION_INVALID', { connection: '', problems: z.prettifyError(read.error) });
}

function typedCredentials({ credentials }: Form): StoredCredentials {
  return Object.fromEntries(Object.entries(credentials).filter(([, value]) => value !== KEPT_SECRET));
}

/** A stored secret that is needed goes to the hosts it was saved for and to no other, whatever the form says. */
function keptSecrets(
  RED: NodeAPI,
  form: Form,
  typed: ConnectionSettings,
  saved: ConnectionNode | undefined,
): { credentials: StoredCredentials; problems: Problem[] } {
  const stored = saved?.credentials ?? {};
  const { kind } = typed.access.reveal().authentication;
  const kept = CREDENTIALS_OF[kind].filter((name) => typedCredentials(form)[name] === undefined && stored[name]);
  if (!saved?.dataconnect || kept.length === 0) return { credentials: {}, problems: [] };
  const { terms, tokenUrl } = saved.dataconnect;
  const isSameToken = kind !== 'password' || isSameOrigin(typed.tokenUrl, tokenUrl);
  if (isSameOrigin(typed.serviceUrl, terms.serviceUrl) && isSameToken) {
    return { credentials: Object.fromEntries(kept.map((name) => [name, stored[name]])), problems: [] };
  }
  const secret = kept.filter((name) => credentialFields[name].type === 'password');
  const host = writtenAddress(RED, saved) ?? terms.serviceUrl;
  return {
    credentials: {},
    problems: secret.map((field) => ({ kind: 'secret-for-another-host', facts: { field, host } })),
  };
}

/** The address a connection was saved for, where it is written as `${NAME}`: what the environment has is not shown. */
function writtenAddress(RED: NodeAPI, node: ConnectionNode): string | undefined {
  const stored = storedConfig(RED, node) as StoredConnection | undefined;
  return isEnvironmentText(stored?.serviceUrl) ? String(stored?.serviceUrl) : undefined;
}

function isSameOrigin(a: string, b: string): boolean {
  return a === b || (URL.canParse(a) && URL.canParse(b) && new URL(a).origin === new URL(b).origin);
}

function refuse(written: Form, problems: Problem[], words: EnvironmentWords): void {
  if (problems.length === 0) return;
  const said = problems.map((problem) => ({ ...problem, facts: words.inFacts(problem.facts) }));
  throw new DataConnectError('CONNECTION_INVALID', { connection: written.name ?? '', problems: sentencesOf(said) });
}

/** `${NAME}` as a whole value stands for the environment's, as in a deployed node; one that is not set stays, and is refused. */
function resolveEnvironment(RED: NodeAPI, form: Form, node: Node | undefined): Form {
  const resolve = (value: unknown) => {
    const variable = unresolvedEnvironment(value);
    return variable === undefined ? value : RED.util.evaluateNodeProperty(variable, 'env', node as Node, {}) || value;
  };
  const all = (values: object) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, resolve(value)]));
  return { ...all(form), credentials: all(form.credentials) } as Form;
}
