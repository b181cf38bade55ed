/** Every rule through both sides: what the dialog takes a run takes, and what one refuses the other refuses in the same words. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { exampleValues } from '../../nodes/build/example-values';
import { endpointById, endpoints, type Parameter } from '../../nodes/catalogue';
import { allParameters } from '../../nodes/catalogue/shared-parameters';
import { SIGN_IN_KINDS } from '../../nodes/stored/sign-in-kinds';
import {
  asInDialog,
  dialogSaysOfConnection,
  dialogSaysOfNode,
  runRefusesConnection,
  runRefusesNode,
  type Stored,
} from './two-sides';

const ZERO_WIDTH = '\u200b';
const GUID = 'a183f1a9-c58f-426a-930a-9a6357db52ed';

/** Both sides say the same of a node. @returns the kinds of the run's problems */
async function agreeOnNode(type: string, stored: Stored, connection: Stored = {}, msg: object = {}): Promise<string[]> {
  const refusal = await runRefusesNode(type, stored, connection, msg);
  const said = dialogSaysOfNode(type, stored, connection);
  assert.deepEqual(said.sort(), asInDialog(refusal, type).sort(), JSON.stringify([type, stored, msg]));
  return refusal.map(({ phrase }) => phrase);
}

async function agreeOnConnection(stored: Stored, credentials = CREDENTIALS): Promise<string[]> {
  const refusal = await runRefusesConnection(stored, credentials);
  const said = dialogSaysOfConnection(stored, credentials);
  assert.deepEqual(said.sort(), asInDialog(refusal, 'connection').sort(), JSON.stringify(stored));
  return refusal.map(({ phrase }) => phrase);
}

const CREDENTIALS: Record<string, string> = {
  username: 'u',
  password: 'p',
  clientId: 'c',
  clientSecret: 's',
  accessToken: 't',
};

const fixed = (value: unknown) => ({ type: 'fixed', value });
const fixedAll = (values: object) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fixed(value)]));

/** A node of the endpoint with everything that is required, and one more value. */
function nodeWith(type: string, name: string, value: unknown): Stored {
  const endpoint = endpointById(type);
  return {
    params: fixedAll({ ...(endpoint && exampleValues(endpoint)), [name]: value }),
    ...(!endpoint && { path: '/x' }),
  };
}

type Row = readonly [value: unknown, kind?: string];

function table(what: string, rows: readonly Row[], agree: (value: unknown) => Promise<string[]>): void {
  describe(what, () => {
    for (const [value, kind] of rows) {
      const shown = JSON.stringify(value) ?? 'nothing';
      const title = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
      it(kind ? `${title}: ${kind}` : `${title} is taken`, async () => {
        assert.deepEqual((await agree(value)).slice(0, 1), kind ? [kind] : []);
      });
    }
  });
}

function parameterTable(type: string, name: string, rows: readonly Row[]): void {
  table(`${name} of ${type}`, rows, (value) => agreeOnNode(type, nodeWith(type, name, value)));
}

