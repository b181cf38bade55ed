import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { messages } from './stand-in';

const root = path.join(__dirname, '..', '..', 'nodes');

function sourcesIn(folder: string): string {
  return readdirSync(path.join(root, folder))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(root, folder, file), 'utf8'))
    .join('\n');
}

/** Keys in quotes, and the patterns of those that are put together. */
function keysIn(source: string): { exact: Set<string>; patterns: RegExp[] } {
  const exact = new Set([...source.matchAll(/'((?:dialog|connection)\.[\w-]+)'/g)].map((match) => match[1]!));
  const composed = [...source.matchAll(/`((?:dialog|connection)\.[^`]*\$\{[^`]*)`/g)].map((match) => match[1]!);
  const titles = [...source.matchAll(/#title\('([\w-]+)'\)/g)].flatMap(([, key]) => [
    `dialog.${key}`,
    `connection.${key}`,
  ]);
  const patterns = composed
    .map((text) =>
      text
        .replace(/\$\{[^}]*\}/g, '§')
        .replace(/[.]/g, '\\.')
        .replaceAll('§', '[\\w-]+'),
    )
    .filter((text) => !/^\w+\\\.\[\\w-\]\+$/.test(text));
  return { exact: new Set([...exact, ...titles]), patterns: patterns.map((text) => new RegExp(`^${text}$`)) };
}

describe('the words of the dialogs', () => {
  const { exact, patterns } = keysIn(sourcesIn('editor') + sourcesIn('runtime'));

  it('are all there', () => {
    const isThere = (key: string) => messages[key.split('.')[0]!]?.[key.split('.')[1]!] !== undefined;
    const asked = [...exact].filter((key) => !/\.(request|sign-in|data|network)$/.test(key));
    assert.deepEqual(
      asked.filter((key) => !isThere(key)),
      [],
    );
  });

  it('are all used', () => {
    const fields =
      /^connection\.(name|environment|serviceUrl|tokenUrl|authentication|username|password|clientId|clientSecret|accessToken|companyId|timeZone|tls|proxy|\w+Timeout|requestsAtOnce|retries|requests|attempts|seconds|name-hint)$/;
    const flags = /^dialog\.(override|anyway|true|false)(-note)?$/;
    const all = ['dialog', 'connection'].flatMap((file) => Object.keys(messages[file]!).map((key) => `${file}.${key}`));
    const isUsed = (key: string) =>
      exact.has(key) || fields.test(key) || flags.test(key) || patterns.some((each) => each.test(key));
    assert.deepEqual(
      all.filter((key) => !isUsed(key)),
      [],
    );
  });
});
