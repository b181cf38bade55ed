import assert from 'node:assert/strict';
import { LIMITS, type Limit } from '../../nodes/connection-limits';
import {
  type ConnectionField,
  connectionProblem,
  readConnectionValues,
  writeConnectionValues,
} from '../../nodes/editor/connection-values';
import { readConnection } from '../../nodes/runtime/connection-settings';
import { editorNode, words } from './stand-in';

function problem(field: ConnectionField, value: unknown, others: Record<string, unknown> = {}): string | undefined {
  const node = editorNode('dataconnect-connection', { environment: 'custom', ...others, [field]: value });
  return connectionProblem(field, readConnectionValues(node), words);
}

describe('the fields of a connection', () => {
  it('take https, and http for this machine only', () => {
    for (const url of [
      'https://dataconnect.example.net',
      'http://localhost:8080',
      'http://127.0.0.1:1/v1',
      '\x24{URL}',
    ]) {
      assert.equal(problem('serviceUrl', url), undefined, url);
    }
    for (const url of [
      '',
      'dataconnect',
      'ftp://x.test',
      'http://x.test',
      'https://u:p@x.test',
      'https://x.test/?a=1',
    ]) {
      assert.equal(typeof problem('serviceUrl', url), 'string', url);
    }
    assert.equal(problem('serviceUrl', '', { environment: 'production' }), undefined);
  });

  it('need a token URL only for signing in with a client', () => {
    assert.match(problem('tokenUrl', '')!, /required/);
    assert.equal(problem('tokenUrl', '', { authentication: 'basic' }), undefined);
  });

  it('take whole numbers within bounds for the limits', () => {
    for (const value of [1, '8', '\x24{AT_ONCE}']) assert.equal(problem('requestsAtOnce', value), undefined);
    for (const value of [0, '1.5', '', 'many', 1000]) assert.match(problem('requestsAtOnce', value)!, /from 1 to 64/);
    assert.equal(problem('idleTimeout', '2.5'), undefined);
  });

  it('refuse what a run would refuse, and nothing else', () => {
    const none = { tls: undefined, proxy: { kind: 'none' } } as const;
    for (const limit of Object.keys(LIMITS) as Limit[]) {
      const { least, most } = LIMITS[limit];
      for (const value of [least, most, least - 0.01, most + 1, 2.5, ' ', 'many']) {
        const refused = readConnection({ [limit]: value }, {}, none).problems.some(
          ({ facts }) => facts.field === limit,
        );
        assert.equal(problem(limit, value) !== undefined, refused, `${limit} ${value}`);
      }
    }
  });

  it('take a time zone by its name and a company by its number', () => {
    assert.equal(problem('timeZone', 'America/Toronto'), undefined);
    assert.match(problem('timeZone', 'Mars/Base')!, /Mars\/Base/);
    assert.equal(problem('companyId', '21090'), undefined);
    assert.match(problem('companyId', 'Kentel')!, /whole number/);
  });
});

describe('closing the dialog of a connection with Done', () => {
  it('changes nothing that the person did not change, and keeps numbers numbers', () => {
    const stored = { environment: 'rc', requestsAtOnce: 4, retries: '\x24{RETRIES}', preferredEndpoint: 'true' };
    const node = editorNode('dataconnect-connection', stored);
    const before = JSON.stringify(node);
    writeConnectionValues(node, readConnectionValues(node));
    assert.equal(JSON.stringify(node), before);
    writeConnectionValues(node, { ...readConnectionValues(node), requestsAtOnce: '6', companyId: '21090' });
    assert.deepEqual([node.requestsAtOnce, node.companyId, node.environment], [6, '21090', 'rc']);
  });
});
