import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { isTrouble, type NodeRedProcess } from '../browser/node-red-process';
import { startScratchNodeRed } from '../browser/scratch-node-red';
import { type Emulator, startEmulator } from '../emulator';
import { setNames, typesOf } from '../package/set-pages';
import { EditorSocket } from './editor-socket';
import { type ExampleFile, exampleFiles } from './example-files';
import { ImportedExample } from './imported-example';

const files = exampleFiles();
const ofOurs = (file: ExampleFile) => file.nodes.filter(({ type }) => type.startsWith('dataconnect-'));

/** These fail, or are stopped, on purpose. */
const WITHOUT_RECORDS = ['7 Operation/Handle errors with Catch', '1 Start/3 Stop a long run with msg.cancel'];

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

  describe('imported into an empty Node-RED', () => {
    let emulator: Emulator;
    let nodeRed: NodeRedProcess;
    let socket: EditorSocket;
    before(async () => {
      [emulator, nodeRed] = await Promise.all([startEmulator(), startScratchNodeRed()]);
      socket = await EditorSocket.open(nodeRed.url);
    });
    after(async () => {
      await socket?.close();
      await nodeRed?.stop();
      await emulator?.close();
    });

    /** In the directory that Node-RED names in its log. */
    const savedFile = () => {
      const [directory] = nodeRed.log.flatMap((line) => /User directory : (\S+)/.exec(line)?.[1] ?? []);
      return path.join(directory!, 'stock-below-minimum.csv');
    };
    const deploy = (name: string) =>
      ImportedExample.deploy(files.find((file) => file.name === name)!, nodeRed.url, socket, emulator);

    const alone = files.filter(({ counterparts }) => counterparts.length === 0);
    for (const { name } of alone.filter((file) => !WITHOUT_RECORDS.includes(file.name))) {
      it(`${name}: every button ends in a debug node, and nothing fails`, async () => {
        const logged = nodeRed.log.length;
        const example = await deploy(name);
        for (const button of example.buttons) {
          const { ends, from } = await example.press(button);
          for (const end of ends) assert.equal(end.fill, 'green', `${button.id}: ${end.text}`);
          await example.prints(from);
        }
        assert.deepEqual(nodeRed.log.slice(logged).filter(isTrouble), []);
        assert.deepEqual(emulator.crashes, []);
      });
    }

    it('the file of low stock has a line for each product below its minimum, and no other', async () => {
      const example = await deploy('5 Files/Stock below minimum to a CSV file');
      const { from } = await example.press(example.buttons[0]!);
      await example.printed('text of the file', from);
      // The debug sidebar cuts long text.
      const [header, ...lines] = parse(readFileSync(savedFile(), 'utf8'));
      assert.deepEqual(header, ['LocationId', 'ProductSKU', 'ProductName', 'Quantity', 'MinQty']);
      assert.ok(lines.length > 0);
      for (const [, sku, , quantity, minimum] of lines) assert.ok(Number(quantity) < Number(minimum), sku);
    });

    it('the batches arrive one by one, and are counted together at the end', async () => {
      const example = await deploy('2 Databases/Batches into a database');
      const { ends, from } = await example.press(example.buttons[0]!);
      const batches = JSON.parse(await example.printed('all is in', from)) as Array<{
        batch: number;
        inserted: number;
      }>;
      assert.ok(batches.length > 1);
      assert.deepEqual(
        batches.map(({ batch }) => batch),
        batches.map((_, index) => index),
      );
      const inserted = batches.reduce((sum, batch) => sum + batch.inserted, 0);
      assert.equal(ends[0]!.text.replace(/\D/g, ''), String(inserted));
    });

    it('the parameters of the message are sent', async () => {
      const example = await deploy('1 Start/2 Parameters from msg.params');
      await example.press(example.button('April, one store'));
      const [request] = emulator.requests.to('/reports/SalesByLocationReport').slice(-1);
      assert.equal(request?.query.get('LocationTypeIDs'), '1');
      assert.match(request?.query.get('StartDate') ?? '', /^2026-04-01/);
    });

    it('the errors are caught and told apart by their codes', async () => {
      const example = await deploy('7 Operation/Handle errors with Catch');
      for (const [button, code] of [
        ['wrong path', 'NOT_FOUND'],
        ['misspelt name', 'PARAMETER_INVALID'],
      ] as const) {
        const { ends, from } = await example.press(example.button(button));
        assert.equal(ends[0]!.fill, 'red');
        assert.ok((await example.printed('mend the flow or the connection', from)).includes(code), button);
      }
    });

    it('the long run ends when it is told to', async () => {
      emulator.dials.set({ hold: true });
      try {
        const example = await deploy('1 Start/3 Stop a long run with msg.cancel');
        const from = await example.start(example.button('start'));
        const { ends } = await example.press(example.button('stop'));
        assert.equal(ends[0]!.fill, 'grey');
        assert.ok((await example.printed('stopped or failed', from)).includes('CANCELLED'));
      } finally {
        emulator.dials.reset();
      }
    });
  });
});
