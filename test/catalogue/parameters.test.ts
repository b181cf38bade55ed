import assert from 'node:assert/strict';
import { endpoints, labelOf, type Parameter, sharedParameters } from '../../nodes/catalogue';
import { everyParameter, parametersOf, repeated } from './flat';

/** Whether a value that documentation shows can be typed into the field. */
function fits(parameter: Parameter, value: Parameter['example']): boolean {
  if (value === undefined) return true;
  if (parameter.list) return typeof value === 'string' && value.split(',').every((item) => fitsItem(parameter, item));
  if (parameter.type === 'integer') return Number.isSafeInteger(value);
  return typeof value === parameter.type && fitsItem(parameter, String(value));
}

function fitsItem(parameter: Parameter, item: string): boolean {
  if (parameter.all?.includes(item)) return true;
  if (parameter.format === 'guid') return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(item);
  if (parameter.format === 'date') return /^\d{4}-\d\d-\d\d$/.test(item);
  if (parameter.format === 'date-time') return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?$/.test(item);
  return parameter.type !== 'integer' || /^-?\d+$/.test(item);
}

describe('the parameters of an endpoint', () => {
  it('have names of their own, whatever their case, together with the shared ones', () => {
    for (const endpoint of endpoints) {
      const names = parametersOf(endpoint).map((parameter) => parameter.name.toLowerCase());
      assert.deepEqual(repeated(names), [], endpoint.id);
    }
  });

  it('have labels of their own, together with the shared ones', () => {
    for (const endpoint of endpoints) assert.deepEqual(repeated(parametersOf(endpoint).map(labelOf)), [], endpoint.id);
  });

  it('have examples and defaults that can be typed into their fields', () => {
    const wrong = everyParameter.filter(
      ({ parameter }) => !fits(parameter, parameter.example) || !fits(parameter, parameter.default),
    );
    assert.deepEqual(
      wrong.map(({ name }) => name),
      [],
    );
  });

  it('have their example and default among their choices', () => {
    const isChoice = (parameter: Parameter, value: Parameter['example']) =>
      value === undefined || parameter.choices?.some((choice) => choice.value === value);
    const choosing = [...everyParameter.map(({ parameter }) => parameter), ...sharedParameters].filter(
      (parameter) => parameter.choices,
    );
    assert.ok(choosing.length > 140);
    for (const parameter of choosing) {
      assert.ok(isChoice(parameter, parameter.example), `${parameter.name} example`);
      assert.ok(isChoice(parameter, parameter.default), `${parameter.name} default`);
    }
  });

  it('have choices whose values and words are distinct and of the type', () => {
    for (const { parameter, name } of everyParameter) {
      const choices = parameter.choices ?? [];
      assert.deepEqual(repeated(choices.map((choice) => String(choice.value))), [], name);
      assert.deepEqual(repeated(choices.map((choice) => choice.label ?? String(choice.value))), [], name);
      const type = parameter.type === 'integer' ? 'number' : 'string';
      assert.ok(
        choices.every((choice) => typeof choice.value === type),
        name,
      );
    }
  });

  it('offer the five levels wherever a location type is asked for', () => {
    const levels = everyParameter.filter(({ parameter }) => parameter.name === 'LocationType');
    assert.equal(levels.length, 76);
    for (const { parameter, name } of levels) {
      assert.deepEqual(
        parameter.choices?.map((choice) => choice.value),
        ['Company', 'Channel', 'Region', 'District', 'Store'],
        name,
      );
    }
  });

  it('take location ids as a list of integers in which -1 and * stand for all', () => {
    const ids = everyParameter.filter(({ parameter }) => parameter.name === 'LocationTypeIDs');
    assert.equal(ids.length, 76);
    for (const { parameter, name } of ids) {
      assert.equal(parameter.list, true, name);
      assert.equal(parameter.type, 'integer', name);
      assert.deepEqual(parameter.all, ['-1', '*'], name);
    }
  });

  it('take every comma-separated value as a list', () => {
    const listed = /comma-separated|IDs$|SKUs$/i;
    const missed = everyParameter.filter(
      ({ parameter }) => (listed.test(parameter.name) || listed.test(parameter.description)) && !parameter.list,
    );
    assert.deepEqual(
      missed.map(({ name }) => name),
      [],
    );
  });

  it('answer to no other spelling that is a parameter itself', () => {
    for (const { endpoint, parameter, name } of everyParameter) {
      const names = new Set(parametersOf(endpoint).map((each) => each.name));
      assert.ok(!parameter.aliases?.some((alias) => names.has(alias)), name);
    }
  });

  it('belong to the endpoint where a set of them is required together', () => {
    for (const endpoint of endpoints) {
      const names = new Set(endpoint.parameters.map((parameter) => parameter.name));
      for (const set of endpoint.parameterSets ?? []) {
        assert.ok(
          set.required.every((name) => names.has(name)),
          `${endpoint.id} ${set.name}`,
        );
      }
    }
  });
});
