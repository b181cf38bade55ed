/** Secrets as a service could say them back, and everywhere a run can let one out. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { DataConnectClient } from '../../nodes/client/client';
import type { Access } from '../../nodes/client/settings';
import { makePlan } from '../../nodes/extract/make-plan';
import { run } from '../../nodes/extract/run';
import type { RunOptions } from '../../nodes/extract/run-options';
import type { RunOrder } from '../../nodes/extract/run-order';
import { RunFacts } from '../../nodes/extract/run-progress';
import { SharedParts } from '../../nodes/runtime/shared-parts';
import { answer, type Script } from '../client/scripted-server';
import { type PlainSettings, settingsFor } from '../client/settings-for';
import { MemoryFile } from '../extract/memory-file';
import { formsOf } from '../secrets/search';

/** With every character that some format writes in another way. */
export const PASSWORD = 'c4nary/pass+word&<1>';
export const CLIENT_SECRET = 'c4nary-client"secret\\2';
export const TOKEN = 'eyJhbGciOi.c4nary+live/token_3=';
export const REFRESH = 'c4nary/refresh+token==';
export const COOKIE = 'c4nary-cookie-value-4';
/** The service gives it to Basic callers; the client does not hold it. */
export const BASIC_TOKEN = 'c4nary-basic-token-5';
export const BASIC = Buffer.from(`anna:${PASSWORD}`).toString('base64');

export const CANARIES: Readonly<Record<string, string>> = {
  PASSWORD,
  CLIENT_SECRET,
  TOKEN,
  REFRESH,
  COOKIE,
  BASIC_TOKEN,
  BASIC,
};

export const SIGN_INS: Readonly<Record<string, Access['authentication']>> = {
  password: { kind: 'password', username: 'anna', password: PASSWORD, clientId: 'app', clientSecret: CLIENT_SECRET },
  token: { kind: 'token', accessToken: TOKEN },
  basic: { kind: 'basic', username: 'anna', password: PASSWORD },
};

/** Which of them a client with this sign-in holds once it has been answered. */
export const HELD: Readonly<Record<string, readonly string[]>> = {
  password: [PASSWORD, CLIENT_SECRET, TOKEN, REFRESH, COOKIE],
  token: [TOKEN, COOKIE],
  basic: [PASSWORD, BASIC, COOKIE],
};

export function settings(url: string, signIn: string): PlainSettings {
  return settingsFor(url, { authentication: SIGN_INS[signIn]! });
}

/** Answers sign-ins with the canary tokens, and everything else with `body`. */
export function echoing(
  body: () => { status?: number; body: string | Buffer; headers?: Record<string, string> },
): Script {
  return (request, socket) => {
    if (request.path.endsWith('/oauth2/token')) {
      socket.write(answer(200, JSON.stringify({ access_token: TOKEN, refresh_token: REFRESH, expires_in: 43_199 })));
      return;
    }
    const { status = 200, body: said, headers = {} } = body();
    socket.write(answer(status, said, { 'set-cookie': `DataConnectState=${COOKIE}; Path=/`, ...headers }));
  };
}

/** What came out of a run by every exit: batches, body, file, facts, columns, progress, error. */
export async function everythingOf(
  client: DataConnectClient,
  order: RunOrder,
  options: Partial<RunOptions> = {},
): Promise<{ out: unknown[]; error: unknown }> {
  const out: unknown[] = [];
  const facts = new RunFacts();
  const file = new MemoryFile();
  try {
    const result = await run(makePlan(order).plan, client, {
      shared: new SharedParts(),
      signal: new AbortController().signal,
      facts,
      onProgress: (progress) => void out.push(progress),
      take: (batch) => void out.push(batch),
      timing: { firstDelay: 1, random: () => 0.5 },
      file,
      ...options,
    });
    out.push(result, file, facts);
    return { out, error: undefined };
  } catch (error) {
    out.push(facts, error, file);
    return { out, error };
  }
}

/** Everything a person could make visible, and the texts of what is bytes. */
export function visible(value: unknown): string {
  const texts: string[] = [];
  const seen = new Set<unknown>();
  const visit = (each: unknown): void => {
    if (typeof each === 'string') texts.push(each);
    if (each instanceof Uint8Array) texts.push(...textsOf(Buffer.from(each)));
    if (typeof each !== 'object' || each === null || each instanceof Uint8Array || seen.has(each)) return;
    seen.add(each);
    for (const name of Object.getOwnPropertyNames(each)) {
      texts.push(name);
      visit((each as Record<string, unknown>)[name]);
    }
  };
  visit(value);
  texts.push(inspect(value, { depth: 20, maxStringLength: null, breakLength: Number.POSITIVE_INFINITY }));
  return texts.join('\n');
}

function textsOf(bytes: Buffer): string[] {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  return [bytes.toString('utf8'), even.toString('utf16le'), even.swap16().toString('utf16le')];
}

export function assertNoCanary(value: unknown, canaries: readonly string[] = Object.values(CANARIES)): void {
  const text = undone(visible(value));
  for (const canary of canaries) {
    for (const [form, written] of formsOf(canary)) {
      assert.ok(!text.some((each) => each.includes(written)), `${nameOf(canary)} came out, ${form}`);
    }
  }
}

function nameOf(canary: string): string {
  return Object.entries(CANARIES).find(([, value]) => value === canary)?.[0] ?? 'a secret';
}

/** The text, and what is left of it when escapes are undone, by means of its own. */
function undone(text: string): string[] {
  const layers = [text];
  for (let depth = 0; depth < 3; depth++) {
    const inner = layers
      .at(-1)!
      .replace(/<!\[CDATA\[|\]\]>|<!--[\s\S]*?-->/g, '')
      .replace(/\\u([\da-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replace(/&#x([\da-f]+);/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
      .replace(/%([0-7][\da-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
      .replace(/\\([/"\\])/g, '$1');
    layers.push(inner);
  }
  return layers;
}
