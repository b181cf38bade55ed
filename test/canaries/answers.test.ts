import assert from 'node:assert/strict';
import type { DataConnectClient } from '../../nodes/client/client';
import type { OutputMode, RunOrder } from '../../nodes/extract/run-order';
import { TestBed } from '../client/settings-for';
import { type OrderChanges, orderFor } from '../extract/run-against';
import { assertNoCanary, BASIC_TOKEN, echoing, everythingOf, HELD, settings, visible } from './canaries';
import { NAMES, SPELLINGS } from './spellings';

const OUTPUTS: readonly OutputMode[] = [
  { kind: 'all' },
  { kind: 'batches', size: 2 },
  { kind: 'each' },
  { kind: 'text' },
  { kind: 'buffer' },
  { kind: 'file' },
];

/** An endpoint with columns of its own, the request node, and paths that lead elsewhere than the catalogue says. */
const WAYS: Readonly<Record<string, OrderChanges>> = {
  'an endpoint': {},
  'any request': { endpoint: undefined, path: '/session' },
  'an overridden path': { path: '/Session/' },
};

describe('an answer with secrets in it', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  function order(response: string, output: OutputMode, more: OrderChanges = {}): RunOrder {
    return orderFor('location-master-list', { Response: response }, { output, retries: 0, ...more });
  }

  /** The client holds all its secrets once it was answered. */
  async function begun(body: () => Buffer | string, signIn: string, contentType = '') {
    let first = true;
    const server = await bed.server(
      echoing(() => {
        const said = first ? '[]' : body();
        first = false;
        return { body: said, headers: { 'content-type': contentType } };
      }),
    );
    const client = bed.client(settings(server.url, signIn));
    await everythingOf(client, order('Json', { kind: 'all' }));
    return client;
  }

  async function assertClean(
    client: DataConnectClient,
    response: string,
    canaries: readonly string[],
    kept: string,
    ways = Object.values(WAYS),
  ) {
    for (const output of OUTPUTS) {
      for (const way of ways) {
        const { out, error } = await everythingOf(client, order(response, output, way));
        assertNoCanary(out, canaries);
        const withheld = (error as { code?: string } | undefined)?.code;
        if (error) assert.equal(withheld, 'SECRET_WITHHELD', String(error));
        else assert.ok(visible(out).includes(kept), 'the rest of the answer is gone');
        if (!['text', 'buffer', 'file'].includes(output.kind)) assert.equal(error, undefined, String(error));
      }
    }
  }

  for (const [response, spellings] of Object.entries(SPELLINGS)) {
    for (const { name, body, charset } of spellings) {
      it(`is masked: ${response}, ${name}`, async () => {
        for (const [signIn, held] of Object.entries(HELD)) {
          // What is held does not hang on what is asked for: one sign-in asks in all ways.
          const ways = signIn === 'password' ? undefined : [{}];
          const type = charset ? `text/plain; charset=${charset}` : '';
          const client = await begun(() => body(held), signIn, type);
          await assertClean(client, response, held, 'nt', ways);
        }
      }).timeout(60_000);
    }
  }

  it('is masked when it arrives byte by byte', async () => {
    for (const response of ['Json', 'Xml', 'Csv']) {
      for (const { body } of SPELLINGS[response]!.slice(0, 12)) {
        const client = await begun(() => body(HELD.password!), 'password');
        const slow = {
          get redactor() {
            return client.redactor;
          },
          send: (...args: Parameters<typeof client.send>) => sliced(client, ...args),
        };
        for (const output of OUTPUTS) {
          assertNoCanary(await everythingOf(slow as never, order(response, output)), HELD.password);
        }
      }
    }
  }).timeout(60_000);

  for (const column of NAMES) {
    it(`is masked by the name ${column}`, async () => {
      const value = column === 'Cookie' ? `a=${BASIC_TOKEN}; b=${BASIC_TOKEN}` : BASIC_TOKEN;
      const json = JSON.stringify([
        { ID: 1, [column]: value, Store: 'Kent' },
        { ID: 2, [column]: null, Store: 'Kent' },
      ]);
      const deep = JSON.stringify([{ ID: 1, Store: 'Kent', Of: [{ [column]: value, Also: [value] }] }]);
      const under = JSON.stringify([{ ID: 1, Store: 'Kent', [column]: { scheme: 'x', list: [value] } }]);
      const element = column.replaceAll(' ', '_x0020_');
      const xml = `<Table><Record><ID>1</ID><${element}>${value}</${element}><Store>Kent</Store></Record></Table>`;
      const csv = `ID,${column},Store\r\n1,${value},Kent\r\n`;
      const answers = {
        Json: [json, deep, under],
        JsonDataTable: [`{"Records":${json},"Schema":[]}`],
        Xml: [xml],
        XmlDataTable: [xml],
        Csv: [csv],
      };
      for (const [response, bodies] of Object.entries(answers)) {
        for (const body of bodies) {
          const client = await begun(() => body, 'basic');
          await assertClean(client, response, [BASIC_TOKEN], 'Kent');
        }
      }
    });
  }

  it('says how many values were masked', async () => {
    const client = await begun(() => JSON.stringify([{ access_token: BASIC_TOKEN, Note: BASIC_TOKEN }]), 'basic');
    const { out } = await everythingOf(client, order('Json', { kind: 'all' }));
    assert.equal((out.at(-1) as { masked: number }).masked, 2);
  });
});

/** The same client, whose answers come in pieces of one byte. */
async function sliced(client: DataConnectClient, ...[request, options]: Parameters<DataConnectClient['send']>) {
  const answer = await client.send(request, options);
  const consume: typeof answer.consume = (take) =>
    answer.consume(async (chunk) => {
      for (let at = 0; at < chunk.length; at++) await take(chunk.subarray(at, at + 1));
    });
  return { ...answer, consume };
}
