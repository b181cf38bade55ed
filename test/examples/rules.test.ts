/** What is true of every example, whatever it does. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FieldProblem } from '../../nodes/parameters/problem';
import { endsWithFlow } from '../../nodes/runtime/flow/back-pressure';
import {
  checkUpSteps,
  confirmSteps,
  connectionSteps,
  newestVersion,
  nodeSteps,
  type Step,
  sqlSteps,
} from '../../nodes/stored/migrations';
import { readStoredConfirm } from '../../nodes/stored/stored-confirm';
import { readStoredConnection } from '../../nodes/stored/stored-connection';
import { readStoredNode } from '../../nodes/stored/stored-node';
import { readStoredSql } from '../../nodes/stored/stored-sql';
import { isSqliteInstalled } from '../counterparts/install';
import { counterpartPackages } from '../counterparts/link';
import type { FlowNode } from '../flows/node-red';
import { setNames, typesOf } from '../package/set-pages';
import { USUAL_MAIL_PORT } from '../playground/places';
import { type ExampleFile, exampleFiles } from './example-files';

const files = exampleFiles();
/** Of those that are written by hand, the nodes and their text for people. */
const written = files.filter(({ generated }) => !generated);
const commentsOf = (file: ExampleFile) => file.nodes.filter(({ type }) => type === 'comment');
const ofOurs = (file: ExampleFile) => file.nodes.filter(({ type }) => type.startsWith('dataconnect-'));

