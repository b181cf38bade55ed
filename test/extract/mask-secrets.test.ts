import assert from 'node:assert/strict';
import type { Column } from '../../nodes/catalogue';
import { MASK, maskRecords, maskText } from '../../nodes/extract/mask-secrets';

const columns: Column[] = [
  { name: 'access_token', type: 'string', description: 'x', secret: true },
  { name: 'Username', type: 'string', description: 'x' },
];

describe('a secret column', () => {
  it('is masked in every record, whatever the case of its name', () => {
    const known = [
      { name: 'Access_Token', type: 'string', source: 'data' },
      { name: 'Username', type: 'string', source: 'data' },
    ] as const;
    const records = [
      { Access_Token: 'abc', Username: 'Jane' },
      { Access_Token: null, Username: 'Joe' },
    ];
    assert.deepEqual(maskRecords(columns)(records, known), [
      { Access_Token: MASK, Username: 'Jane' },
      { Access_Token: null, Username: 'Joe' },
    ]);
  });

  it('is masked as often as it comes', () => {
    const known = [
      { name: 'access_token', type: 'string', source: 'data' },
      { name: 'access_token_2', originalName: 'access_token', type: 'string', source: 'data' },
    ] as const;
    const records = [{ access_token: 'abc', access_token_2: 'def' }];
    assert.deepEqual(maskRecords(columns)(records, known), [{ access_token: MASK, access_token_2: MASK }]);
  });

  it('is masked in a text in every spelling, the longest first', () => {
    const text = '{"a":"x\\"<k","b":"x\\"<kk"} <a>x"&lt;k</a> "x""<k"';
    assert.doesNotMatch(maskText(text, ['x"<k', 'x"<kk']), /k/);
  });
});
