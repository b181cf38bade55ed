/**
 * Shapes of flows behind a node, and what becomes of a window of three batches in each. Where nobody can tell, the
 * window ends as `confirmed` too early: `tooEarly` says of what.
 */
import type { FlowNode } from './node-red';

export interface Places {
  /** A server that answers every request with 404, `/ok` with 200. */
  server: string;
  /** An address where nobody listens. */
  nobody: string;
  folder: string;
}

export interface Shape {
  /** In the words of a person. */
  name: string;
  core?: string[];
  /** What stands behind `windows`: the ids of those wired to it, and the nodes. */
  first?: string[];
  nodes: (places: Places) => FlowNode[];
  /** The state in which the window ends; with the labels of the nodes it hangs on. */
  end: string;
  tooEarly?: string;
  withoutCatch?: true;
  /** Id of what stands behind a Catch node of all. */
  configNodes?: (places: Places) => FlowNode[];
  caughtBy?: string;
  /** Id of what stands behind a Complete node of `first`. */
  completedBy?: string;
}

export const FUNCTION = 'function/10-function.js';
const SPLIT = 'sequence/17-split.js';
const BATCH = 'sequence/19-batch.js';

const func = (text: string, more: Partial<FlowNode> = {}): FlowNode => ({
  ...{ id: 'first', type: 'function', func: text, outputs: 1, timeout: 0, initialize: '', finalize: '', libs: [] },
  wires: [['later']],
  ...more,
});
const node = (type: string, more: Partial<FlowNode> = {}): FlowNode => ({
  id: 'first',
  type,
  wires: [['later']],
  ...more,
});
/** Says that it is done 5 ms later. */
const later = (more: Partial<FlowNode> = {}): FlowNode => ({ id: 'later', type: 'later', wires: [], ...more });
/** Reports an error 5 ms later. */
const failing = (more: Partial<FlowNode> = {}): FlowNode => ({ id: 'failing', type: 'failing', wires: [], ...more });
const request = (url: string): FlowNode =>
  node('http request', { method: 'GET', ret: 'txt', paytoqs: 'ignore', url, headers: [] });
const join = (more: Partial<FlowNode> = {}): FlowNode =>
  node('join', { id: 'join', mode: 'custom', build: 'array', property: 'payload', propertyType: 'msg', ...more });
const batch = (more: Partial<FlowNode>): FlowNode =>
  node('batch', { mode: 'count', count: 3, overlap: 0, interval: 10, allowEmptySequence: false, topics: [], ...more });
const delay = (more: Partial<FlowNode>): FlowNode =>
  node('delay', {
    pauseType: 'delay',
    timeout: '5',
    timeoutUnits: 'milliseconds',
    rate: '1',
    nbRateUnits: '1',
    rateUnits: 'second',
    ...more,
  });
const change = (to: string): FlowNode =>
  node('change', { rules: [{ t: 'set', p: 'payload', pt: 'msg', to, tot: 'jsonata' }] });

const ends: Shape[] = [
  { name: 'nothing', first: [], nodes: () => [], end: 'confirmed' },
  { name: 'a node that is done at once', nodes: () => [node('at-once', { wires: [] })], end: 'confirmed' },
  { name: 'a node that is done later', first: ['later'], nodes: () => [later()], end: 'confirmed' },
  { name: 'a node that fails', first: ['failing'], nodes: () => [failing()], end: 'failed: failing' },
  {
    name: 'a node that fails, without a Catch node',
    first: ['failing'],
    nodes: () => [failing()],
    end: 'failed: failing',
    withoutCatch: true,
  },
  {
    name: 'a node that fails with the second batch',
    nodes: () => [node('fails-once', { wires: [] })],
    end: 'failed: first',
  },
  { name: 'a node that is never done', nodes: () => [node('never', { wires: [] })], end: 'open: first' },
  {
    name: 'a node that forgets one of the batches',
    nodes: () => [node('forgets-one', { wires: [] })],
    end: 'open: first',
  },
  {
    name: 'a node that reports an error and says that it is done',
    nodes: () => [node('reports', { wires: [] })],
    end: 'failed: first',
  },
  {
    name: 'the same without a Catch node',
    nodes: () => [node('reports', { wires: [] })],
    end: 'failed: first',
    withoutCatch: true,
  },
  { name: 'an old node that says nothing', nodes: () => [node('old', { wires: [] })], end: 'unproven: first' },
  { name: 'an old node that sends nothing on', nodes: () => [node('old'), later()], end: 'unproven: first' },
  { name: 'an old node that sends on', nodes: () => [node('old-passing'), later()], end: 'confirmed' },
  { name: 'an old node that sends on later', nodes: () => [node('old-passing-later'), later()], end: 'confirmed' },
  {
    name: 'an old node that sends on later, to nobody',
    nodes: () => [node('old-passing-later', { wires: [] })],
    end: 'unproven: first',
  },
  {
    name: 'an old node that sends on two of the batches',
    nodes: () => [node('old-passing-two'), later()],
    end: 'unproven: first',
  },
  {
    name: 'an old node that reports an error later',
    nodes: () => [node('old-reporting-later', { wires: [] })],
    end: 'unproven: first',
  },
  {
    name: 'an old node that reports an error',
    nodes: () => [node('old-reporting', { wires: [] })],
    end: 'failed: first',
  },
  {
    name: 'the same without a Catch node',
    nodes: () => [node('old-reporting', { wires: [] })],
    end: 'failed: first',
    withoutCatch: true,
  },
  {
    name: 'a debug node',
    core: ['common/21-debug.js'],
    nodes: () => [node('debug', { active: true, tosidebar: true, wires: [], complete: 'payload' })],
    end: 'confirmed',
  },
  { name: 'an SQLite node that sends on', nodes: () => [node('sqlite'), later()], end: 'confirmed' },
  {
    name: 'an SQLite node behind which nothing is wired',
    nodes: () => [node('sqlite', { wires: [] })],
    end: 'confirmed',
  },
];

