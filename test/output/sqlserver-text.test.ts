import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SqlMessage } from '../../nodes/output/sql/sql-order';
import { columnsOfTypes, messageFor, orderFor } from './sql-orders';

// No SQL Server can be had where these tests run: what it would be sent is read by the rules of its language.

type Token = { kind: 'text' | 'name' | 'plain'; text: string };

/** Texts and names without their quotes, and what stands between them. @throws AssertionError where a quote has no end */
function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const start = at;
    while (at < sql.length && sql[at] !== "'" && sql[at] !== '[') at++;
    if (at > start) tokens.push({ kind: 'plain', text: sql.slice(start, at) });
    if (at === sql.length) break;
    const close = sql[at] === '[' ? ']' : "'";
    let text = '';
    for (at++; ; at++) {
      assert.ok(at < sql.length, `no end: ${sql}`);
      if (sql[at] !== close) text += sql[at];
      else if (sql[at + 1] === close) text += sql[at++];
      else break;
    }
    at++;
    tokens.push({ kind: close === ']' ? 'name' : 'text', text });
  }
  return tokens;
}

/** The statements that are compiled later. */
function inner(message: SqlMessage): string {
  const texts = tokensOf(message.text).filter(
    ({ kind, text }) => kind === 'text' && /^\n(?:DELETE|INSERT|MERGE)/.test(text),
  );
  assert.equal(texts.length, 1, message.text);
  return texts[0]!.text;
}

function rowsOf({ set }: SqlMessage): Record<string, unknown>[] {
  const [parameter, ...others] = set.queryParams as Array<{
    output: boolean;
    name: string;
    type: string;
    value: string;
  }>;
  assert.deepEqual(
    [others.length, parameter?.output, parameter?.name, parameter?.type],
    [0, false, 'rows', 'nvarchar(max)'],
  );
  return JSON.parse(parameter!.value);
}

const awkward = fc.constantFrom(
  "'",
  "''",
  ']',
  '[',
  ']]',
  '--',
  '/*',
  ';',
  '@rows',
  '{',
  '}}',
  '"',
  '\\',
  '\n',
  'N',
  '😀',
  ' x',
);
const name = fc.array(fc.oneof(awkward, fc.string({ minLength: 1, maxLength: 3 })), { minLength: 1, maxLength: 6 });
const names = fc
  .uniqueArray(
    name.map((parts) => parts.join('')),
    { minLength: 2, maxLength: 6, selector: (each) => each.toLowerCase() },
  )
  .filter((all) => all.every((each) => each.trim() !== '' && !/\0|\{\{/.test(each)));

describe('the text for SQL Server', () => {
  for (const write of ['update', 'append', 'replace'] as const) {
    it(`has names only as names and values only in its parameter (${write})`, () => {
      const plain = (text: string) =>
        tokensOf(text)
          .filter(({ kind }) => kind === 'plain')
          .map((token) => token.text)
          .join(' ');
      fc.assert(
        fc.property(names, fc.array(fc.string({ unit: 'grapheme' })), (all, values) => {
          const table = all[0]!.replaceAll('.', '_');
          const order = orderFor('sqlserver', { write, table, key: [all[0]!] });
          const records = values.map((value, index) =>
            Object.fromEntries(all.map((each) => [each, `${index}${value}x`.replaceAll('\0', '')])),
          );
          const columns = columnsOfTypes(Object.fromEntries(all.map((each) => [each, 'VARCHAR(MAX)'])));
          const message = messageFor(order, records, { columns });
          const known = new Set([...all, table]);
          for (const text of [message.text, ...(records.length > 0 || write === 'replace' ? [inner(message)] : [])]) {
            for (const token of tokensOf(text)) if (token.kind === 'name') assert.ok(known.has(token.text), token.text);
            assert.match(plain(text), /^[\w\s@(),.;=*<>$-]*$/);
            assert.ok(!text.includes('{{'));
          }
          const stored = rowsOf(message).map((row) => all.map((_, index) => row[`c${index}`]));
          assert.deepEqual(
            stored,
            records.map((record) => all.map((each) => record[each])),
          );
        }),
        { numRuns: 200 },
      );
    });
  }

  it('gives a type to each column, in the table and in the parameter', () => {
    const types = {
      Id: 'INT',
      M: 'MONEY',
      F: 'FLOAT',
      B: 'BIT',
      T: 'DATETIME',
      D: 'DATE',
      G: 'UNIQUEIDENTIFIER',
      V: 'VARCHAR(5)',
    };
    const record = {
      Id: 1,
      M: 1e-7,
      F: 0.1,
      B: true,
      T: '2026-03-01T10:00:00.123',
      D: '2026-03-01T00:00:00',
      G: crypto.randomUUID(),
      V: 'v',
    };
    const message = messageFor(orderFor('sqlserver'), [record], { columns: columnsOfTypes(types) });
    const typed = [
      'bigint',
      'decimal(38,10)',
      'float',
      'bit',
      'datetime2(7)',
      'date',
      'uniqueidentifier',
      'nvarchar(max)',
    ];
    for (const [index, column] of Object.keys(types).entries()) {
      assert.ok(message.text.includes(`[${column}] ${typed[index]}`), column);
      assert.ok(inner(message).includes(`[${column}] ${typed[index]} '$.c${index}'`), column);
    }
    // As a decimal is written, without an exponent, and a date without its midnight.
    assert.deepEqual(rowsOf(message), [
      { c0: 1, c1: '0.0000001', c2: 0.1, c3: true, c4: record.T, c5: '2026-03-01', c6: record.G, c7: 'v' },
    ]);
  });

  it('has the last record of a key alone, for MERGE takes no two', () => {
    const types = columnsOfTypes({ Id: 'INT', T: 'DATETIME', G: 'UNIQUEIDENTIFIER', V: 'INT' });
    const id = crypto.randomUUID();
    const records = [
      { Id: 1, T: '2026-03-01', G: id, V: 1 },
      { Id: '1', T: '2026-03-01T00:00:00.000', G: id.toUpperCase(), V: 2 },
      { Id: 1, T: '2026-03-01 00:00:01', G: id, V: 3 },
    ];
    const message = messageFor(orderFor('sqlserver', { key: ['Id', 'T', 'G'] }), records, { columns: types });
    assert.deepEqual(
      rowsOf(message).map(({ c3 }) => c3),
      [2, 3],
    );
    const first = { ...orderFor('sqlserver'), write: 'append' as const };
    assert.equal(rowsOf(messageFor(first, records, { columns: types })).length, 3);
  });

  it('is one transaction, which deletes a period and writes', () => {
    const order = orderFor('sqlserver', { write: 'replace', key: [], dateColumn: 'T' });
    const columns = columnsOfTypes({ Id: 'INT', T: 'DATETIME' });
    const period = { from: '2026-03-01', before: '2026-04-01' };
    const message = messageFor(order, [{ Id: 1, T: '2026-03-02' }], { columns, period });
    assert.match(message.text, /^SET NOCOUNT, XACT_ABORT ON;\nBEGIN TRANSACTION;[\s\S]*\nCOMMIT;$/);
    assert.match(
      inner(message),
      /^\nDELETE FROM \[sales\] WHERE \[T\] >= CAST\('2026-03-01T00:00:00.000' AS datetime2\(7\)\) AND \[T\] < CAST\('2026-04-01T00:00:00.000' AS datetime2\(7\)\);\nINSERT INTO \[sales\]/,
    );
  });
});
