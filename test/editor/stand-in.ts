/** Stands for the browser: the globals that the checks read, and nodes with English words. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { endpoints } from '../../nodes/catalogue';
import { packCatalogue } from '../../nodes/editor/packed-catalogue';
import type { EditorNode } from '../../nodes/editor/red';
import type { Words } from '../../nodes/editor/words';
import { type Facts, sentence } from '../../nodes/errors';

const english = path.join(__dirname, '..', '..', 'locales', 'en-US');

/** The English catalog of messages: file, key, text. */
export const messages = Object.fromEntries(
  readdirSync(english)
    .filter((file) => file.endsWith('.json'))
    .map((file): [string, Record<string, string>] => [
      file.replace('.json', ''),
      JSON.parse(readFileSync(path.join(english, file), 'utf8')),
    ]),
);

/** As Node-RED's translator: a key without a text comes back as it is. */
export const words: Words = (key: string, facts: Facts = {}) => {
  const [file = '', name = ''] = key.split('.');
  const texts = messages[file] ?? {};
  return Object.hasOwn(texts, name) ? sentence(texts[name]!, facts) : key;
};

/** Config nodes that a test put into the editor. */
export const nodes = new Map<string, Partial<EditorNode>>();

const editor = {
  nodes: { node: (id: string) => nodes.get(id) ?? null },
  utils: {},
  i18n: { lang: () => 'en-US' },
  _: (key: string, facts: object) => `${key} ${JSON.stringify(facts)}`,
};

const ofNodeRed = createRequire(require.resolve('@node-red/util'));

/** The editor's own checks of properties and expressions, cut out of its script. */
function editorChecks(): object {
  const script = readFileSync(require.resolve('@node-red/editor-client/public/red/red.js'), 'utf8');
  const start = script.indexOf('function createError(');
  const source = script.slice(start, script.indexOf('function getMessageProperty(', start));
  const names = 'normalisePropertyExpression, validatePropertyExpression, validateTypedProperty';
  return new Function('RED', 'jsonata', `${source}; return { ${names} };`)(editor, ofNodeRed('jsonata'));
}

Object.assign(editor.utils, editorChecks());
Object.assign(globalThis, { RED: editor, PACKED_CATALOGUE: JSON.stringify(packCatalogue(endpoints)) });

export function editorNode(type: string, stored: Record<string, unknown> = {}): EditorNode {
  return { id: 'node', type, _def: { _: words }, ...stored };
}
