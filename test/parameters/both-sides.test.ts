/** Values of parameters through both sides: what the dialog takes a run takes, and what one refuses the other refuses in the same words. */
import assert from 'node:assert/strict';
import { exampleParams } from '../../nodes/build/example-values';
import { endpointById } from '../../nodes/catalogue';
import {
  agreeOnNode,
  asInDialog,
  assertKinds,
  dialogSaysOfNode,
  fixed,
  fixedAll,
  GUID,
  parameterTable,
  runRefusesNode,
  table,
  ZERO_WIDTH,
} from './two-sides';

describe('the dialog and a run judge values alike', () => {
  parameterTable('deltas-customers', 'StartDate', [
    ['2026-03-01'],
    [' 2026-03-01 '],
    ['2026-03-01T10:00'],
    ['2026-03-01 10:00:30.5'],
    ['2026-03-01T10:00:00Z'],
    ['2026-03-01T10:00:00+05:30'],
    ['2026-03-01T10:00:00.1234567'],
    ['2024-02-29'],
    ['lastt week', 'not-date'],
    ['2026/03/01', 'not-date'],
    ['yesterday - 1d', 'not-date'],
    ['2026-02-29', 'not-date'],
    ['2026-13-01', 'not-date'],
    ['2026-3-1', 'not-date'],
    ['01/03/2026', 'not-date'],
    ['2026-03-01T24:00', 'not-date'],
    ['2026-03-01T10:00+15:00', 'not-date'],
    ['2026-W10', 'not-date'],
    ['soon', 'not-date'],
    ['20260301', 'not-date'],
    ['1772323200000', 'not-date'],
    ['last 0 days', 'not-date'],
    ['today-1h', 'not-date'],
    ['', 'missing'],
    ['  ', 'no-value'],
    [ZERO_WIDTH, 'no-value'],
    ['2026-04-01', 'stop-before-start'],
    ['9999-12-31T23:59:59', 'stop-before-start'],
    ['2026-03-\x24{DAY}', 'environment-inside'],
  ]);

  describe('StopDate of deltas-customers', () => {
    for (const [start, stop, kind] of [
      ['2026-03-01', '2026-03-01'],
      ['2026-03-01T10:00', '2026-03-01'],
      ['2026-03-02', '2026-03-01', 'stop-before-start'],
      ['2026-03-01T12:00Z', '2026-03-01T13:00+02:00', 'stop-before-start'],
      ['2026-03-01T00:30Z', '2026-02-28T19:31:00-05:00'],
      ['2026-01-15T12:00', '2026-01-15T16:00Z', 'stop-before-start'],
      ['2026-01-15T12:00', '2026-01-15T19:00Z'],
      ['2026-07-15T12:00', '2026-07-15T16:30Z', 'stop-before-start'],
      ['last 7 days', 'today'],
      ['7 derniers jours', 'hoy'],
      ['Mes anterior', "depuis le début de l'année"],
      ['demain', 'ayer', 'stop-before-start'],
      ['tomorrow', 'yesterday', 'stop-before-start'],
    ] as const) {
      it(`from ${start} to ${stop}: ${kind ?? 'taken'}`, async () => {
        const params = fixedAll({ StartDate: start, StopDate: stop });
        const said = await agreeOnNode('deltas-customers', { params }, { timeZone: 'America/Chicago' });
        assert.deepEqual(said, kind ? [kind] : []);
      });
    }
  });

  parameterTable('availability', 'QuantityMin', [
    ['3'],
    [3],
    [' -3 '],
    ['0000'],
    ['1234567890123456789'],
    [['4']],
    ['', undefined],
    ['3.0', 'not-integer'],
    ['1e3', 'not-integer'],
    ['0x10', 'not-integer'],
    ['+3', 'not-integer'],
    ['1,000', 'not-integer'],
    ['12345678901234567890', 'not-integer'],
    ['\uff13', 'not-integer'],
    ['many', 'not-integer'],
    [['1', '2'], 'not-integer'],
    [true, 'not-integer'],
    ['3\n4', 'control-character'],
    ['\ud800', 'not-well-formed'],
    [{ a: 1 }, 'field-not-text'],
    [null, 'field-not-text'],
    ['\x24{A} \x24{B}', 'environment-inside'],
  ]);

  parameterTable('availability', 'LocationTypeIDs', [
    ['1,2'],
    ['1, 2 '],
    [[1, 2]],
    ['-1'],
    ['*'],
    ['1,*'],
    [`1,${ZERO_WIDTH}2`],
    ['1;2', 'not-integer-list'],
    ['1,,2', 'not-integer-list'],
    [',', 'no-value'],
    ['1,x', 'not-integer-list'],
    ['1 2', 'not-integer-list'],
    [['1,2', '3'], 'field-not-text'],
  ]);

  parameterTable('availability', 'CatalogItemIDs', [
    [GUID],
    [`{${GUID.toUpperCase()}}`],
    [`${GUID},${GUID}`],
    [GUID.slice(1), 'not-guid'],
    [GUID.replaceAll('-', ''), 'not-guid'],
    [`${GUID} ${GUID}`, 'not-guid'],
    [GUID.replace('a', 'g'), 'not-guid'],
  ]);

  parameterTable('availability', 'ProductType', [
    ['Serialized'],
    ['serialized'],
    ['NON-SERIALIZED'],
    ['Serialised', 'not-a-choice'],
    ['x', 'not-a-choice'],
    ['Serialized,Non-Serialized', 'not-a-choice'],
  ]);

  parameterTable('availability', 'ByLocation', [
    ['true'],
    ['FALSE'],
    ['1'],
    [false],
    ['yes', 'not-boolean'],
    ['2', 'not-boolean'],
    ['t', 'not-boolean'],
  ]);

  parameterTable('availability', 'ProductNames', [
    ['A, B'],
    [' spaces '],
    ['é😀'],
    ['{"a":[1]}'],
    [`a${ZERO_WIDTH}b`, 'unseen-character'],
    ['a\tb', 'control-character'],
    ['\x24{NAME} x', 'environment-inside'],
  ]);

  parameterTable('availability', 'Email.To', [
    ['a@b.ca'],
    ['a@b.ca; c@d.org'],
    ['nobody', 'not-an-address'],
    ['a@b.ca,', 'not-an-address'],
    ['A <a@b.ca>', 'not-an-address'],
  ]);

  parameterTable('availability', 'Response', [
    ['Csv'],
    ['jsondatatable'],
    ['Excel'],
    ['Csv.Email', 'recipient-missing'],
    ['xml.email', 'recipient-missing'],
    ['Pdf', 'not-a-choice'],
  ]);

  parameterTable('availability', 'CSV.Delimiter', [['\t'], [' '], [';'], ['\n', 'control-character']]);
  parameterTable('availability', 'CSV.Headers', [['false'], ['perhaps', 'not-boolean']]);

  table(
    'the name of a parameter',
    [
      ['QuantityMin'],
      ['quantitymin', 'unknown'],
      ['ComplanyID', 'unknown'],
      ['LocationTypeID', 'unknown'],
      ['Colour', 'unknown'],
      ['__proto__', 'unknown'],
      ['auth', 'credentials-in-parameters'],
      ['', 'parameter-unnamed'],
      ['a\nb', 'parameter-name-unsendable'],
    ],
    (name) => agreeOnNode('availability', { params: JSON.parse(`{${JSON.stringify(name)}:{"value":"1"}}`) }),
  );

  table(
    'the name of a parameter of the request node',
    [
      ['Anything'],
      ['__proto__'],
      ['a b&=?'],
      ['AUTH', 'credentials-in-parameters'],
      ['', 'parameter-unnamed'],
      ['\ud800', 'parameter-name-unsendable'],
    ],
    (name) => agreeOnNode('request', { path: '/x', params: JSON.parse(`{${JSON.stringify(name)}:{"value":"1"}}`) }),
  );

  parameterTable('request', 'Anything', [
    ['x'],
    ['  x '],
    [`a${ZERO_WIDTH}b`],
    ['{"a":"b"}'],
    ['  ', 'no-value'],
    ['a\nb', 'control-character'],
  ]);

  describe('what is sent in spite of problems', () => {
    for (const [params, kind] of [
      [{ QuantityMin: 'many', Colour: 'red' }],
      [{ Response: 'Pdf' }],
      [{ Response: 'Csv.Email' }, 'recipient-missing'],
      [{ ProductNames: 'a\nb' }, 'control-character'],
      [{ Auth: 'x' }, 'credentials-in-parameters'],
      [{ ProductNames: ' ' }, 'no-value'],
    ] as const) {
      it(`${JSON.stringify(params)}: ${kind ?? 'sent'}`, async () => {
        const stored = { params: fixedAll(params), sending: { anyway: true } };
        const refused = asInDialog(await runRefusesNode('availability', stored), 'availability');
        const said = dialogSaysOfNode('availability', stored);
        assert.equal(said.length > 0, kind !== undefined);
        // The run names the others beside it.
        for (const text of said) assert.ok(refused.includes(text), text);
        assert.equal(refused.length > 0, kind !== undefined);
      });
    }
  });

  describe('a value that is left to the account', () => {
    const first = { type: 'account', value: 'first' };
    it('is known where a list has the values of the parameter', async () => {
      await assertKinds(agreeOnNode('partner-envysion-stores', { params: { CompanyId: first } }), []);
      await assertKinds(agreeOnNode('availability', { params: { ProductSKUs: first } }), []);
    });
    it('is refused where no list has them', () =>
      assertKinds(agreeOnNode('availability', { params: { QuantityMin: first } }), ['account-without-list']));
    it('is refused in a request of any path, of which nothing is known', () =>
      assertKinds(agreeOnNode('request', { path: '/x', params: { CompanyID: first } }), ['account-without-list']));
    it('is chosen in one way only', () =>
      assertKinds(agreeOnNode('partner-envysion-stores', { params: { CompanyId: { ...first, value: 'best' } } }), [
        'account-unknown',
      ]));
  });

  describe('the company', () => {
    const type = 'partner-product-detail';
    const { CompanyID: _, ...others } = exampleParams(endpointById(type)!);
    const without = { params: { ...others, CompanyID: fixed('') } };
    it('is that of the connection', () => assertKinds(agreeOnNode(type, without, { companyId: '42' }), []));
    it('is missing where the connection has none', () => assertKinds(agreeOnNode(type, without), ['missing']));
    it('is not sent where nothing signs in', () =>
      assertKinds(agreeOnNode(type, without, { companyId: '42', authentication: 'none' }), ['missing']));
  });
});