describe('the dialog and a run judge alike', () => {
  parameterTable('deltas-customers', 'StartDate', [
    ['2026-03-01'],
    [' 2026-03-01 '],
    ['2026-03-01T10:00'],
    ['2026-03-01 10:00:30.5'],
    ['2026-03-01T10:00:00Z'],
    ['2026-03-01T10:00:00+05:30'],
    ['2026-03-01T10:00:00.1234567'],
    ['2024-02-29'],
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

  for (const [what, type] of [
    ['a path of an endpoint', 'availability'],
    ['a path of the request node', 'request'],
  ] as const) {
    table(
      what,
      [
        ['/lists/stores'],
        ['/lists/stores/'],
        [' /lists/stores\n'],
        ['/a b'],
        ['/é'],
        ['/a%20b'],
        ['/a:b;c=d@e'],
        ['', type === 'request' ? 'field-missing' : undefined],
        [ZERO_WIDTH, type === 'request' ? 'field-missing' : undefined],
        ['/a%', 'path-bad-percent'],
        ['/a%zz', 'path-bad-percent'],
        ['/a//b', 'path-empty-segment'],
        ['//a', 'path-empty-segment'],
        ['/a/../b', 'path-dots'],
        ['/a/.', 'path-dots'],
        ['/%2e%2E/b', 'path-dots'],
        ['/..;x/b', 'path-dots'],
        ['/a%2Fb', 'path-hidden-separator'],
        ['/a%252Fb', 'path-hidden-separator'],
        ['/a%00', 'path-hidden-separator'],
        ['/%2525252541', 'path-encoded-twice'],
        ['lists', 'path-without-slash'],
        ['https://x.test/a', 'path-without-slash'],
        ['/a?b=1', 'path-question-mark'],
        ['/a#b', 'path-hash'],
        ['/a\\b', 'path-backslash'],
        ['/a\nb', 'unseen-character'],
        ['/\ud800', 'not-well-formed'],
        [`/${'a'.repeat(3000)}`, 'path-too-long'],
        [5, 'field-not-text'],
        [null, 'field-not-text'],
      ],
      (path) => agreeOnNode(type, { path }),
    );
  }

  table(
    'the property that takes the data',
    [
      [undefined],
      [''],
      ['payload'],
      ['msg.payload'],
      [' rows '],
      ['data.rows[0].x'],
      ['a["b c"]'],
      ["a['b']"],
      ['$x_1'],
      ['1'],
      ['données'],
      ['msg.', undefined],
      ['a b', 'property-unusable'],
      ['a.', 'property-unusable'],
      ['.a', 'property-unusable'],
      ['a[', 'property-unusable'],
      ['a[x]', 'property-unusable'],
      ['a["b]', 'property-unusable'],
      ['a..b', 'property-unusable'],
      ['a-b c', 'property-unusable'],
      ['parts', 'property-taken'],
      ['msg.headers', 'property-taken'],
      ['headers.x', 'property-taken'],
      ['a.__proto__', 'property-taken'],
      ['a["constructor"]', 'property-taken'],
      [`a${ZERO_WIDTH}b`, 'unseen-character'],
      [5, 'field-not-text'],
    ],
    (property) => agreeOnNode('availability', { output: { property } }),
  );

  table(
    'the source of a value',
    [
      [{ type: 'msg', value: 'quantity' }],
      [{ type: 'msg', value: '', optional: true }, 'blank-msg'],
      [{ type: 'msg', value: ' ' }, 'blank-msg'],
      [{ type: 'flow', value: '' }, 'blank-flow'],
      [{ type: 'global', value: '' }, 'blank-global'],
      [{ type: 'env', value: '' }, 'blank-env'],
      [{ type: 'jsonata', value: '' }, 'blank-jsonata'],
      [{ type: 'msg', value: 'a b' }, 'evaluation-failed'],
      [{ type: 'oauth', value: '1' }, 'not-a-choice'],
      [{ type: 'fixed', value: '  ', optional: true }],
      [{ type: 'fixed', value: '1', optional: 'perhaps' }, 'not-boolean'],
    ],
    (source) => agreeOnNode('availability', { params: { QuantityMin: source } }, {}, { quantity: 3 }),
  );

  table(
    'a setting',
    [
      [{ output: { mode: 'batches', batchSize: '500' } }],
      [{ output: { mode: 'batches', batchSize: 0 } }, 'field-not-a-number'],
      [{ output: { mode: 'batches', batchSize: '0x10' } }, 'field-not-a-number'],
      [{ output: { mode: 'rows' } }, 'not-a-choice'],
      [{ windows: { kind: 'day', count: 400 } }, 'field-not-a-number'],
      [{ flow: { wait: 'auto', seconds: '1e1' } }, 'field-not-a-number'],
      [{ sending: { method: 'POST', body: 'json' } }],
      [{ sending: { body: 'xml' } }, 'not-a-choice'],
      [{ sending: null }, 'field-not-a-group'],
      [{ params: [] }, 'field-not-a-group'],
    ],
    (stored) => agreeOnNode('availability', stored as Stored),
  );

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

  describe('the company', () => {
    const type = 'partner-product-detail';
    const { CompanyID: _, ...others } = exampleValues(endpointById(type)!);
    const without = { params: { ...fixedAll(others), CompanyID: fixed('') } };
    it('is that of the connection', () => assertKinds(agreeOnNode(type, without, { companyId: '42' }), []));
    it('is missing where the connection has none', () => assertKinds(agreeOnNode(type, without), ['missing']));
    it('is not sent where nothing signs in', () =>
      assertKinds(agreeOnNode(type, without, { companyId: '42', authentication: 'none' }), ['missing']));
  });

  for (const field of ['serviceUrl', 'tokenUrl'] as const) {
    table(
      field,
      [
        ['https://a.example.net'],
        [' https://a.example.net/ '],
        [`${ZERO_WIDTH}https://a.example.net`],
        ['HTTPS://A.example.net:8443/x/y'],
        ['http://localhost:1880'],
        ['http://127.1'],
        ['http://[::1]:8080/x'],
        ['https://[2001:db8::1]/'],
        ['', 'field-missing'],
        ['  ', 'field-missing'],
        ['a.example.net', 'url-not-an-address'],
        ['https:a.example.net', 'url-not-an-address'],
        ['https:/a.example.net', 'url-not-an-address'],
        ['https://', 'url-not-an-address'],
        ['//a.example.net', 'url-not-an-address'],
        ['https://a.example.net:99999', 'url-not-an-address'],
        ['https://a.example.net?', 'url-query'],
        ['https://a.example.net#', 'url-query'],
        ['https://a.example.net/?x=1', 'url-query'],
        ['https://@a.example.net', 'url-user'],
        ['https://u:p@a.example.net', 'url-user'],
        ['ftp://a.example.net', 'url-not-https'],
        ['http://a.example.net', 'url-plain-http'],
        ['http://localhost.example.net', 'url-plain-http'],
        ['http://128.0.0.1', 'url-plain-http'],
        ['https://a example.net', 'url-space'],
        ['https://a.example.net\\x', 'url-space'],
        ['https://a.example.net/a//b', 'path-empty-segment'],
        ['https://a.example.net/../b', 'path-dots'],
        ['https://a.example.net/%2e%2e', 'path-dots'],
        ['https://a.example.net/a%', 'path-bad-percent'],
        ['https://a\u00ad.example.net', 'unseen-character'],
        [5, 'field-not-text'],
      ],
      (value) => {
        const urls = { serviceUrl: 'https://s.example.net', tokenUrl: 'https://t.example.net', [field]: value };
        return agreeOnConnection({ environment: 'custom', ...urls });
      },
    );
  }

  describe('the token URL', () => {
    const custom = { environment: 'custom', serviceUrl: 'https://s.example.net' };
    for (const authentication of SIGN_IN_KINDS) {
      const kinds = authentication === 'password' ? ['url-not-an-address'] : [];
      it(`counts only where it is asked: ${authentication}`, () =>
        assertKinds(agreeOnConnection({ ...custom, authentication, tokenUrl: 'junk' }), kinds));
    }
    it('counts only with addresses of one’s own', () =>
      assertKinds(agreeOnConnection({ environment: 'rc', tokenUrl: 'junk', serviceUrl: 'junk' }), []));
  });

  for (const [field, rows] of [
    [
      'timeZone',
      [
        [''],
        ['America/Toronto'],
        [' UTC '],
        ['Etc/GMT+5'],
        ['america/toronto'],
        ['Mars/Base', 'not-a-time-zone'],
        ['UTC0', 'not-a-time-zone'],
        ['Etc/Unknown', 'not-a-time-zone'],
        ['Eastern', 'not-a-time-zone'],
        ['America/\u200bToronto', 'unseen-character'],
      ],
    ],
    [
      'companyId',
      [[''], ['21090'], [21090], [' 7 '], ['-1', 'not-integer'], ['1.5', 'not-integer'], ['x', 'not-integer']],
    ],
    ['environment', [['rc'], ['sandbox', 'not-a-choice'], ['', 'not-a-choice'], [null, 'not-a-choice']]],
    ['stopDate', [['exclusive'], ['midnight', 'not-a-choice']]],
    ['preferredEndpoint', [[true], ['true'], ['maybe', 'not-boolean'], [1, 'not-boolean']]],
    [
      'requestsAtOnce',
      [[1], ['64'], [0, 'field-not-a-number'], [1.5, 'field-not-a-number'], ['0x4', 'field-not-a-number']],
    ],
    ['retries', [[0], ['20'], [-1, 'field-not-a-number'], ['', 'field-not-a-number']]],
    [
      'idleTimeout',
      [['2.5'], [' 3 '], ['1e2', 'field-not-a-number'], [0, 'field-not-a-number'], [true, 'field-not-a-number']],
    ],
  ] as const) {
    table(field, rows, (value) => agreeOnConnection({ [field]: value }));
  }

  describe('a credential', () => {
    for (const [authentication, name, value, kind] of [
      ['password', 'username', ' u ', undefined],
      ['password', 'username', ' ', 'field-missing'],
      ['password', 'username', 'a\tb', 'unseen-character'],
      ['password', 'username', 'a:b', undefined],
      ['basic', 'username', 'a:b', 'user-name-colon'],
      ['password', 'password', ' ', undefined],
      ['password', 'clientSecret', '', 'field-missing'],
      ['token', 'accessToken', 'Bearer abc\n', undefined],
      ['token', 'accessToken', 'a b', 'access-token-unsendable'],
      ['token', 'accessToken', 'é', 'access-token-unsendable'],
      ['token', 'accessToken', '  ', 'field-missing'],
      ['none', 'accessToken', '', undefined],
    ] as const) {
      it(`${name} ${JSON.stringify(value)} for ${authentication}: ${kind ?? 'taken'}`, () =>
        assertKinds(agreeOnConnection({ authentication }, { ...CREDENTIALS, [name]: value }), kind ? [kind] : []));
    }
  });

  describe('whatever is written', () => {
    /** One parameter of each kind there is, and an endpoint that has it. */
    const kinds = new Map<string, readonly [type: string, parameter: Parameter]>();
    for (const endpoint of endpoints) {
      for (const parameter of allParameters(endpoint)) {
        const { type, format, list, choices, all, required } = parameter;
        const isShared = !endpoint.parameters.includes(parameter);
        const key = JSON.stringify([
          type,
          format,
          list,
          choices !== undefined,
          all,
          required,
          isShared && parameter.name,
        ]);
        if (!kinds.has(key)) kinds.set(key, [endpoint.id, parameter]);
      }
    }
    const characters = [...'0123456789abcTZ,;:.-+*/ %?#&@{}[]"\'\\\n\t\u00e9\u200b\ud800\u0000'];
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(...characters), maxLength: 8 }),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('true', 'today', 'last 2 days', '2026-03-15', GUID, '*', '-1', 'Csv', '1,2', '3.5', '\x24{X'),
    );

    for (const [type, parameter] of kinds.values()) {
      it(`in ${parameter.name} of ${type}`, () =>
        fc.assert(
          fc.asyncProperty(
            text,
            async (value) => void (await agreeOnNode(type, nodeWith(type, parameter.name, value))),
          ),
          { numRuns: 60 },
        ));
    }

    const pieces = fc.constantFrom(
      '/',
      'a',
      '.',
      '..',
      '%',
      '%2e',
      '%2F',
      '%25',
      ' ',
      '?',
      '#',
      '\\',
      'é',
      '\ud800',
      ';',
      '\n',
      ':',
      '@',
    );
    const piece = fc.array(pieces, { maxLength: 7 }).map((each) => each.join(''));

    it('as a path', () =>
      fc.assert(
        fc.asyncProperty(
          fc.oneof(
            piece,
            piece.map((rest) => `/${rest}`),
          ),
          async (path) => {
            await agreeOnNode('request', { path });
            await agreeOnNode('availability', { path });
          },
        ),
        { numRuns: 500 },
      ));

    it('as an address', () =>
      fc.assert(
        fc.asyncProperty(
          fc.constantFrom('https://', 'http://', 'https:', 'HTTPS://', 'http://localhost', 'https://a.test', 'x', ''),
          piece,
          async (start, rest) => {
            const urls = { serviceUrl: start + rest, tokenUrl: 'https://t.example.net' };
            await agreeOnConnection({ environment: 'custom', ...urls });
          },
        ),
        { numRuns: 500 },
      ));

    it('as a property', () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.constantFrom('a', '1', '.', '[', ']', '"', "'", ' ', 'msg.', 'parts', '__proto__', '-', '$', 'é', '\\'),
            {
              maxLength: 7,
            },
          ),
          async (parts) => void (await agreeOnNode('availability', { output: { property: parts.join('') } })),
        ),
        { numRuns: 500 },
      ));
  });
});

async function assertKinds(agreed: Promise<string[]>, kinds: readonly string[]): Promise<void> {
  assert.deepEqual(await agreed, kinds);
}
