import assert from 'node:assert/strict';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { TestBed } from '../client/settings-for';
import { orderFor } from '../extract/run-against';
import { assertNoCanary, BASIC_TOKEN, echoing, everythingOf, HELD, settings } from './canaries';
import { everyLetter, forXml } from './spellings';

const COLUMNS = ['ID', 'Note', 'Store'];

/** A workbook with one sheet. */
function workbook(sheet: string, shared?: string, more: Record<string, string> = {}, level: 0 | 6 = 6): Buffer {
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<?xml version="1.0"?><Types/>',
    'xl/workbook.xml': '<workbook><sheets><sheet name="Report"/></sheets></workbook>',
    'xl/worksheets/sheet1.xml': `<?xml version="1.0"?><worksheet><sheetData>${sheet}</sheetData></worksheet>`,
    ...(shared !== undefined && { 'xl/sharedStrings.xml': `<?xml version="1.0"?><sst>${shared}</sst>` }),
    ...more,
  };
  const bytes = Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]));
  return Buffer.from(zipSync(bytes, { level }));
}

function inline(rows: string[][], write = forXml): string {
  return rows
    .map((row, at) => `<row r="${at + 1}">${row.map((text, column) => cell(column, at, write(text))).join('')}</row>`)
    .join('');
}

function cell(column: number, row: number, text: string): string {
  return `<c r="${'ABC'[column]}${row + 1}" t="inlineStr"><is><t>${text}</t></is></c>`;
}

function pointing(rows: string[][]): { sheet: string; shared: string } {
  const texts = rows.flat();
  const cells = rows.map((row, at) => {
    const pointers = row.map(
      (_, column) => `<c r="${'ABC'[column]}${at + 1}" t="s"><v>${at * row.length + column}</v></c>`,
    );
    return `<row r="${at + 1}">${pointers.join('')}</row>`;
  });
  return { sheet: cells.join(''), shared: texts.map((text) => `<si><t>${forXml(text)}</t></si>`).join('') };
}

const inRuns = (text: string) =>
  `<si>${[text.slice(0, 3), text.slice(3, 8), text.slice(8)].map((run) => `<r><t>${forXml(run)}</t></r>`).join('')}</si>`;
const rowsWith = (text: string) => [COLUMNS, ['1', text, 'Kent Mall'], ['2', 'plain', 'Kent Mall']];

const WAYS: Readonly<Record<string, (secret: string) => Buffer>> = {
  'in the cells': (secret) => workbook(inline(rowsWith(secret))),
  'stored without compression': (secret) => workbook(inline(rowsWith(secret)), undefined, {}, 0),
  'among the shared strings': (secret) => {
    const { sheet, shared } = pointing(rowsWith(secret));
    return workbook(sheet, shared);
  },
  'with every letter as a reference': (secret) =>
    workbook(inline(rowsWith(secret), (text) => everyLetter(text, (code) => `&#${code};`))),
  'in runs of a rich text': (secret) =>
    workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', `${inRuns(secret)}<si><t>Kent Mall</t></si>`),
  'in another namespace': (secret) =>
    workbook(
      inline([['Kent Mall']]),
      `<x:si><x:r><x:t>${forXml(secret.slice(0, 5))}</x:t></x:r><x:r><x:t>${forXml(secret.slice(5))}</x:t></x:r></x:si>`,
    ),
  'in its properties': (secret) =>
    workbook(inline([['Kent Mall']]), undefined, { 'docProps/core.xml': `<p><title>${forXml(secret)}</title></p>` }),
  'in a comment of the XML': (secret) => workbook(`${inline([['Kent Mall']])}<!--${secret}-->`),
};

describe('a workbook with secrets in it', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());
  const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

  async function asked(body: Buffer, signIn: string) {
    let first = true;
    const server = await bed.server(
      echoing(() => {
        const said = first ? '[]' : body;
        first = false;
        return { body: said, headers: { 'content-type': first ? '' : EXCEL } };
      }),
    );
    const client = bed.client(settings(server.url, signIn));
    const json = orderFor('location-master-list', { Response: 'Json' }, { retries: 0 });
    await everythingOf(client, json);
    const order = orderFor('location-master-list', { Response: 'Excel' }, { output: { kind: 'buffer' }, retries: 0 });
    const { out, error } = await everythingOf(client, order);
    const result = out.find((each) => (each as { kind?: string } | undefined)?.kind === 'body') as
      | { body: Buffer }
      | undefined;
    return { out, error, body: result?.body };
  }

  /** The texts of all parts, and the same without tags. */
  function textsOf(body: Buffer): string[] {
    return Object.values(unzipSync(body)).flatMap((part) => {
      const text = Buffer.from(part).toString();
      return [text, text.replace(/<[^<>]*>/g, '')];
    });
  }

  for (const [how, make] of Object.entries(WAYS)) {
    it(`is masked or withheld when they are ${how}`, async () => {
      for (const [signIn, held] of Object.entries(HELD)) {
        for (const secret of held) {
          const { out, error, body } = await asked(make(secret), signIn);
          assertNoCanary(out, held);
          if (error) assert.equal((error as { code?: string }).code, 'SECRET_WITHHELD');
          if (body) assertNoCanary(textsOf(body), held);
          if (body) assert.ok(textsOf(body).some((text) => /Kent Mall|&#75;/.test(text)));
          if (how !== 'in a comment of the XML') assert.ok(body, String(error));
        }
      }
    }).timeout(60_000);
  }

  it('is masked below the name of a secret that the client does not hold', async () => {
    for (const name of ['access_token', 'Basic Token', 'refreshToken']) {
      const { sheet, shared } = pointing([
        ['ID', name, 'Store'],
        ['1', BASIC_TOKEN, 'Kent Mall'],
      ]);
      for (const made of [
        workbook(sheet, shared),
        workbook(
          inline([
            ['ID', name],
            ['1', BASIC_TOKEN],
          ]),
        ),
      ]) {
        const { body } = await asked(made, 'basic');
        assertNoCanary(textsOf(body!), [BASIC_TOKEN]);
      }
    }
  });

  it('is passed on byte for byte when there are none', async () => {
    const plain = workbook(inline(rowsWith('Cookie jar & lid')));
    const { body } = await asked(plain, 'password');
    assert.deepEqual(body, plain);
  });
});
