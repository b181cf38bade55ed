import assert from 'node:assert/strict';
import { connectionProblem, readConnectionValues, writeConnectionValues } from '../../nodes/editor/connection-values';
import { readConnection } from '../../nodes/runtime/connection/connection-settings';
import { CREDENTIALS_OF, SIGN_IN_KINDS } from '../../nodes/stored/sign-in-kinds';
import {
  type ConnectionFieldName,
  configNodeNames,
  connectionFieldNames,
  connectionFields,
} from '../../nodes/stored/stored-connection';
import { editorNode, words } from './stand-in';

function problem(field: ConnectionFieldName, value: unknown, others: Record<string, unknown> = {}): string | undefined {
  const node = editorNode('dataconnect-connection', { environment: 'custom', ...others, [field]: value });
  return connectionProblem(field, readConnectionValues(node), words);
}

/** What a run says. */
function isRefused(field: ConnectionFieldName, value: unknown): boolean {
  const none = { tls: undefined, proxy: { kind: 'none' } } as const;
  return readConnection({ [field]: value }, {}, none).problems.some(({ facts }) => facts.field === field);
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
    assert.match(problem('tokenUrl', '')!, /is empty/);
    assert.equal(problem('tokenUrl', '', { authentication: 'basic' }), undefined);
  });

  it('take whole numbers within bounds for the limits', () => {
    for (const value of [1, '8', '\x24{AT_ONCE}']) assert.equal(problem('requestsAtOnce', value), undefined);
    for (const value of [0, '1.5', '', 'many', 1000]) assert.match(problem('requestsAtOnce', value)!, /from 1 to 64/);
    assert.equal(problem('idleTimeout', '2.5'), undefined);
  });

  it('refuse what a run would refuse, and nothing else', () => {
    for (const limit of connectionFieldNames) {
      const field = connectionFields[limit];
      if (field.kind !== 'number') continue;
      const { least, most } = field;
      for (const value of [least, most, least - 0.01, most + 1, 2.5, ' ', 'many']) {
        assert.equal(problem(limit, value) !== undefined, isRefused(limit, value), `${limit} ${value}`);
      }
    }
    // Node-RED offers config nodes, and what they are is looked at where the flow runs.
    for (const field of connectionFieldNames.filter((name) => !/Url$/.test(name) && !configNodeNames.includes(name))) {
      for (const value of [null, 5, true, '', ' ', 'x', [], {}, 'production', 'exclusive', 'UTC', '\u200b7', 'a\tb']) {
        assert.equal(problem(field, value) !== undefined, isRefused(field, value), `${field} ${JSON.stringify(value)}`);
      }
    }
  });

  for (const [field, value, what] of [
    ['environment', 'sandbox', /Environment must be one of production, rc, custom, practice, not "sandbox"/],
    ['authentication', 'oauth', /Sign in with must be one of .*not "oauth"/],
    ['stopDate', 'midnight', /Stop date must be one of .*not "midnight"/],
    ['preferredEndpoint', 'maybe', /must be true or false, not "maybe"/],
  ] as const) {
    it(`say that ${field} is none of the choices`, () => {
      assert.match(problem(field, value)!, what);
      assert.equal(problem(field, '\x24{CHOICE}'), undefined);
    });
  }

  it('take a pasted name without what nobody sees at its ends, and refuse it inside', () => {
    assert.equal(problem('companyId', ' 21090\u200b\n'), undefined);
    assert.match(problem('timeZone', 'America/\u200bToronto')!, /cannot be seen \(U\+200B\)/);
    assert.match(problem('serviceUrl', 'https://x\u00ad.test')!, /cannot be seen \(U\+00AD\)/);
  });

  it('take a time zone by its name and a company by its number', () => {
    assert.equal(problem('timeZone', 'America/Toronto'), undefined);
    assert.match(problem('timeZone', 'Mars/Base')!, /Mars\/Base/);
    assert.equal(problem('companyId', '21090'), undefined);
    assert.match(problem('companyId', 'Kentel')!, /whole number/);
  });
});

describe('the credentials of a connection', () => {
  const none = { tls: undefined, proxy: { kind: 'none' } } as const;
  const read = (authentication: string, credentials: unknown) => readConnection({ authentication }, credentials, none);
  const all = { username: 'u', password: 'p', clientId: 'c', clientSecret: 's', accessToken: 't' };

  it('are taken without the spaces around a pasted user name and client', () => {
    const { settings, problems } = read('password', {
      ...all,
      username: ' u\u200b\n',
      clientId: '\tc ',
      password: ' p ',
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(settings.access.reveal().authentication, {
      kind: 'password',
      username: 'u',
      password: ' p ',
      clientId: 'c',
      clientSecret: 's',
    });
  });

  for (const kind of SIGN_IN_KINDS.filter((each) => each !== 'none')) {
    it(`are said in one sentence to be gone where there is none: ${kind}`, () => {
      for (const gone of [{}, null, 'text', [], 5]) {
        const { problems } = read(kind, gone);
        assert.deepEqual(
          problems.map((each) => [each.kind, each.facts.field]),
          [['credentials-absent', CREDENTIALS_OF[kind].join(', ')]],
        );
      }
    });

    for (const name of CREDENTIALS_OF[kind]) {
      it(`are refused with ${name} of another kind, and its value is not said: ${kind}`, () => {
        for (const value of [4711, true, ['4711'], { x: 4711 }, '\x24{NOPE}']) {
          const { problems } = read(kind, { ...all, [name]: value });
          assert.deepEqual(
            problems.map(({ facts }) => facts.field),
            [name],
          );
          assert.doesNotMatch(JSON.stringify(problems), /4711/);
        }
      });
    }
  }

  it('say which one is empty', () => {
    assert.deepEqual(
      read('password', { ...all, clientSecret: '' }).problems.map(({ kind, facts }) => [kind, facts.field]),
      [['field-missing', 'clientSecret']],
    );
  });

  it('name no host where the environment cannot be read', () => {
    for (const environment of ['sandbox', '\x24{NOPE}', null, 0, '']) {
      const { settings, problems } = readConnection({ environment }, all, none);
      assert.deepEqual([settings.serviceUrl, settings.tokenUrl, problems.length], ['', '', 1]);
    }
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

  it('makes no number of what a run takes for none', () => {
    for (const typed of ['0x10', '1e1', '+5', 'Infinity', ' ', '1_0']) {
      const node = editorNode('dataconnect-connection');
      writeConnectionValues(node, { ...readConnectionValues(node), requestsAtOnce: typed });
      assert.equal(node.requestsAtOnce, typed);
      assert.ok(isRefused('requestsAtOnce', node.requestsAtOnce), typed);
    }
  });
});
