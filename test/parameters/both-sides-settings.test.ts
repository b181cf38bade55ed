/** Paths, properties, sources, settings and connections through both sides, as `both-sides.test.ts` does values. */
import { SIGN_IN_KINDS } from '../../nodes/stored/sign-in-kinds';
import { agreeOnConnection, agreeOnNode, assertKinds, CREDENTIALS, type Stored, table, ZERO_WIDTH } from './two-sides';

describe('the dialog and a run judge settings alike', () => {
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
      [{ incremental: { mode: 'new', from: 'hier', lookback: '2 jours', delay: '0 minutes', step: ' 6h ' } }],
      [{ incremental: { mode: 'new', from: '', lookback: '', step: '' } }],
      [{ incremental: { mode: 'new', from: 'soon' } }, 'not-date'],
      [{ incremental: { mode: 'new', lookback: 'soon' } }, 'not-duration'],
      [{ incremental: { mode: 'new', step: '0 days' } }, 'duration-too-short'],
      [{ incremental: { mode: 'new', delay: '366 days' } }, 'duration-too-long'],
      [{ incremental: { mode: 'off', step: '0 days', most: 0 } }],
      [{ sending: { method: 'POST', body: 'json' } }],
      [{ sending: { body: 'xml' } }, 'not-a-choice'],
      [{ sending: null }, 'field-not-a-group'],
      [{ params: [] }, 'field-not-a-group'],
    ],
    (stored) => agreeOnNode('availability', stored as Stored),
  );

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
});
