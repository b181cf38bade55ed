import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Answer } from '../../nodes/client/request';
import { DataConnectError } from '../../nodes/errors';
import { passBody } from '../../nodes/extract/body-gate';
import { makePlan } from '../../nodes/extract/make-plan';
import { TextGate } from '../../nodes/extract/text-gate';
import { Redactor } from '../../nodes/secrets/redact';
import { failure } from '../decode/reading';
import { recordSecret } from '../secrets/transcript';
import { orderFor } from './run-against';

const SECRET = 'gate-c4nary&secret/17';
recordSecret(SECRET);

const ANSWER: Answer = {
  statusCode: 200,
  contentType: '',
  charset: undefined,
  filename: undefined,
  host: 'localhost',
  date: undefined,
  queuedFor: 0,
  consume: async () => 0,
  dispose: () => {},
};

type Response = 'Csv' | 'Json' | 'Xml';

interface Shape {
  response: Response;
  rows: number;
  /** Rows that hold the secret. */
  secretAt: readonly number[];
  /** A column whose name says that its values are secret. */
  named?: boolean;
}

const WRITTEN: Record<Response, string> = {
  Csv: SECRET,
  Json: SECRET.replaceAll('/', '\\/'),
  Xml: SECRET.replaceAll('&', '&amp;'),
};

function textOf({ response, rows, secretAt, named }: Shape): string {
  const numbers = Array.from({ length: rows }, (_, index) => index);
  const nameOf = (row: number) => (secretAt.includes(row) ? `x ${WRITTEN[response]} y` : `a name of row ${row} é`);
  const token = (row: number) => `tok${String(row).padStart(6, '0')}q8Zk3mV9xW`;
  if (response === 'Csv') {
    const lines = numbers.map((row) => `${row},"${nameOf(row)}"${named ? `,${token(row)}` : ''}`);
    return [`ID,Name${named ? ',access_token' : ''}`, ...lines].join('\r\n');
  }
  if (response === 'Json') {
    const more = (row: number) => (named ? `,"access_token":"${token(row)}"` : '');
    return `[${numbers.map((row) => `{"ID":${row},"Name":"${nameOf(row)}"${more(row)}}`).join(',')}]`;
  }
  const more = (row: number) => (named ? `<access_token>${token(row)}</access_token>` : '');
  return `<Table>${numbers.map((row) => `<Record><ID>${row}</ID><Name>${nameOf(row)}</Name>${more(row)}</Record>`).join('')}</Table>`;
}

describe('a text that leaves piece by piece', () => {
  const planOf = (Response: Response) =>
    makePlan(orderFor('', { Response }, { endpoint: undefined, path: '/x', output: { kind: 'file' } })).plan;

  async function gated(body: Buffer, response: Response, size: number, redactor: Redactor) {
    const gone: Buffer[] = [];
    const gate = new TextGate(planOf(response), ANSWER, redactor, async function* () {
      yield* [...gone];
    });
    let held = 0;
    let came = 0;
    for (let at = 0; at < body.length; at += size) {
      const piece = body.subarray(at, at + size);
      gone.push(await gate.pass(piece));
      came += piece.length;
      held = Math.max(held, came - gone.reduce((sum, { length }) => sum + length, 0));
    }
    gone.push(await gate.end());
    return { text: Buffer.concat(gone).toString(), masked: gate.masked, records: gate.records, held };
  }

  const sizes = [1000, 16_384, 65_536, 70_001];
  for (const response of ['Csv', 'Json', 'Xml'] as const) {
    it(`is masked as a whole one is, wherever the secret stands: ${response}`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...sizes),
          fc.array(fc.integer({ min: 0, max: 5999 }), { maxLength: 4 }),
          async (size, secretAt) => {
            const body = Buffer.from(textOf({ response, rows: 6000, secretAt }));
            const { text, records, masked } = await gated(body, response, size, new Redactor([SECRET]));
            const expected = await passBody(body, planOf(response), ANSWER, new Redactor([SECRET]));
            assert.equal(text, expected.body.toString());
            assert.ok(!text.includes(WRITTEN[response]));
            assert.equal(records, 6000);
            assert.equal(masked, new Set(secretAt).size);
          },
        ),
        { numRuns: 6 },
      );
    });

    it(`is masked by the name of a column to its end: ${response}`, async () => {
      const body = Buffer.from(textOf({ response, rows: 3000, secretAt: [], named: true }));
      const { text, masked } = await gated(body, response, 16_384, new Redactor([]));
      assert.doesNotMatch(text, /tok\d{6}q8Zk3mV9xW/);
      assert.equal(masked, 3000);
      assert.equal(text.match(/\*{8}/g)?.length, 3000);
    });

    it(`is held no longer than a secret can be: ${response}`, async () => {
      const body = Buffer.from(textOf({ response, rows: 40_000, secretAt: [39_000] }));
      const { held } = await gated(body, response, 65_536, new Redactor([SECRET]));
      assert.ok(held < 700_000, `${held} bytes were held`);
      assert.ok(body.length > 1_000_000);
    });
  }

  it('passes byte for byte where it has none', async () => {
    for (const response of ['Csv', 'Json', 'Xml'] as const) {
      const body = Buffer.from(textOf({ response, rows: 12_000, secretAt: [] }));
      const { text, masked } = await gated(body, response, 16_384, new Redactor([SECRET]));
      assert.equal(text, body.toString());
      assert.equal(masked, 0);
    }
  });

  it('is withheld where a secret cannot be told from other text', async () => {
    const body = Buffer.from(
      textOf({ response: 'Csv', rows: 8000, secretAt: [], named: true }).replace(/tok0{6}\w+/, 'abcdefg'),
    );
    await assert.rejects(
      gated(body, 'Csv', 65_536, new Redactor([])),
      (error) => error instanceof DataConnectError && error.code === 'SECRET_WITHHELD',
    );
  });

  it('is refused where it is none of the format', async () => {
    const body = Buffer.from(`{"a": broken ${'x'.repeat(300_000)}`);
    await assert.rejects(gated(body, 'Json', 65_536, new Redactor([])), failure('MALFORMED'));
  });

  it('is held until a long record is known to its end', async () => {
    const token = 'tok123456q8Zk3mV9xW';
    const body = Buffer.from(`[{"ID":1,"access_token":"${token}","Blob":"${'z'.repeat(500_000)}"},{"ID":2}]`);
    const { text, masked } = await gated(body, 'Json', 65_536, new Redactor([]));
    assert.ok(!text.includes(token));
    assert.equal(masked, 1);
  });
});
