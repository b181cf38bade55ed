import assert from 'node:assert/strict';
import { FlowFixture } from './flow-fixture';
import type { Outcome } from './node-red';

const modes: Record<string, Record<string, unknown>> = {
  'all records': {},
  batches: { mode: 'batches', batchSize: 2 },
  'single records': { mode: 'each' },
  text: { mode: 'text' },
  'a Buffer': { mode: 'buffer' },
  'batches with progress messages': { mode: 'batches', batchSize: 2, progress: true },
};

describe('the property that takes the data', () => {
  const fixture = new FlowFixture({ dials: { rows: { availability: { count: 3 } } } });

  async function ask(property: string, msg: Record<string, unknown> = {}, output = {}): Promise<Outcome> {
    const more = { output: { ...output, property }, wires: [['the-end'], []] };
    const flow = await fixture.open([{ id: 'node', type: 'dataconnect-availability', ...more }]);
    return flow.ask('node', msg);
  }

  async function refusal(...order: Parameters<typeof ask>): Promise<string> {
    const { error, messages } = await ask(...order);
    assert.ok(error, 'it was taken');
    assert.notEqual(error.code, 'INTERNAL', error.message);
    assert.deepEqual(messages, []);
    assert.deepEqual(fixture.emulator.requests.all(), [], 'something was sent');
    return error.message;
  }

  for (const [mode, output] of Object.entries(modes)) {
    it(`stops the run before anything is sent where it would vanish below a number: ${mode}`, async () => {
      const text = await refusal('payload.rows', { payload: 5 }, output);
      assert.match(text, /msg\.payload\.rows: msg\.payload is there already .*\(number\)/);
    });

    it(`stops the run before anything is sent where it is no property: ${mode}`, async () => {
      assert.match(await refusal('a[b', {}, output), /msg\.a\[b is not a property of the message/);
    });
  }

  const noRoom: Array<[what: string, property: string, msg: Record<string, unknown>]> = [
    ['a text', 'payload.rows', { payload: 'text' }],
    ['true', 'payload.rows', { payload: true }],
    ['null', 'payload.rows', { payload: null }],
    ['nothing', 'payload.rows', { payload: undefined }],
    ['a Buffer', 'payload[0]', { payload: Buffer.alloc(4) }],
    ['a name in a Buffer', 'payload.rows', { payload: Buffer.alloc(4) }],
    ['the length of a list', 'payload.length', { payload: [1, 2] }],
    ['a place of a list far away', 'payload[4000000000]', { payload: [] }],
    ['a text in a list', 'payload[0].rows', { payload: ['x'] }],
    ['a number deep down', 'a.b.c.d', { a: { b: { c: 1 } } }],
    ['what is frozen', 'payload.rows', { payload: Object.freeze({}) }],
    ['a property that cannot be written', 'payload.rows', { payload: Object.defineProperty({}, 'rows', { value: 1 }) }],
  ];
  for (const [what, property, msg] of noRoom) {
    it(`has no room in ${what}`, async () => {
      assert.match(await refusal(property, msg), /the data cannot be put into msg\./);
    });
  }

  const unusable: Array<[property: string, msg?: Record<string, unknown>]> = [
    ['a..b'],
    ['[0]'],
    ['a b'],
    ['.a'],
    ['a.'],
    ['rows[msg.place]'],
    ['rows[msg.place]', { place: {} }],
    ['rows[msg.place]', { place: '__proto__' }],
  ];
  for (const [property, msg = {}] of unusable) {
    it(`cannot be ${property} with ${JSON.stringify(msg)}`, async () => {
      assert.match(await refusal(property, msg), /is not a property of the message/);
    });
  }

  for (const property of [
    'parts',
    'parts.id',
    'complete',
    'columns',
    'dataconnect.rows',
    'msg.dataconnect',
    '_msgid',
    'req.body',
    'res',
    'headers',
    'statusCode',
    'filename',
    '__proto__.rows',
    'constructor.prototype.rows',
    'payload["__proto__"].rows',
    "payload['constructor'].x",
  ]) {
    it(`cannot be ${property}, which means something else`, async () => {
      assert.match(await refusal(property), /has a meaning of its own/);
      assert.equal(({} as Record<string, unknown>).rows, undefined);
    });
  }

  const room: Array<[property: string, msg: Record<string, unknown>, path: Array<string | number>]> = [
    ['rows', {}, ['rows']],
    ['msg.rows', {}, ['rows']],
    ['payload.rows', { payload: {} }, ['payload', 'rows']],
    ['data.list[1].rows', {}, ['data', 'list', 1, 'rows']],
    ['payload[0]', { payload: [1, 2] }, ['payload', 0]],
    ['rows[msg.place]', { place: 'stock' }, ['rows', 'stock']],
    ['params', {}, ['params']],
  ];
  const at = (msg: unknown, path: Array<string | number>) =>
    path.reduce((place, key) => (place as Record<string | number, unknown>)[key], msg);
  for (const [property, msg, path] of room) {
    for (const [mode, output] of Object.entries(modes)) {
      it(`can be ${property}, for ${mode}`, async () => {
        const { messages, error } = await ask(property, msg, output);
        assert.equal(error, undefined, error?.message);
        for (const message of messages) assert.ok(at(message, path), JSON.stringify(message));
      });
    }
  }
});
