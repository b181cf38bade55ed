/** What the core's `tls-config` and `http proxy` nodes say, read through their public face only. */
import type { Node, NodeAPI } from 'node-red';
import type { Proxy as ProxySettings } from '../../client/settings';
import type { Problem } from '../../parameters/problem';
import { readStoredConnection, type StoredConnection } from '../../stored/stored-connection';
import type { ConnectionSurroundings } from './connection-settings';

interface TlsNode extends Node {
  valid: boolean;
  addTLSOptions(options: Record<string, unknown>): Record<string, unknown>;
}

type ProxyNode = Node<{ username?: string; password?: string }> & { url?: string; noproxy?: string[] };

/** What is named by no id is named by none here: `readConnection` says that it is wrong. */
export function readSurroundings(
  RED: NodeAPI,
  stored: StoredConnection,
): ConnectionSurroundings & { problems: Problem[] } {
  const problems: Problem[] = [];
  const { tls, proxy } = readStoredConnection(stored, []);
  return { tls: readTls(RED, tls, problems), proxy: readProxy(RED, proxy, problems), problems };
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
