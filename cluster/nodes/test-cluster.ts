/** Test connection: goes to Redis layer by layer, and says which one failed. Knows nothing of Node-RED. */
import { lookup } from 'node:dns/promises';
import net from 'node:net';
import tls from 'node:tls';
import type { Redis } from 'ioredis';
import { type Ask, askerWith, type Layer, LayerFailure, type Note, type Target, type TriedLayer } from './layers';
import { askRedis } from './redis-questions';

const LAYERS: readonly Layer[] = ['name', 'tcp', 'tls', 'login', 'version', 'permission', 'settings'];

/** Milliseconds that an answer may take. */
const LONGEST_WAIT = 10_000;

/**
 * @param signal stops it
 * @returns one entry a layer, those behind a failure `skipped`; no socket is left then
 */
export async function testCluster(target: Target, signal: AbortSignal, patience = LONGEST_WAIT): Promise<TriedLayer[]> {
  const tried: TriedLayer[] = [];
  const ask = askerWith(patience, signal);
  const note = (layer: Layer, key: string, facts: TriedLayer['facts'] = {}, state: TriedLayer['state'] = 'ok') =>
    void tried.push({ layer, state, key, facts });
  let redis: Redis | undefined;
  try {
    await resolveName(target, ask, note);
    await reach(target, ask, note);
    redis = await askRedis(target, ask, note);
  } catch (error) {
    const layer = LAYERS.find((each) => tried.every((entry) => entry.layer !== each))!;
    const { key, facts } =
      error instanceof LayerFailure ? error : new LayerFailure('failed', { detail: codeOf(error) });
    note(layer, key, facts, 'failed');
  } finally {
    redis?.disconnect();
  }
  const left = LAYERS.filter((layer) => tried.every((entry) => entry.layer !== layer));
  return [...tried, ...left.map((layer): TriedLayer => ({ layer, state: 'skipped', key: 'not-tried', facts: {} }))];
}

async function resolveName({ host }: Target, ask: Ask, note: Note): Promise<void> {
  if (net.isIP(host)) return note('name', 'name-address');
  try {
    const found = await ask(lookup(host, { all: true }));
    note('name', 'name-found', { addresses: found.map(({ address }) => address).join(', ') });
  } catch (error) {
    throw error instanceof LayerFailure ? error : new LayerFailure('name-unknown', { host, detail: codeOf(error) });
  }
}

/** The way to the port and, where it is to be encrypted, the handshake. */
async function reach({ host, port, tls: secure }: Target, ask: Ask, note: Note): Promise<void> {
  const socket = net.connect({ host, port });
  try {
    await ask(once(socket, 'connect')).catch((error: unknown) => {
      throw unreachable(error, host, port);
    });
    note('tcp', 'tcp-open', { port });
    if (!secure) return note('tls', 'tls-off', {}, 'skipped');
    const servername = net.isIP(host) ? undefined : host;
    const encrypted = tls.connect({ ...(servername && { servername }), host, ...secure, socket });
    encrypted.on('error', () => {});
    await ask(once(encrypted, 'secureConnect')).catch((error: unknown) => {
      throw unencrypted(error);
    });
    const { rejectUnauthorized } = secure;
    const name = rejectUnauthorized === false ? 'tls-unchecked' : 'tls-open';
    note('tls', name, { protocol: encrypted.getProtocol() ?? '' }, rejectUnauthorized === false ? 'warning' : 'ok');
  } finally {
    socket.destroy();
  }
}

function unreachable(error: unknown, host: string, port: number): LayerFailure {
  if (error instanceof LayerFailure) return error;
  const detail = codeOf(error);
  return new LayerFailure(detail === 'ECONNREFUSED' ? 'tcp-refused' : 'tcp-failed', { host, port, detail });
}

function once(socket: net.Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve());
    socket.once('error', reject);
    socket.once('close', () => reject(new LayerFailure('closed')));
  });
}

/** A Redis that is not encrypted waits for the end of what it takes for a command. */
function unencrypted(error: unknown): LayerFailure {
  if (!(error instanceof LayerFailure)) return new LayerFailure('tls-failed', { detail: codeOf(error) });
  return error.key === 'late' ? new LayerFailure('tls-late', error.facts) : error;
}

/** What the system or TLS calls it; never a text, which may have what was sent in it. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '?';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