describe('the example flows', () => {
  const registered = setNames.flatMap((set) => typesOf(set));

  it('have every node of the palette, and no other of ours', () => {
    const used = new Set(files.flatMap((file) => ofOurs(file).map(({ type }) => type)));
    assert.deepEqual([...used].sort(), registered.map(({ type }) => type).sort());
  });

  it('share one connection without credentials, so that these are typed once', () => {
    const connections = files.map((file) => file.nodes.filter(({ type }) => type === 'dataconnect-connection'));
    for (const [index, each] of connections.entries()) {
      assert.deepEqual(each, connections[0], files[index]!.name);
      assert.equal(each.length, 1);
    }
    assert.equal(connections[0]![0]!.name, 'DataConnect');
    assert.equal('credentials' in connections[0]![0]!, false);
  });

  it('store nothing but what the nodes of this version store', () => {
    const properties = new Map(
      registered.map(({ type, definition }) => [type, Object.keys(definition.defaults ?? {})]),
    );
    const ofNodeRed = ['id', 'type', 'z', 'g', 'x', 'y', 'wires'];
    for (const { name, nodes } of files) {
      for (const node of nodes.filter(({ type }) => properties.has(type))) {
        const known = [...ofNodeRed, ...properties.get(node.type)!];
        const unknown = Object.keys(node).filter((key) => !known.includes(key));
        assert.deepEqual(unknown, [], `${name}: ${node.id}`);
      }
    }
  });

  it('are of the newest version, and end as failed when the flow fails, as new nodes do', () => {
    for (const file of files) {
      for (const node of ofOurs(file)) {
        const steps = STEPS[node.type] ?? nodeSteps;
        assert.equal(node.version, newestVersion(steps), `${file.name}: ${node.id}`);
        if (steps === nodeSteps)
          assert.ok(endsWithFlow(readStoredNode(node as never).settings.flow), `${file.name}: ${node.id}`);
      }
    }
  });

  it('are numbered in their folders, and these too, without a gap', () => {
    const paths = written.map(({ name }) => name.split('/'));
    assert.ok(paths.every(({ length }) => length === 2));
    const folders = [...new Set(paths.map(([folder]) => folder!))];
    assertNumbered(folders);
    for (const folder of folders) assertNumbered(paths.filter(([each]) => each === folder).map(([, file]) => file!));
  });

  it('have no id twice, so that all can be imported together', () => {
    const ids = files.flatMap(({ nodes }) => nodes.filter(({ type }) => type !== 'dataconnect-connection'));
    const seen = new Set<string>();
    for (const { id } of ids) {
      assert.ok(!seen.has(id), id);
      seen.add(id);
    }
  });

  it('lie on the grid, and no node over another', () => {
    for (const { name, nodes } of files) {
      const placed = nodes.filter(({ type, x }) => x !== undefined && type !== 'group');
      const places = placed.map(({ x, y }) => `${x},${y}`);
      assert.equal(new Set(places).size, places.length, name);
      for (const { x, y, id } of placed) assert.ok(Number(x) % 10 === 0 && Number(y) % 10 === 0, `${name}: ${id}`);
    }
  });

  it('are without a Function node, so that all of it is set in dialogs', () => {
    const programmed = files.filter(({ nodes }) => nodes.some(({ type }) => type === 'function'));
    assert.deepEqual(
      programmed.map(({ name }) => name),
      [],
    );
  });

  it('send mails to the inbox of npm start, so that they can be tried as they are imported', () => {
    const mails = written.flatMap(({ nodes }) => nodes.filter(({ type }) => type === 'e-mail'));
    assert.ok(mails.length > 0);
    for (const { id, server, port, authtype } of mails) {
      assert.deepEqual([server, port, authtype], ['127.0.0.1', String(USUAL_MAIL_PORT), 'NONE'], id);
    }
  });

  it('say what they do and what to change, in a comment', () => {
    for (const file of written) {
      const [first] = commentsOf(file);
      const [does, ...chapters] = String(first?.info).split(/^### /m);
      assert.ok(does!.trim().length > 40, `${file.name}: its comment does not begin with what it does.`);
      const change = chapters.find((chapter) => chapter.startsWith('What to change\n'));
      assert.ok(
        change && change.trim().split('\n').length > 1,
        `${file.name}: its comment does not say what to change.`,
      );
      assert.match(String(first!.name), /what to change/i);
      assert.equal(
        file.nodes.find(({ type }) => type === 'tab')!.info,
        first!.info,
        `${file.name}: its tab says something else.`,
      );
    }
  });

  it('need no nodes but those of Node-RED, ours, and of packages that their comment names', function () {
    if (!isSqliteInstalled()) this.skip();
    const packageOf = counterpartTypes();
    for (const file of files) {
      const text = JSON.stringify(commentsOf(file).map(({ info }) => info));
      for (const type of file.counterparts) {
        const name = packageOf.get(type);
        assert.ok(name, `${file.name}: nobody knows where ${type} is from.`);
        assert.ok(text.includes(name), `${file.name}: its comment does not name ${name}.`);
      }
    }
  });

  it('have nothing stored that the nodes would not take as it is', () => {
    for (const file of files) {
      for (const node of ofOurs(file)) assert.deepEqual(faultsOf(node), [], `${file.name}: ${node.id}`);
    }
  });
});

/** What became of each kind of node of ours over the versions; that of the endpoint nodes for all others. */
const STEPS: Record<string, readonly Step[]> = {
  'dataconnect-records-to-sql': sqlSteps,
  'dataconnect-check-up': checkUpSteps,
  'dataconnect-confirm': confirmSteps,
  'dataconnect-connection': connectionSteps,
};

function assertNumbered(names: string[]): void {
  const numbers = names.map((name) => Number(/^(\d+) \S/.exec(name)?.[1]));
  const sorted = [...numbers].sort((a, b) => a - b);
  assert.deepEqual(
    sorted,
    names.map((_, index) => index + 1),
    names.join('\n'),
  );
}

/** What the reader of each kind of node of ours has to say about one. */
function faultsOf(node: FlowNode): unknown[] {
  const stored: Record<string, unknown> = node;
  const faults: FieldProblem[] = [];
  if (node.type === 'dataconnect-records-to-sql') readStoredSql(stored, faults);
  else if (node.type === 'dataconnect-connection') readStoredConnection(stored, faults);
  else if (node.type === 'dataconnect-confirm') readStoredConfirm(stored, faults);
  else faults.push(...readStoredNode(stored).faults);
  return faults;
}

/** The package of every type that a counterpart registers. */
function counterpartTypes(): Map<string, string> {
  const types = Object.values(counterpartPackages).flatMap(({ name, folder }) => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const pages = files.filter((file) => file.endsWith('.html') && !file.includes('node_modules'));
    const texts = pages.map((page) => readFileSync(path.join(folder, page), 'utf8'));
    const registered = texts.flatMap((text) => [...text.matchAll(/registerType\(\s*['"]([^'"]+)['"]/g)]);
    return registered.map(([, type]): [string, string] => [type!, name]);
  });
  return new Map(types);
}
