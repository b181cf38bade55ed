/**
 * Which nodes of Node-RED report an error for a batch, and for what: what *Stop the run when a node behind fails* stops
 * on. A change of Node-RED that makes another of them report one is seen here.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FlowFixture } from './flow-fixture';
import type { FlowNode } from './node-red';
import { Sender } from './sender';

interface Case {
  /** In the words of a person. */
  name: string;
  core: string[];
  /** The first is wired to the sender; those without wires of their own to the end. */
  nodes: (places: Places) => FlowNode[];
  payload?: unknown;
}

interface Places {
  /** A server that answers every request with 404. */
  server: string;
  /** An address where nobody listens. */
  nobody: string;
  folder: string;
}

const records = [
  { Sku: 'A', Qty: 1 },
  { Sku: 'B', Qty: 2 },
];

const func = (text: string): FlowNode => ({
  ...{ id: 'first', type: 'function', func: text, outputs: 1, timeout: 0, initialize: '', finalize: '', libs: [] },
});
const change = (to: string): FlowNode => ({
  ...{ id: 'first', type: 'change', rules: [{ t: 'set', p: 'payload', pt: 'msg', to, tot: 'jsonata' }] },
});
const request = (url: string): FlowNode => ({
  ...{ id: 'first', type: 'http request', method: 'GET', ret: 'txt', paytoqs: 'ignore', url },
});

const FUNCTION = 'function/10-function.js';
const JSON_NODE = 'parsers/70-JSON.js';

const quiet: Case[] = [
  { name: 'a function that warns', core: [FUNCTION], nodes: () => [func('node.warn("odd"); return msg;')] },
  { name: 'a function that sends nothing on', core: [FUNCTION], nodes: () => [func('return null;')] },
  {
    name: 'a function that sends later',
    core: [FUNCTION],
    nodes: () => [func('setTimeout(() => { node.send(msg); node.done(); }, 5);')],
  },
  {
    name: 'a switch through which nothing goes',
    core: ['function/10-switch.js'],
    nodes: () => [
      ...[{ id: 'first', type: 'switch', property: 'topic', rules: [{ t: 'eq', v: 'x', vt: 'str' }], outputs: 1 }],
    ],
  },
  { name: 'a change', core: ['function/15-change.js'], nodes: () => [change('$sum(payload.Qty)')] },
  { name: 'a change that finds nothing', core: ['function/15-change.js'], nodes: () => [change('payload.None')] },
  {
    name: 'a template with names that are not there',
    core: ['function/80-template.js'],
    nodes: () => [{ id: 'first', type: 'template', field: 'payload', syntax: 'mustache', template: '{{none.at.all}}' }],
  },
  {
    name: 'a delay',
    core: ['function/89-delay.js'],
    nodes: () => [{ id: 'first', type: 'delay', pauseType: 'delay', timeout: '5', timeoutUnits: 'milliseconds' }],
  },
  {
    name: 'a filter that holds a repetition back',
    core: ['function/rbe.js'],
    nodes: () => [{ id: 'first', type: 'rbe', func: 'rbei', property: 'payload', septopics: false }],
  },
  {
    name: 'a filter that wants numbers and gets none',
    core: ['function/rbe.js'],
    nodes: () => [{ id: 'first', type: 'rbe', func: 'deadband', gap: '5', property: 'payload' }],
  },
  {
    name: 'records to JSON',
    core: [JSON_NODE],
    nodes: () => [{ id: 'first', type: 'json', property: 'payload', action: 'str' }],
  },
  {
    name: 'records to CSV',
    core: ['parsers/70-CSV.js'],
    nodes: () => [{ id: 'first', type: 'csv', spec: 'rfc', sep: ',', temp: '', hdrout: 'all', ret: '\\n' }],
  },
  {
    name: 'text that is no good CSV, of which the node takes what it can',
    core: ['parsers/70-CSV.js'],
    payload: 'a,b\n1,"2',
    nodes: () => [{ id: 'first', type: 'csv', spec: 'rfc', sep: ',', hdrin: true, temp: '', multi: 'mult' }],
  },
  {
    name: 'split and join',
    core: ['sequence/17-split.js'],
    nodes: () => [
      { id: 'first', type: 'split', arraySplt: 1, arraySpltType: 'len', property: 'payload', wires: [['join']] },
      { id: 'join', type: 'join', mode: 'auto' },
    ],
  },
  {
    name: 'sort',
    core: ['sequence/18-sort.js'],
    nodes: () => [
      {
        id: 'first',
        type: 'sort',
        target: 'payload',
        targetType: 'msg',
        msgKey: 'Qty',
        msgKeyType: 'jsonata',
        order: 'descending',
      },
    ],
  },
  {
    name: 'batch, which keeps messages',
    core: ['sequence/19-batch.js'],
    nodes: () => [{ id: 'first', type: 'batch', mode: 'count', count: 10, overlap: 0, topics: [] }],
  },
  {
    name: 'trigger',
    core: ['function/89-trigger.js'],
    nodes: () => [
      { id: 'first', type: 'trigger', op1: '1', op1type: 'str', op2: '0', op2type: 'str', duration: '5', units: 'ms' },
    ],
  },
  {
    name: 'a command that ends with another code than 0',
    core: ['function/90-exec.js'],
    nodes: () => [{ id: 'first', type: 'exec', command: 'exit 3', addpay: '', useSpawn: 'false', wires: [[], [], []] }],
  },
  { name: 'a server that answers 404', core: ['network/21-httprequest.js'], nodes: ({ server }) => [request(server)] },
  {
    name: 'a file that is written',
    core: ['storage/10-file.js'],
    nodes: ({ folder }) => [
      { id: 'first', type: 'file', filename: path.join(folder, 'a.txt'), filenameType: 'str', overwriteFile: 'false' },
    ],
  },
  {
    name: 'a link call that returns',
    core: ['common/60-link.js'],
    nodes: () => [
      { id: 'first', type: 'link call', links: ['in'], linkType: 'static', timeout: '5' },
      { id: 'in', type: 'link in', links: [], wires: [['back']] },
      { id: 'back', type: 'link out', mode: 'return', links: [], wires: [] },
    ],
  },
];

