/** What the core's `tls-config` and `http proxy` nodes say, read through their public face only. */
import type { Node, NodeAPI } from 'node-red';
import type { Proxy as ProxySettings } from '../../client/settings';
import type { FieldProblem, Problem } from '../../parameters/problem';
import { readField, textField } from '../../stored/field';
import type { ConnectionSurroundings } from './connection-settings';

interface TlsNode extends Node {
  valid: boolean;
  addTLSOptions(options: Record<string, unknown>): Record<string, unknown>;
}

type ProxyNode = Node<{ username?: string; password?: string }> & { url?: string; noproxy?: string[] };

/** @param ids node ids; empty where the connection names none */
export function readSurroundings(
  RED: NodeAPI,
  ids: { tls?: unknown; proxy?: unknown },
): ConnectionSurroundings & { problems: Problem[] } {
  const problems: Problem[] = [];
  return {
    tls: readTls(RED, nodeId('tls', ids.tls, problems), problems),
    proxy: readProxy(RED, nodeId('proxy', ids.proxy, problems), problems),
    problems,
  };
}

/** @returns empty where none is named */
function nodeId(field: string, stored: unknown, problems: Problem[]): string {
  const faults: FieldProblem[] = [];
  const id = readField(field, textField(), stored ?? undefined, faults);
  problems.push(...faults);
  return id;
}

function readTls(RED: NodeAPI, id: string, problems: Problem[]): ConnectionSurroundings['tls'] {
  if (!id) return undefined;
  const node = RED.nodes.getNode(id) as TlsNode | null;
  if (node?.valid) return node.addTLSOptions({});
  problems.push({ kind: 'tls-unusable', facts: {} });
  return undefined;
}

function readProxy(RED: NodeAPI, id: string, problems: Problem[]): ProxySettings {
  if (!id) return { kind: 'environment' };
  const node = RED.nodes.getNode(id) as ProxyNode | null;
  if (node?.url) {
    const { username, password } = node.credentials ?? {};
    return {
      kind: 'url',
      url: node.url,
      noProxy: node.noproxy ?? [],
      ...(username && { username }),
      ...(password && { password }),
    };
  }
  problems.push({ kind: 'proxy-unusable', facts: {} });
  return { kind: 'none' };
}
