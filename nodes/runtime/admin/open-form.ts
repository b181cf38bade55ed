/** The connection as an open form shows it, saved or not: the one place that makes a connection of what a browser sends. */
import type { NodeAPI } from 'node-red';
import type { ConnectionSettings } from '../../client/settings';
import { DataConnectError } from '../../errors';
import { type Problem, sentencesOf } from '../../parameters/problem';
import { isEnvironmentText } from '../../stored/environment-text';
import { connectionLabel, inConnection, labelled } from '../../stored/field-labels';
import { CREDENTIALS_OF } from '../../stored/sign-in-kinds';
import { credentialFields, KEPT_SECRET, type StoredConnection } from '../../stored/stored-connection';
import {
  Connection,
  type ConnectionNode,
  type ConnectionSource,
  clusterFor,
  findConnectionNode,
} from '../connection/connection';
import { readConnection, type StoredCredentials } from '../connection/connection-settings';
import { readSurroundings } from '../connection/connection-surroundings';
import { EnvironmentWords } from '../environment-words';
import type { SharedParts } from '../shared-parts';
import { storedConfig, withoutVariableValues } from '../variable-values';
import { withEnvironment } from './environment-values';
import { FormConnections } from './form-connections';

/** What a browser sends of a form. */
export interface OpenForm {
  /** Of the connection, deployed or not. */
  id: string;
  /** The form's values, and `credentials`; a secret that was not touched is left out, or what Node-RED shows for it. */
  values: unknown;
  /** True where the values are tried: with a sign-in, whoever did so before. */
  isTest?: boolean;
}

type Form = StoredConnection & { name?: string; tls?: string; proxy?: string; credentials: StoredCredentials };

/** The forms that are open in browsers. */
export class OpenForms {
  readonly #connections = new FormConnections();

  /** @param shared with the connections that are deployed */
  constructor(
    readonly RED: NodeAPI,
    readonly shared: SharedParts,
  ) {}

  /**
   * Does something with the connection of a form. A stored secret goes to the hosts it was saved for and to no other.
   * Only for routes that ask for the permission to write: whoever sends a form uses stored secrets by it.
   * @param work has ended when its promise settles: no request or socket is left then. What it tells the browser must
   *   go through `words`, which say `${NAME}` instead of what the environment holds; its DataConnectErrors do here
   * @throws DataConnectError `CONNECTION_INVALID` when the values cannot be used; what `work` throws
   */
  async during<T>(
    { id, values, isTest = false }: OpenForm,
    work: (connection: Connection, words: EnvironmentWords) => Promise<T>,
  ): Promise<T> {
    const { source, madeOf, words } = readOpenForm(this.RED, id, await readForm(values));
    const make = () => new Connection(source, this.shared);
    try {
      return await this.#connections.during({ id, madeOf, cluster: source.cluster, isTest }, make, (connection) =>
        work(connection, words),
      );
    } catch (error) {
      throw error instanceof DataConnectError ? new DataConnectError(error.code, words.inFacts(error.facts)) : error;
    }
  }
}

interface ReadForm {
  source: ConnectionSource;
  /** All that decides what the connection is. */
  madeOf: unknown;
  words: EnvironmentWords;
}

/** @throws DataConnectError `CONNECTION_INVALID` */
function readOpenForm(RED: NodeAPI, id: string, written: Form): ReadForm {
  const saved = findConnectionNode(RED, id);
  const form = withEnvironment(RED, written, saved);
  const words = new EnvironmentWords([written, written.credentials], [form, form.credentials]);
  const surroundings = readSurroundings(RED, form);
  const typed = readConnection(form, typedCredentials(form), surroundings).settings;
  const kept = keptSecrets(RED, form, typed, saved);
  // The key of hashes goes to no host.
  const { hashKey } = saved?.credentials ?? {};
  const credentials = { ...(hashKey && { hashKey }), ...kept.credentials, ...typedCredentials(form) };
  const read = readConnection(form, credentials, surroundings);
  const wrong = kept.problems.length > 0 ? kept.problems : read.problems;
  refuse(written, withoutVariableValues([...wrong, ...surroundings.problems], written), words);
  const { cluster, ...others } = surroundings;
  const source = { ...read, cluster: clusterFor(read, cluster), problems: [], label: connectionLabel(written) };
  return { source, madeOf: [written, form, credentials, others], words };
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
  throw new DataConnectError('CONNECTION_INVALID', {
    connection: connectionLabel({}),
    problems: z.prettifyError(read.error),
  });
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
  throw new DataConnectError('CONNECTION_INVALID', {
    connection: connectionLabel(written),
    problems: sentencesOf(labelled(said, inConnection)),
  });
}
