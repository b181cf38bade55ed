import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Setting } from '../../nodes/stored/field';
import { connectionFields } from '../../nodes/stored/stored-connection';
import { nodeFields, settingKey } from '../../nodes/stored/stored-node';
import { sqlFields } from '../../nodes/stored/stored-sql';

const root = path.join(__dirname, '..', '..');
const english = path.join(root, 'locales', 'en-US');

/** Everything of ours that asks for a text; the catalogue's own texts are translated by what they say, not by keys. */
const code = readSources(path.join(root, 'nodes'), ['catalogue', 'examples']);

/** `file.key` of every text of the English catalog. */
const keys = readdirSync(english)
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) => {
    const texts = JSON.parse(readFileSync(path.join(english, file), 'utf8')) as Record<string, string>;
    return Object.keys(texts).map((key) => `${path.parse(file).name}.${key}`);
  });
const files = [...new Set(keys.map((key) => key.split('.')[0]!))];

/** Keys that stand in the code as they are; `connection.svg` is an icon. */
const exact = new Set(matches(new RegExp(`['"\`]((?:${files.join('|')})\\.(?!svg)[\\w-]+)['"\`]`, 'g'), code));

/** Keys, and parts of keys, that the code puts together, such as `dialog.blank-${type}`. */
const composed = matches(/`((?:[\w.-]*\$\{[^}`]+\}[\w.-]*)+)`/g, code)
  .filter((template) => /^[\w-]+[.-]/.test(template))
  .map((template) => new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '([\\w-]+)')}$`));

/** Keys of the label of each setting, of its choices and of its unit: what is stored asks for them. */
const settingKeys = [
  ...Object.entries(connectionFields).flatMap(([name, field]) => keysOf(`connection.${name}`, field)),
  ...Object.entries(nodeFields).flatMap(([name, field]) => keysOf(settingKey(name), field)),
  ...Object.entries(sqlFields).flatMap(([name, field]) => keysOf(`sql.${name}`, field)),
];

function keysOf(key: string, field: Setting): string[] {
  if (field.kind === 'choice') return [key, ...field.choices.map((value) => `${key}-${value}`)];
  return field.kind === 'number' ? [key, `${key.split('.')[0]}.${field.unit}`] : [key];
}

/** What can be put into them: texts in quotes, and names of properties. */
const words = new Set([...matches(/'([\w-]+)'/g, code), ...matches(/([\w]+)\??:/g, code)]);

/** Code that takes a whole file of texts as an object asks for the names of its properties. */
const properties = new Set(matches(/\bwords\.(\w+)/g, code));

function isAskedFor(key: string): boolean {
  if (exact.has(key) || settingKeys.includes(key.replace(/-(note|hint)$/, ''))) return true;
  if (key.startsWith('help.')) return properties.has(key.slice(5)) || words.has(key.slice(5));
  return isComposed(key);
}

function isComposed(text: string): boolean {
  return composed.some((pattern) => {
    const parts = pattern.exec(text)?.slice(1);
    return parts?.every((part) => words.has(part) || isComposed(part));
  });
}

describe('the keys of the texts', () => {
  it('are all there that the code asks for', () => {
    assert.deepEqual(
      [...exact, ...settingKeys].filter((key) => !keys.includes(key)),
      [],
    );
  });

  it('are all asked for by the code', () => {
    assert.deepEqual(
      keys.filter((key) => !isAskedFor(key)),
      [],
    );
    assert.ok(!isAskedFor('dialog.nobody-asks-for-this') && !isAskedFor('status.nobody'));
  });
});

describe('the sentences of the runtime', () => {
  it('have keys of their own, whichever of their two files they are in', () => {
    const both = keys.filter(
      (key) => keys.includes(key.replace('phrases.', 'problems.')) && key.startsWith('phrases.'),
    );
    assert.deepEqual(both, []);
  });
});

function readSources(folder: string, without: readonly string[]): string {
  const parts = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return without.includes(entry.name) ? '' : readSources(place, []);
    return entry.name.endsWith('.ts') ? withoutComments(readFileSync(place, 'utf8')) : '';
  });
  return parts.join('\n');
}

function withoutComments(source: string): string {
  return source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

/** The first group of every match. */
function matches(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1]!);
}