const ways: Shape[] = [
  {
    name: 'two branches',
    first: ['first', 'later'],
    nodes: () => [node('at-once', { wires: [] }), later()],
    end: 'confirmed',
  },
  {
    name: 'two branches of which one fails',
    first: ['later', 'failing'],
    nodes: () => [later(), failing()],
    end: 'failed: failing',
  },
  {
    name: 'two branches of which one is never done',
    first: ['first', 'later'],
    nodes: () => [node('never', { wires: [] }), later()],
    end: 'open: first',
  },
  { name: 'a chain', nodes: () => [node('passing'), later()], end: 'confirmed' },
  {
    name: 'a chain at whose end a node fails',
    nodes: () => [node('passing', { wires: [['failing']] }), failing()],
    end: 'failed: failing',
  },
  {
    name: 'a node that is done first and sends within the turn',
    nodes: () => [node('done-first'), later()],
    end: 'confirmed',
  },
  {
    name: 'a node that is done first and sends later',
    nodes: () => [node('done-long-before', { wires: [['never']] }), node('never', { id: 'never', wires: [] })],
    end: 'confirmed',
    tooEarly: 'a node that calls done before its work',
  },
  { name: 'a junction', core: ['common/05-junction.js'], nodes: () => [node('junction'), later()], end: 'confirmed' },
  {
    name: 'links',
    core: ['common/60-link.js'],
    nodes: () => [
      node('link out', { mode: 'link', links: ['in'], wires: [] }),
      node('link in', { id: 'in', links: ['first'] }),
      later(),
    ],
    end: 'confirmed',
  },
  {
    name: 'a link to a node that fails',
    core: ['common/60-link.js'],
    nodes: () => [
      node('link out', { mode: 'link', links: ['in'], wires: [] }),
      node('link in', { id: 'in', links: ['first'], wires: [['failing']] }),
      failing(),
    ],
    end: 'failed: failing',
  },
  {
    name: 'a link call',
    core: ['common/60-link.js'],
    nodes: () => [
      node('link call', { links: ['in'], linkType: 'static', timeout: '5' }),
      node('link in', { id: 'in', links: [], wires: [['passing']] }),
      node('passing', { id: 'passing', wires: [['back']] }),
      node('link out', { id: 'back', mode: 'return', links: [], wires: [] }),
      later(),
    ],
    end: 'confirmed',
  },
  {
    name: 'a Catch node that puts things right: the window is repeated all the same',
    first: ['failing'],
    nodes: () => [failing(), later()],
    caughtBy: 'later',
    end: 'failed: failing',
  },
  {
    name: 'work behind a Complete node',
    completedBy: 'later',
    nodes: () => [node('at-once', { wires: [] }), later()],
    end: 'confirmed',
  },
  {
    name: 'work behind a Complete node that is never done',
    completedBy: 'never',
    nodes: () => [node('at-once', { wires: [] }), node('never', { id: 'never', wires: [] })],
    end: 'open: never',
  },
  {
    name: 'work behind a Complete node that fails',
    completedBy: 'failing',
    nodes: () => [node('at-once', { wires: [] }), failing()],
    end: 'failed: failing',
  },
];