const loud: Case[] = [
  { name: 'a function that throws', core: [FUNCTION], nodes: () => [func('throw new Error("bad");')] },
  {
    name: 'a function that reports an error and goes on',
    core: [FUNCTION],
    nodes: () => [func('node.error("odd", msg); return msg;')],
  },
  { name: 'a change whose expression fails', core: ['function/15-change.js'], nodes: () => [change('$error("bad")')] },
  {
    name: 'text that is no JSON',
    core: [JSON_NODE],
    payload: '{',
    nodes: () => [{ id: 'first', type: 'json', property: 'payload', action: 'obj' }],
  },
  {
    name: 'text that is no XML',
    core: ['parsers/70-XML.js'],
    payload: '<a>',
    nodes: () => [{ id: 'first', type: 'xml', property: 'payload', attr: '', chr: '' }],
  },
  {
    name: 'a server that cannot be reached, though the answer goes on with its code',
    core: ['network/21-httprequest.js'],
    nodes: ({ nobody }) => [request(nobody)],
  },
  {
    name: 'a file in a folder that is not there, though the node says that it is done',
    core: ['storage/10-file.js'],
    nodes: ({ folder }) => [
      {
        id: 'first',
        type: 'file',
        filename: path.join(folder, 'none', 'a'),
        filenameType: 'str',
        overwriteFile: 'false',
      },
    ],
  },
  {
    name: 'a full disk, though the node says that it is done',
    core: ['storage/10-file.js'],
    nodes: () => [{ id: 'first', type: 'file', filename: '/dev/full', filenameType: 'str', overwriteFile: 'false' }],
  },
  {
    name: 'a file to read that is not there yet',
    core: ['storage/10-file.js'],
    nodes: ({ folder }) => [
      { id: 'first', type: 'file in', filename: path.join(folder, 'none'), filenameType: 'str', format: 'utf8' },
    ],
  },
  {
    name: 'a link call that does not return',
    core: ['common/60-link.js'],
    nodes: () => [
      { id: 'first', type: 'link call', links: ['in'], linkType: 'static', timeout: '0.02' },
      { id: 'in', type: 'link in', links: [], wires: [[]] },
    ],
  },
];

describe('a node of Node-RED behind ours', () => {
  const fixture = new FlowFixture();
  const server = createServer((_request, response) => response.writeHead(404).end('none'));
  let places: Places;
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const idle = createServer();
    await new Promise<void>((resolve) => idle.listen(0, '127.0.0.1', resolve));
    const nobody = `http://127.0.0.1:${(idle.address() as AddressInfo).port}`;
    await new Promise((resolve) => idle.close(resolve));
    const folder = mkdtempSync(path.join(tmpdir(), 'dataconnect-core-'));
    places = { server: `http://127.0.0.1:${port}`, nobody, folder };
  });
  after(async () => {
    rmSync(places.folder, { recursive: true, force: true });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  async function verdictOn({ core, nodes, payload = records }: Case, times: number): Promise<string | undefined> {
    const sender = new Sender();
    const behind = nodes(places);
    const start = sender.node({ wires: [[behind[0]!.id]] });
    await fixture.open([start, ...behind], { core, modules: [sender.module] });
    let verdict: string | undefined;
    for (let time = 0; time < times; time++) verdict = await sender.send({ _msgid: `${time}`, payload });
    return verdict;
  }

  for (const each of quiet) {
    it(`stops no run: ${each.name}`, async () => {
      assert.equal(await verdictOn(each, 2), 'completed');
    });
  }

  for (const each of loud) {
    it(`stops the run: ${each.name}`, async () => {
      assert.equal(await verdictOn(each, 1), `failed: ${each.nodes(places)[0]!.type}`);
    });
  }
});
