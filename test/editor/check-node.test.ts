import assert from 'node:assert/strict';
import { checkConnection, checkOutput, checkParams, checkPath } from '../../nodes/editor/check-node';
import { editorNode, nodes } from './stand-in';

const fixed = (value: string) => ({ type: 'fixed', value });
const week = { StartDate: fixed('last 7 days'), StopDate: fixed('today') };

function problems(params: object, settings: object = {}, type = 'dataconnect-sales-by-employee'): unknown {
  return checkParams.call(editorNode(type, { params, ...settings }), params, {});
}

describe('a node with a red triangle says why', () => {
  it('has none when everything required is there', () => {
    assert.equal(problems(week), true);
    assert.equal(problems({}, {}, 'dataconnect-list-stores'), true);
  });

  it('when a required parameter is missing', () => {
    assert.deepEqual(problems({ StartDate: fixed('today') }), ['Stop date is required.']);
    assert.deepEqual(problems({}), ['Start date is required.', 'Stop date is required.']);
  });

  it('but not when msg.params is meant to bring it, or the person sends anyway', () => {
    assert.equal(problems({}, { sending: { override: true } }), true);
    assert.equal(problems({ StartDate: fixed('soon') }, { sending: { anyway: true } }), true);
  });

  it('when a date, a number or a choice is wrong', () => {
    const wrong = { ...week, StopDate: fixed('soon'), LocationType: fixed('Stores') };
    assert.deepEqual(problems(wrong), [
      'Stop date must be a date such as 2026-03-31, or words such as yesterday or last 7 days, not "soon".',
      'Location type must be one of Company, Channel, Region, District, Store, not "Stores". Did you mean Store?',
    ]);
    assert.match(String(problems({ ...week, LocationTypeIDs: fixed('1,x') })), /whole numbers separated by commas/);
  });

  it('when a name is none of the endpoint', () => {
    assert.match(String(problems({ ...week, ComplanyID: fixed('1') })), /ComplanyID is not a parameter/);
    assert.equal(problems({ ComplanyID: fixed('1') }, {}, 'dataconnect-request'), true);
  });

  it('when a source names nothing or cannot be read', () => {
    assert.match(String(problems({ ...week, StartDate: { type: 'msg', value: '' } })), /which property of the message/);
    assert.match(
      String(problems({ ...week, StartDate: { type: 'msg', value: 'a b' } })),
      /could not be read from msg\.a b/,
    );
    assert.equal(problems({ ...week, StartDate: { type: 'env', value: 'FROM' } }), true);
    assert.equal(problems({ ...week, StartDate: { type: 'flow', value: '#:(file)::from' } }), true);
  });

  it('when an e-mail has no recipient, and only then', () => {
    const mail = { ...week, Response: fixed('Csv.Email') };
    assert.deepEqual(problems(mail), ['E-mail to is required when the answer goes out by e-mail.']);
    assert.match(String(problems({ ...mail, 'Email.To': fixed('nobody') })), /e-mail addresses/);
    assert.equal(problems({ ...mail, 'Email.To': fixed('a@b.ca') }), true);
    assert.equal(problems({ ...week, 'Email.To': fixed('a@b.ca') }), true);
  });

  it('takes an environment variable for any value', () => {
    assert.equal(problems({ StartDate: fixed('\x24{FROM}'), StopDate: fixed('\x24{TO}') }), true);
  });

  it('survives whatever an imported flow has', () => {
    for (const params of [undefined, null, 'text', [], { StartDate: null, StopDate: 5 }]) {
      assert.ok(Array.isArray(problems(params as object)), JSON.stringify(params));
    }
  });
});

describe('a path', () => {
  const check = (path: unknown) => checkPath.call(editorNode('dataconnect-list-stores'), path, {});
  it('is below the service URL and has no parameters in it', () => {
    for (const path of ['', undefined, '/lists/stores', '/Reports/AgedSeralizedInventoryReport', '/a b'])
      assert.equal(check(path), true);
    for (const path of ['lists/stores', '//other.test/x', '/a?b=1', '/a#b', '/a//b', '/a\\b', 'https://x.test/']) {
      assert.equal(typeof check(path), 'string', path);
    }
  });
  it('is required where nothing else knows it', () => {
    const request = editorNode('dataconnect-request');
    assert.match(String(checkPath.call(request, '', {})), /Path is empty/);
    assert.equal(checkPath.call(request, '/lists/stores', {}), true);
  });
});

describe('the output of a node', () => {
  const check = (output: object) => checkOutput.call(editorNode('dataconnect-list-stores', { output }), output, {});
  it('has batches of a whole number of records', () => {
    assert.equal(check({ mode: 'batches', batchSize: 500 }), true);
    for (const batchSize of [0, -1, 1.5, 'many', 2e6])
      assert.match(String(check({ mode: 'batches', batchSize })), /1 to 1000000/);
    assert.equal(check({ mode: 'all', batchSize: 0 }), true);
  });
  it('goes to a message property', () => {
    assert.equal(check({ property: 'data.rows' }), true);
    assert.match(String(check({ property: 'a b' })), /not a property of the message/);
  });
});

describe('the windows of a node and its waiting', () => {
  const check = (stored: Record<string, unknown>) =>
    checkOutput.call(editorNode('dataconnect-sales-by-employee', stored), {}, {});
  it('take whole numbers of days, weeks or months', () => {
    for (const windows of [{}, { kind: 'none' }, { kind: 'week' }, { kind: 'month', count: 12 }]) {
      assert.equal(check({ windows }), true, JSON.stringify(windows));
    }
    for (const count of [0, 1.5, 400, 'two']) {
      assert.match(String(check({ windows: { kind: 'day', count } })), /from 1 to 366/);
    }
  });
  it('take a longest wait that ends', () => {
    for (const flow of [{}, { seconds: 0.5 }, { wait: 'always', seconds: 0 }, { wait: 'off' }]) {
      assert.equal(check({ flow }), true, JSON.stringify(flow));
    }
    for (const seconds of [0, -1, 'long', 1e9])
      assert.match(String(check({ flow: { seconds } })), /from 0.001 to 86400/);
  });
});

describe('the connection of a node', () => {
  const check = (id: unknown) => checkConnection.call(editorNode('dataconnect-list-stores'), id, {});
  it('is there, enabled and complete', () => {
    nodes.set('good', { valid: true }).set('off', { d: true }).set('wrong', { valid: false });
    assert.equal(check('good'), true);
    assert.match(String(check('')), /Choose a connection/);
    assert.match(String(check('_ADD_')), /Choose a connection/);
    assert.match(String(check('gone')), /no longer exists/);
    assert.match(String(check('off')), /disabled/);
    assert.match(String(check('wrong')), /not complete/);
  });
});