const functions: Shape[] = [
  { name: 'a function', nodes: () => [func('return msg;'), later()], end: 'confirmed' },
  { name: 'a function that drops', nodes: () => [func('return null;'), later()], end: 'confirmed' },
  { name: 'a function that throws', nodes: () => [func('throw new Error("no");'), later()], end: 'failed: first' },
  {
    name: 'a function that reports an error',
    nodes: () => [func('node.error("no", msg); return msg;'), later()],
    end: 'failed: first',
  },
  {
    name: 'a function that reports an error about nothing',
    nodes: () => [func('node.error("no"); return msg;'), later()],
    end: 'failed: first',
  },
  { name: 'a function that warns', nodes: () => [func('node.warn("odd"); return msg;'), later()], end: 'confirmed' },
  {
    name: 'a function that sends later and says so',
    nodes: () => [func('setTimeout(() => { node.send(msg); node.done(); }, 5);'), later()],
    end: 'confirmed',
  },
  {
    name: 'a function that sends later and does not say so',
    nodes: () => [
      func('setTimeout(() => node.send(msg), 300);', { wires: [['never']] }),
      node('never', { id: 'never', wires: [] }),
    ],
    end: 'confirmed',
    tooEarly: 'a function that works on after it returned, without node.done()',
  },
  {
    name: 'a function that waits',
    nodes: () => [func('await new Promise((resolve) => setTimeout(resolve, 5)); return msg;'), later()],
    end: 'confirmed',
  },
  {
    name: 'a function that makes several of one',
    nodes: () => [func('return [msg.payload.map((payload) => ({ payload }))];'), later()],
    end: 'confirmed',
  },
  {
    name: 'a function that keeps what it gets',
    nodes: () => [func('context.set("kept", msg.payload);'), later()],
    end: 'confirmed',
    tooEarly: 'a function that keeps records and works later',
  },
];

