/**
 * A package of as many node types as ours has, in as many sets and categories, each with a label, an icon, a name, a
 * form and a line of help and nothing else: what Node-RED itself needs for them.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { endpoints } from '../../nodes/catalogue/index';
import { paletteLabel } from '../../nodes/catalogue/label';
import { setNames, typesOf } from '../package/set-pages';
import { repository } from '../package-files';

const NAME = 'empty-types';

/** Types of our package, and of the empty one. */
export const typeCount = setNames.flatMap(typesOf).length;

export function installEmptyTypes(userDirectory: string): void {
  const folder = path.join(userDirectory, 'node_modules', NAME);
  mkdirSync(folder, { recursive: true });
  for (const set of setNames) {
    const ids = typesOf(set).map(({ type }) => type.replace(/^dataconnect-/, ''));
    writeFileSync(path.join(folder, `${set}.js`), server(ids));
    writeFileSync(path.join(folder, `${set}.html`), page(ids, set));
    cpSync(path.join(repository, 'icons', `${set}.svg`), path.join(folder, 'icons', `${set}.svg`));
  }
  const nodes = Object.fromEntries(setNames.map((set) => [set, `${set}.js`]));
  writeJson(path.join(folder, 'package.json'), { name: NAME, version: '1.0.0', 'node-red': { nodes } });
  writeJson(path.join(userDirectory, 'package.json'), { name: 'benchmark', dependencies: { [NAME]: '1.0.0' } });
}

function server(ids: string[]): string {
  return `module.exports = (RED) => {
  function Empty(config) { RED.nodes.createNode(this, config); }
  for (const id of ${JSON.stringify(ids)}) RED.nodes.registerType('empty-' + id, Empty);
};
`;
}

function page(ids: string[], set: string): string {
  const category = set === 'connection' ? 'config' : `Empty ${set.replace('-', ' ')}`;
  return `<script type="text/javascript">
${ids.map((id) => registration(id, category, set)).join('')}</script>
${ids.map(texts).join('')}`;
}

/** The label is ours, because Node-RED breaks a longer one into more lines, which takes it longer. */
function registration(id: string, category: string, set: string): string {
  const endpoint = endpoints.find((each) => each.id === id);
  const label = JSON.stringify(endpoint ? paletteLabel(endpoint) : id);
  return `RED.nodes.registerType('empty-${id}', {
  category: '${category}', color: '#6db8bf', icon: '${set}.svg', inputs: 1, outputs: 1,
  defaults: { name: { value: '' } },
  paletteLabel: ${label},
  label() { return this.name || ${label}; },
});
`;
}

function texts(id: string): string {
  return `<script type="text/html" data-template-name="empty-${id}"><input type="text" id="node-input-name"></script>
<script type="text/html" data-help-name="empty-${id}"><p>Does nothing.</p></script>
`;
}

function writeJson(file: string, content: object): void {
  writeFileSync(file, JSON.stringify(content));
}
