/** The route of Test connection: tries what stands in the form, saved or not. */
import type { Request, Response } from 'express';
import type { Node, NodeAPI } from 'node-red';
import type { ClusterNode } from './cluster-node';
import { clusterOptions, isEncrypted, tlsOptions } from './cluster-options';
import type { TriedLayer } from './layers';
import {
  type ClusterCredentials,
  type ClusterField,
  clusterProblems,
  fieldNumber,
  fieldText,
  isEnvironmentName,
  KEPT_PASSWORD,
  type StoredCluster,
} from './stored-cluster';
import { testCluster } from './test-cluster';

/** A sentence for the person: its key below `cluster.`, and what goes into it. */
export interface Said {
  key: string;
  facts: Readonly<Record<string, string | number>>;
}

/** What the browser gets: the layers, or why nothing was tried. */
export type ClusterTestAnswer = { layers: TriedLayer[] } | { refused: Said[] };

/** What the browser sends: the fields as they are written, and the credentials that were typed. */
export type ClusterForm = StoredCluster & { credentials?: ClusterCredentials };

/** Open to nobody but those who may write the node: a stored password is used by it. */
export function registerClusterTest(RED: NodeAPI): void {
  const mayWrite = RED.auth.needsPermission('dataconnect-cluster.write');
  RED.httpAdmin.post('/dataconnect/clusters/:id/test', mayWrite, (request: Request, response: Response) => {
    const stop = new AbortController();
    response.on('close', () => stop.abort());
    answer(RED, String(request.params.id), formOf(request.body), stop.signal).then(
      (told) => response.json(told),
      () => response.status(500).end(),
    );
  });
}

async function answer(RED: NodeAPI, id: string, written: ClusterForm, signal: AbortSignal): Promise<ClusterTestAnswer> {
  const saved = RED.nodes.getNode(id) as ClusterNode | null;
  const form = withEnvironment(RED, written, saved);
  const problems = clusterProblems(form);
  if (problems.length > 0) {
    return {
      refused: problems.map(({ field, key, facts }) => ({ key: `problem-${key}`, facts: { ...facts, field } })),
    };
  }
  const tls = tlsOptions(RED, form);
  if (!tls) return { refused: [{ key: 'problem-tls-missing', facts: {} }] };
  const password = passwordFor(form, saved);
  if (password === undefined) return { refused: [{ key: 'problem-other-server', facts: {} }] };
  const { username } = form.credentials ?? {};
  const options = clusterOptions(form, { ...(username && { username }), password }, tls);
  const layers = await testCluster(options, signal);
  return { layers: layers.map((layer) => ({ ...layer, facts: asWritten(layer.facts, written) })) };
}

/** @returns undefined where the stored one would go to another server than it was saved for */
function passwordFor(form: ClusterForm, saved: ClusterNode | null): string | undefined {
  const typed = form.credentials?.password;
  if (typed !== KEPT_PASSWORD) return typed ?? '';
  const place = saved?.clusterPlace;
  if (!place) return undefined;
  const isSame =
    place.host === fieldText('host', form) &&
    place.port === fieldNumber('port', form) &&
    place.isEncrypted === isEncrypted(form);
  return isSame ? (saved.credentials.password ?? '') : undefined;
}

/** What the environment has in a field may be a secret in the wrong place: the name of the variable is said. */
function asWritten(facts: TriedLayer['facts'], written: StoredCluster): TriedLayer['facts'] {
  const said = Object.entries(facts).map(([name, value]) => {
    const text = written[name as ClusterField];
    return [name, isEnvironmentName(text) ? String(text) : value] as const;
  });
  return Object.fromEntries(said);
}

/** As Node-RED does it when the flow starts. */
function withEnvironment(RED: NodeAPI, { credentials = {}, ...fields }: ClusterForm, saved: Node | null): ClusterForm {
  const resolved = (values: object) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]: [string, unknown]) => {
        if (!isEnvironmentName(value)) return [name, value];
        const variable = String(value).slice(2, -1);
        return [name, RED.util.evaluateNodeProperty(variable, 'env', saved as Node, {}) || value];
      }),
    );
  return { ...resolved(fields), credentials: resolved(credentials) };
}

/** A browser of whoever may write sends it; still, nothing is taken for what it is not. */
function formOf(body: unknown): ClusterForm {
  const { credentials, ...fields } = isObject(body) ? body : {};
  const { username, password } = isObject(credentials) ? credentials : {};
  return {
    ...fields,
    credentials: {
      ...(typeof username === 'string' && { username }),
      ...(typeof password === 'string' && { password }),
    },
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
