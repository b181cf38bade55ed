import assert from 'node:assert/strict';
import ExcelJS from 'exceljs';
import { type Endpoint, endpoints, type ResponseFormat, responses } from '../../nodes/catalogue';
import type { Emulator } from '../emulator';
import { exampleNode } from './example-parameters';
import { FlowFixture } from './flow-fixture';
import type { Message } from './node-red';

const MAIL = { 'Email.To': 'analyst@shop.test' };

const usable = endpoints.filter(({ path }) => path !== null);
/** The endpoints of the first release are tried in every response, the others in the two that flows use most. */
const inEveryResponse = usable.filter(
  ({ id, domain }) => ['service', 'lists', 'deltas'].includes(domain) || id === 'availability',
);

describe('every endpoint', () => {
  const fixture = new FlowFixture();

  async function answerOf(endpoint: Endpoint, response: ResponseFormat): Promise<Message> {
    const more = response.endsWith('.Email') ? MAIL : {};
    const node = exampleNode(endpoint, { Response: response, ...more });
    const flow = await fixture.open([node]);
    const { messages, error, completions } = await flow.ask(node.id);
    assert.equal(error, undefined, error?.message);
    assert.equal(completions, 1);
    assert.equal(messages.length, 1);
    return messages[0]!;
  }

  for (const endpoint of inEveryResponse) {
    it(`${endpoint.id} answers in each of the nine responses`, async () => {
      const inJson = (await answerOf(endpoint, 'Json')).payload as object[];
      for (const { value: response } of responses) {
        const msg = await answerOf(endpoint, response);
        if (response.endsWith('.Email')) assertMailed(fixture.emulator, response);
        else if (response === 'Excel') await assertWorkbook(msg);
        else assertAsMany(endpoint, msg.payload as object[], inJson, response);
      }
    });
  }

  for (const endpoint of usable) {
    it(`${endpoint.id} returns its documented columns in Json and Csv`, async () => {
      const json = await answerOf(endpoint, 'Json');
      const csv = await answerOf(endpoint, 'Csv');
      const records = json.payload as Record<string, unknown>[];
      assert.ok(Array.isArray(records));
      if (!['session-abandon', 'import-traffic-count'].includes(endpoint.id)) {
        assert.ok(records.length > 0, 'no records');
      }
      assertAsMany(endpoint, csv.payload as object[], records, 'Csv');
      if (records.length === 0) return;
      const expected = documentedColumns(endpoint, json);
      assert.deepEqual(missing(expected, Object.keys(records[0]!)), []);
      assert.deepEqual(
        missing(
          expected,
          (csv.columns as Array<{ name: string }>).map(({ name }) => name),
        ),
        [],
      );
    });
  }
});

/** LocationId of the availability comes only with a location filter (docs/api.md, Location filter). */
const ONLY_WITH_FILTER = new Set(['LocationId', 'basic_token', 'PreferredEndpoint']);

function documentedColumns({ columns, variants = [] }: Endpoint, msg: Message): string[] {
  const sent = (msg.dataconnect as { parameters: Record<string, string> }).parameters;
  const variant = variants.find(({ parameter, value }) => sent[parameter] === String(value));
  return (variant?.columns ?? columns).map(({ name }) => name).filter((name) => !ONLY_WITH_FILTER.has(name));
}

function missing(expected: readonly string[], got: readonly string[]): string[] {
  return expected.filter((name) => !got.includes(name));
}

function assertMailed(emulator: Emulator, response: ResponseFormat): void {
  const mail = emulator.mails.at(-1);
  assert.equal(mail?.to?.[0]?.address, MAIL['Email.To']);
  const extension = { 'Excel.Email': 'xlsx', 'Csv.Email': 'csv', 'Xml.Email': 'xml' }[response as string];
  assert.equal(mail?.attachments[0]?.filename?.split('.').pop(), extension);
}

/** The request log has one more each time it is asked. */
function assertAsMany({ id }: Endpoint, records: object[], inJson: object[], response: string): void {
  if (id === 'request-log') assert.ok(records.length > inJson.length, response);
  else assert.equal(records.length, inJson.length, response);
}

async function assertWorkbook(msg: Message): Promise<void> {
  assert.ok(Buffer.isBuffer(msg.payload));
  assert.match(String(msg.filename), /^[\w-]+\.xlsx$/);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(msg.payload as never);
  assert.ok(workbook.worksheets[0]!.rowCount > 1);
}