const core: Shape[] = [
  {
    name: 'a switch through which all goes',
    core: ['function/10-switch.js'],
    nodes: () => [node('switch', { property: 'topic', rules: [{ t: 'nempty' }], outputs: 1 }), later()],
    end: 'confirmed',
  },
  {
    name: 'a switch through which nothing goes',
    core: ['function/10-switch.js'],
    nodes: () => [node('switch', { property: 'topic', rules: [{ t: 'eq', v: 'x', vt: 'str' }], outputs: 1 }), later()],
    end: 'confirmed',
  },
  {
    name: 'a switch with an expression through which nothing goes',
    core: ['function/10-switch.js'],
    nodes: () => [
      node('switch', { property: '$count(payload) > 9', propertyType: 'jsonata', rules: [{ t: 'true' }], outputs: 1 }),
      later(),
    ],
    end: 'confirmed',
  },
  {
    name: 'a switch that repairs sequences of which it lacks a part',
    core: ['function/10-switch.js'],
    nodes: () => [
      func('return msg.parts.index === 0 ? null : msg;', { wires: [['switch']] }),
      node('switch', { id: 'switch', property: 'topic', rules: [{ t: 'nempty' }], outputs: 1, repair: true }),
      later(),
    ],
    end: 'confirmed',
    tooEarly: 'a Switch node that repairs sequences',
  },
  {
    name: 'a switch that repairs sequences',
    core: ['function/10-switch.js'],
    nodes: () => [node('switch', { property: 'topic', rules: [{ t: 'nempty' }], outputs: 1, repair: true }), later()],
    end: 'confirmed',
  },
  {
    name: 'a change',
    core: ['function/15-change.js'],
    nodes: () => [change('$sum(payload.Qty)'), later()],
    end: 'confirmed',
  },
  {
    name: 'a change that fails',
    core: ['function/15-change.js'],
    nodes: () => [change('$error("no")'), later()],
    end: 'failed: first',
  },
  {
    name: 'a template',
    core: ['function/80-template.js'],
    nodes: () => [
      node('template', { field: 'payload', fieldType: 'msg', syntax: 'mustache', template: 'x', output: 'str' }),
      later(),
    ],
    end: 'confirmed',
  },
  { name: 'a delay', core: ['function/89-delay.js'], nodes: () => [delay({}), later()], end: 'confirmed' },
  {
    name: 'a delay of an hour',
    core: ['function/89-delay.js'],
    nodes: () => [delay({ timeout: '1', timeoutUnits: 'hours' }), later()],
    end: 'open: first',
  },
  {
    name: 'a queue',
    core: ['function/89-delay.js'],
    nodes: () => [delay({ pauseType: 'rate', rate: '200' }), later()],
    end: 'confirmed',
  },
  {
    name: 'a queue of one an hour',
    core: ['function/89-delay.js'],
    nodes: () => [delay({ pauseType: 'rate', rateUnits: 'hour' }), later()],
    end: 'open: first',
  },
  {
    name: 'a queue that drops',
    core: ['function/89-delay.js'],
    nodes: () => [delay({ pauseType: 'rate', rateUnits: 'hour', drop: true }), later()],
    end: 'confirmed',
  },
  {
    name: 'a filter that holds repetitions back',
    core: ['function/rbe.js'],
    nodes: () => [node('rbe', { func: 'rbei', property: 'topic', septopics: false }), later()],
    end: 'confirmed',
  },
  {
    name: 'a trigger',
    core: ['function/89-trigger.js'],
    nodes: () => [
      node('trigger', {
        op1: 'a',
        op2: 'b',
        op1type: 'str',
        op2type: 'str',
        duration: '300',
        units: 'ms',
        bytopic: 'all',
        outputs: 1,
        wires: [['later']],
      }),
      later(),
    ],
    end: 'confirmed',
    tooEarly: 'the second message of a Trigger node',
  },
  {
    name: 'split',
    core: [SPLIT],
    nodes: () => [
      node('split', { splt: '\\n', spltType: 'str', arraySplt: 1, arraySpltType: 'len', property: 'payload' }),
      later(),
    ],
    end: 'confirmed',
  },
  {
    name: 'split, and a node that fails with one of the records',
    core: [SPLIT],
    nodes: () => [
      node('split', {
        splt: '\\n',
        spltType: 'str',
        arraySplt: 1,
        arraySpltType: 'len',
        property: 'payload',
        wires: [['once']],
      }),
      node('fails-once', { id: 'once', wires: [] }),
    ],
    end: 'failed: once',
  },
  {
    name: 'split and join',
    core: [SPLIT],
    nodes: () => [
      node('split', {
        splt: '\\n',
        spltType: 'str',
        arraySplt: 1,
        arraySpltType: 'len',
        property: 'payload',
        wires: [['join']],
      }),
      join({ mode: 'auto' }),
      later(),
    ],
    end: 'confirmed',
  },
  {
    name: 'a Join node that has all of a window',
    core: [SPLIT],
    first: ['join'],
    nodes: () => [join({ mode: 'auto' }), later()],
    end: 'confirmed',
  },
  {
    name: 'a Join node that has all, and a node behind it that fails',
    core: [SPLIT],
    first: ['join'],
    nodes: () => [join({ mode: 'auto', wires: [['failing']] }), failing()],
    end: 'failed: failing',
  },
  {
    name: 'a Join node that has all, and a node behind it that is never done',
    core: [SPLIT],
    first: ['join'],
    nodes: () => [join({ mode: 'auto', wires: [['never']] }), node('never', { id: 'never', wires: [] })],
    end: 'open: never',
  },
  {
    name: 'a Join node that waits for more',
    core: [SPLIT],
    nodes: () => [
      func('delete msg.complete; delete msg.parts; return msg;', { wires: [['join']] }),
      join({ count: '10' }),
      later(),
    ],
    end: 'open: join',
  },
  {
    name: 'a Join node that waits a while',
    core: [SPLIT],
    nodes: () => [
      func('delete msg.complete; delete msg.parts; return msg;', { wires: [['join']] }),
      join({ timeout: '0.05' }),
      later(),
    ],
    end: 'confirmed',
  },
  {
    name: 'a Join node that sums up',
    core: [SPLIT],
    first: ['join'],
    nodes: () => [
      join({
        mode: 'reduce',
        reduceExp: '$A + $count(payload)',
        reduceInit: '0',
        reduceInitType: 'num',
        reduceFixup: '',
      }),
      later(),
    ],
    end: 'confirmed',
  },
  {
    name: 'a Join node that sums up what never ends',
    core: [SPLIT],
    nodes: () => [
      func('delete msg.parts.count; return msg;', { wires: [['join']] }),
      join({ mode: 'reduce', reduceExp: '$A + 1', reduceInit: '0', reduceInitType: 'num', reduceFixup: '' }),
      later(),
    ],
    end: 'open: join',
  },
  {
    name: 'a Sort node that has all of a window',
    core: ['sequence/18-sort.js'],
    nodes: () => [
      node('sort', {
        target: 'topic',
        targetType: 'seq',
        seqKey: 'topic',
        seqKeyType: 'msg',
        order: 'ascending',
        as_num: false,
      }),
      later(),
    ],
    end: 'confirmed',
  },
  {
    name: 'a Sort node of the records of each batch',
    core: ['sequence/18-sort.js'],
    nodes: () => [
      node('sort', {
        target: 'payload',
        targetType: 'msg',
        msgKey: 'Qty',
        msgKeyType: 'jsonata',
        order: 'ascending',
        as_num: true,
      }),
      later(),
    ],
    end: 'confirmed',
  },
  { name: 'a Batch node whose group is full', core: [BATCH], nodes: () => [batch({}), later()], end: 'confirmed' },
  {
    name: 'a Batch node that waits for more',
    core: [BATCH],
    nodes: () => [batch({ count: 5 }), later()],
    end: 'open: first',
  },
  {
    name: 'a Batch node whose groups overlap',
    core: [BATCH],
    nodes: () => [batch({ count: 2, overlap: 1 }), later()],
    end: 'open: first',
  },
  {
    name: 'a Batch node by time',
    core: [BATCH],
    nodes: () => [batch({ mode: 'interval', interval: 0.05 }), later()],
    end: 'confirmed',
  },
  {
    name: 'records to JSON',
    core: ['parsers/70-JSON.js'],
    nodes: () => [node('json', { property: 'payload', action: 'str' }), later()],
    end: 'confirmed',
  },
  {
    name: 'records to CSV',
    core: ['parsers/70-CSV.js'],
    nodes: () => [node('csv', { spec: 'rfc', sep: ',', temp: '', hdrout: 'all', ret: '\\n' }), later()],
    end: 'confirmed',
  },
  {
    name: 'text that is no JSON',
    core: ['parsers/70-JSON.js', FUNCTION],
    nodes: () => [
      func('msg.payload = "{"; return msg;', { wires: [['json']] }),
      node('json', { id: 'json', property: 'payload', action: 'obj' }),
      later(),
    ],
    end: 'failed: json',
  },
  {
    name: 'records to YAML',
    core: ['parsers/70-YAML.js'],
    nodes: () => [node('yaml', { property: 'payload' }), later()],
    end: 'confirmed',
  },
  {
    name: 'a program',
    core: ['function/90-exec.js'],
    nodes: () => [
      node('exec', {
        command: 'true',
        addpay: '',
        append: '',
        useSpawn: 'false',
        timer: '',
        oldrc: false,
        outputs: 3,
        wires: [['later'], [], []],
      }),
      later(),
    ],
    end: 'confirmed',
  },
  {
    name: 'a request',
    core: ['network/21-httprequest.js'],
    nodes: ({ server }) => [request(`${server}/ok`), later()],
    end: 'confirmed',
  },
  {
    name: 'a request where nobody listens',
    core: ['network/21-httprequest.js'],
    nodes: ({ nobody }) => [request(nobody), later()],
    end: 'failed: first',
  },
  {
    name: 'a file',
    core: ['storage/10-file.js', FUNCTION],
    nodes: ({ folder }) => [
      func('msg.payload = "x"; return msg;', { wires: [['file']] }),
      node('file', {
        id: 'file',
        filename: `${folder}/lines.txt`,
        filenameType: 'str',
        appendNewline: true,
        overwriteFile: 'false',
      }),
      later(),
    ],
    end: 'confirmed',
  },
  {
    name: 'a file in a folder that is not there',
    core: ['storage/10-file.js'],
    nodes: ({ folder }) => [
      node('file', {
        filename: `${folder}/none/lines.txt`,
        filenameType: 'str',
        appendNewline: true,
        overwriteFile: 'false',
        createDir: false,
      }),
      later(),
    ],
    end: 'failed: first',
  },
  {
    name: 'an MQTT broker that is not there',
    core: ['network/10-mqtt.js'],
    configNodes: ({ nobody }) => [
      {
        ...{ id: 'broker', type: 'mqtt-broker', broker: 'localhost', port: new URL(nobody).port, clientid: '' },
        ...{ autoConnect: true, protocolVersion: '4', keepalive: '60', cleansession: true },
      },
    ],
    nodes: () => [node('mqtt out', { topic: 't', qos: '1', broker: 'broker', wires: [] })],
    end: 'open: first',
  },
  {
    name: 'TCP to where nobody listens',
    core: ['network/31-tcpin.js'],
    nodes: ({ nobody }) => [
      node('tcp out', {
        host: 'localhost',
        port: new URL(nobody).port,
        beserver: 'client',
        base64: false,
        end: false,
        tls: '',
        wires: [],
      }),
    ],
    end: 'confirmed',
    tooEarly: 'a TCP node that has no connection',
  },
];

export const shapes: Shape[] = [...ends, ...ways, ...functions, ...core];
