/** Looks for secrets in text, as they are and in every encoding in which they could have travelled. */
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { BEGINNING, findAny } from './find-any';

export interface Leak {
  /** Name of the transcript: `<process>.<kind>.out`. */
  transcript: string;
  /** How the secret was written: `plain`, `Base64`, `URL-encoded` ... */
  form: string;
  /** The line around it, with the secret itself masked. */
  context: string;
}

export interface SearchResult {
  leaks: Leak[];
  /** Number of different secrets that were looked for. */
  secrets: number;
  /** Characters searched per kind of output (`message`, `status`, `log` ...). */
  searched: Map<string, number>;
}

const CONTEXT = 80;
/** Its Base64 form, without the characters shared with its neighbours, is long enough to be searched for. */
const SHORTEST_SECRET = BEGINNING;

/** Searches every transcript of a directory for every secret recorded in it. */
export function searchTranscripts(directory: string): SearchResult {
  const files = readdirSync(directory);
  const secrets = new Set(
    files.filter((file) => file.endsWith('.secrets')).flatMap((file) => readSecrets(directory, file)),
  );
  const forms = new Map(
    [...secrets].flatMap((secret) => [...formsOf(secret)].map(([form, written]) => [written, form])),
  );
  const longest = [...forms.keys()].reduce((most, written) => Math.max(most, written.length), 0);
  const searched = new Map<string, number>();
  const leaks: Leak[] = [];
  for (const transcript of files.filter((file) => file.endsWith('.out'))) {
    const kind = transcript.split('.').at(-2) ?? transcript;
    const found = new Set<string>();
    for (const { text, added } of piecesOf(path.join(directory, transcript), longest)) {
      searched.set(kind, (searched.get(kind) ?? 0) + added);
      for (const { at, text: written } of findAny(text, forms.keys())) {
        if (found.has(written)) continue;
        found.add(written);
        leaks.push({ transcript, form: forms.get(written)!, context: around(text, at, written) });
      }
    }
  }
  return { leaks, secrets: secrets.size, searched };
}

/** Bytes looked at in one piece: a transcript may be longer than a string can be. */
export const PIECE = 1 << 26;

/**
 * A file's text in pieces. Each begins with the end of the one before, so that nothing is cut in two.
 * @param longest characters that must be found together
 * @returns each piece, and how many characters of it are new
 */
function* piecesOf(file: string, longest: number): Generator<{ text: string; added: number }> {
  const bytes = Buffer.alloc(PIECE);
  const decoder = new StringDecoder('utf8');
  const descriptor = openSync(file, 'r');
  try {
    let before = '';
    for (let read = readSync(descriptor, bytes); read > 0; read = readSync(descriptor, bytes)) {
      const text = before + decoder.write(bytes.subarray(0, read));
      yield { text, added: text.length - before.length };
      before = longest > 1 ? text.slice(1 - longest) : '';
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Shorter ones are left out: chance would find them in any long text. */
function readSecrets(directory: string, file: string): string[] {
  const lines = readFileSync(path.join(directory, file), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as string).filter((secret) => secret.length >= SHORTEST_SECRET);
}

function around(text: string, at: number, written: string): string {
  return text.slice(Math.max(0, at - CONTEXT), at + written.length + CONTEXT).replaceAll(written, '********');
}

/** Every way in which a secret may be written. Forms equal to the plain one are left out. */
export function formsOf(secret: string): Map<string, string> {
  const forms = new Map([['plain', secret]]);
  const add = (form: string, written: string) => {
    if (![...forms.values()].includes(written)) forms.set(form, written);
  };
  const encoded = encodeURIComponent(secret);
  add('URL-encoded', encoded);
  add(
    'URL-encoded, small letters',
    encoded.replace(/%../g, (code) => code.toLowerCase()),
  );
  add('form-encoded', new URLSearchParams([['', secret]]).toString().slice(1));
  add('JSON-escaped', JSON.stringify(secret).slice(1, -1));
  add('hexadecimal', Buffer.from(secret).toString('hex'));
  for (const before of [0, 1, 2]) {
    const written = base64Inside(secret, before);
    add(`Base64 after ${before} bytes`, written);
    add(`Base64 for URLs after ${before} bytes`, written.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}

/**
 * The Base64 characters that stand for the secret alone, wherever it lies in a longer text such as `user:password`.
 * @param before how many bytes of a group of three come before it
 */
function base64Inside(secret: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
  const firstOwn = Math.ceil((before * 8) / 6);
  const lastOwn = Math.floor((bytes.length * 8) / 6);
  return bytes.toString('base64').slice(firstOwn, lastOwn);
}
