/**
 * One small thing that a stranger's service, gateway or tool once sent, and what must come of it. Cases are data; the
 * files of this folder list them, `field.test.ts` runs them.
 */

import sentences from '../../locales/en-US/errors.json';
import type { ErrorCode } from '../../nodes/errors';
import type { DataRecord } from '../../nodes/record';
import { answer } from '../client/scripted-server';
import type { PlainSettings } from '../client/settings-for';

export interface FieldCase {
  /** What is odd about it, in a user's words. */
  name: string;
  /** Whose it is, in a word: the kind of server, tool or report it is modelled on. */
  source: string;
  /** What the service writes, one entry per request in turn; the last one again for every further request. */
  answers: readonly Wire[];
  /** The same for the accounts service. Where given, the connection signs in by user name and password. */
  tokens?: readonly Wire[];
  /** The connection, where it is no ordinary one. */
  settings?: Partial<PlainSettings>;
  /** Environment variables while the case runs. */
  environment?: Readonly<Record<string, string>>;
  /** How the node is set. */
  ask?: Ask;
  /** What must come; a list for several runs, one after the other, over one connection. */
  expect: Expected | readonly Expected[];
  /** Milliseconds between the runs, where something has to run out. */
  pause?: number;
  /** How many requests of a kind must have arrived in the end. */
  seen?: { service?: number; passwords?: number; refreshes?: number };
}

/** What goes over the socket, byte by byte; the connection is kept unless the last part says otherwise. */
export type Wire = ReadonlyArray<Buffer | { wait: number } | 'close' | 'reset'>;

export interface Ask {
  /** Id in the catalogue; the location master list where left out. */
  endpoint?: string;
  /** Path for *Any request*, in place of an endpoint. */
  anyRequest?: string;
  /** Path that overrides the endpoint's. */
  path?: string;
  /** Parameters; `Response` is Json where it is left out. */
  parameters?: Readonly<Record<string, unknown>>;
  method?: 'GET' | 'POST';
  output?: 'records' | 'text' | 'buffer';
  /** Attempts after the first. */
  retries?: number;
}

export type Expected =
  /** Exactly these. `columns` and `types`: what `msg.columns` says, in order. `orRefused`: an error about the answer is right as well. */
  | { records: readonly DataRecord[]; columns?: readonly string[]; types?: readonly string[]; orRefused?: true }
  | { text: string; orRefused?: true }
  /** A body that is passed on as it is. */
  | { bytes: Buffer }
  /** The name the file has; what is in it is of no matter here. */
  | { filename: string | RegExp | undefined }
  /** An acknowledgement. */
  | { acknowledged: unknown }
  /** `says` is looked for in the sentence, `notSays` must not be in it. */
  | { error: ErrorCode | readonly ErrorCode[]; says?: RegExp; notSays?: RegExp };

/** Codes that say the answer is not what was asked for. */
export const REFUSED: readonly ErrorCode[] = ['API_ERROR', 'MALFORMED', 'WRONG_CONTENT_TYPE', 'TRUNCATED'];

/** The answer is refused, in whichever words. */
export const refused: Expected = { error: REFUSED };

const codes = Object.keys(sentences) as ErrorCode[];

/** Any error that is not one of ours. */
export const failed: Expected = { error: codes.filter((code) => code !== 'INTERNAL') };

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  Json: 'application/json; charset=utf-8',
  JsonDataTable: 'application/json; charset=utf-8',
  Xml: 'text/xml; charset=utf-8',
  XmlDataTable: 'text/xml; charset=utf-8',
  Csv: 'text/csv; charset=utf-8',
};

/** Headers are those of a plain answer unless given; lists become several lines. */
type Headers = Readonly<Record<string, string | string[]>>;

/** A whole answer with status 200. */
export function ok(body: string | Buffer, headers: Headers = {}): Wire {
  return [answer(200, body, { ...headers })];
}

/** A whole answer with another status. */
export function status(code: number, body: string | Buffer = '', headers: Headers = {}): Wire {
  return [answer(code, body, { ...headers })];
}

/** Bytes in hexadecimal, spaces between as one likes; text in `<…>` stands for its ASCII bytes. */
export function hex(text: string): Buffer {
  const parts = text.split(/(<[^>]*>)/);
  return Buffer.concat(
    parts.map((part) =>
      part.startsWith('<') ? Buffer.from(part.slice(1, -1), 'latin1') : Buffer.from(part.replaceAll(' ', ''), 'hex'),
    ),
  );
}

export function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

/** A request for an answer of that format. */
export function asking(response: string, more: Ask = {}): Ask {
  return { ...more, parameters: { Response: response, ...more.parameters } };
}

/** One answer of a format that gives, or is, this. */
export function answered(
  response: string,
  name: string,
  source: string,
  body: string | Buffer,
  expect: Expected,
  { contentType = MEDIA_TYPES[response] ?? 'application/octet-stream', ...ask }: Ask & { contentType?: string } = {},
): FieldCase {
  return {
    name: `${response}: ${name}`,
    source,
    answers: [ok(body, { 'content-type': contentType })],
    ask: asking(response, ask),
    expect,
  };
}
