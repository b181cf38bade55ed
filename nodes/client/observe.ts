/** One small request and what came of it, whatever its status: for questions about the service itself. */
import { acceptPreferredEndpoint } from './host-rules';
import type { SendOptions, ServiceRequest } from './request';
import { attemptOnce, type Parts } from './sending';
import type { Session } from './sign-in/session';
import { headerText, readContentType } from './transport/answer-headers';
import { readSmallBytes } from './transport/small-body';
import { capped } from './transport/timeouts';
import type { RawAnswer } from './transport/transport';

export interface Observation {
  status: number;
  /** In lower case, without parameters; empty where none was named. */
  contentType: string;
  charset: string | undefined;
  /** `Content-Encoding`, in lower case; empty where there was none. */
  coding: string;
  /** Names of the cookies that this host has set so far. */
  cookies: string[];
  host: string;
  /** Decoded, at most 64 kB of it. May hold secrets. */
  body: Buffer;
  /** Whether that was all. */
  complete: boolean;
  /** From sending to the answer's headers. */
  milliseconds: number;
}

export interface ObserveOptions extends Pick<SendOptions, 'signal'> {
  /** Another host of the service, as it named one; the service URL without. */
  host?: string | undefined;
}

/** A question that takes longer is no small one, in milliseconds. */
const PATIENCE = 60_000;

/** By these the service says that it wants no more requests. */
const REFUSALS: ReadonlySet<number> = new Set([401, 403, 429]);

/** Longest name of a cookie that is repeated. */
const LONGEST_NAME = 64;

/** See `DataConnectClient.observe`. */
export async function observe(parts: Parts, request: ServiceRequest, options: ObserveOptions): Promise<Observation> {
  const { clock, session } = parts;
  let sentAt = clock.now();
  const { raw } = await attemptOnce(
    partsFor(parts, options.host),
    request,
    {
      signal: options.signal,
      onProgress: ({ kind }) => {
        if (kind === 'sending') sentAt = clock.now();
      },
    },
    (status) => !REFUSALS.has(status),
  );
  const milliseconds = Math.round(clock.now() - sentAt);
  const { bytes: body, complete } = await readSmallBytes(raw);
  return {
    status: raw.statusCode,
    ...readContentType(raw.headers['content-type']),
    coding: (headerText(raw.headers['content-encoding']) ?? '').toLowerCase().trim(),
    cookies: cookieNames(raw, session),
    host: raw.url.host,
    body,
    complete,
    milliseconds,
  };
}

/** Asked is the host that is meant, and not the one that the service prefers. */
function partsFor(parts: Parts, host: string | undefined): Parts {
  const { limits, service } = parts;
  return {
    ...parts,
    preferred: undefined,
    limits: { ...limits, timeouts: capped(limits.timeouts, PATIENCE) },
    ...(host !== undefined && { service: acceptPreferredEndpoint(host, service), wires: new WeakMap() }),
  };
}

/** Those kept from earlier answers as well: a service sets its cookies once. */
function cookieNames({ headers, url }: RawAnswer, session: Session): string[] {
  const set = [headers['set-cookie'] ?? []].flat();
  const kept = session.cookiesFor(url)?.split(';') ?? [];
  const names = [...set, ...kept].map((line) => line.slice(0, line.indexOf('=')).trim());
  return [...new Set(names)].filter((name) => name.length <= LONGEST_NAME && /^[\w.~-]+$/.test(name)).sort();
}
