import assert from 'node:assert/strict';
import { makePlan } from '../../nodes/extract/make-plan';
import { PlanMemory } from '../../nodes/runtime/plan-memory';
import { orderFor } from '../extract/run-against';

describe('the plan of the next message', () => {
  const connection = {};

  /** Plans one message after the other, on days of their own, and tells which were planned anew. */
  function planAll(endpoint: string, messages: Array<{ given: Record<string, unknown>; owner?: object }>) {
    const memory = new PlanMemory();
    return messages.map(({ given, owner = connection }, day) => {
      let isNew = false;
      const now = new Date(Date.UTC(2026, 0, 1 + day));
      const values = new Map(Object.entries(given));
      const { plan } = memory.recall(owner, values, () => {
        isNew = true;
        return makePlan(orderFor(endpoint, given, { now }));
      });
      return { isNew, sent: Object.fromEntries(plan.request.parameters) };
    });
  }

  it('is that of the last one when it asks for the same', () => {
    const message = { given: { ByLocation: true, ProductSKUs: 'A1' } };
    const plans = planAll('availability', [message, { given: { ...message.given } }]);
    assert.deepEqual(
      plans.map(({ isNew }) => isNew),
      [true, false],
    );
    assert.deepEqual(plans[1]!.sent, plans[0]!.sent);
  });

  it('is made anew for another value, one more, one less, and one of another type', () => {
    const given = [
      { QuantityMin: 1 },
      { QuantityMin: 2 },
      { QuantityMin: 2, BarCodes: 'A' },
      { BarCodes: '1' },
      { BarCodes: 1 },
      {},
    ];
    const plans = planAll(
      'availability',
      given.map((each) => ({ given: each })),
    );
    assert.deepEqual(
      plans.map(({ isNew }) => isNew),
      given.map(() => true),
    );
  });

  it('has the dates of its own day', () => {
    const given = { StartDate: 'yesterday', StopDate: 'yesterday' };
    const plans = planAll('back-order-listing', [{ given }, { given }]);
    assert.notEqual(plans[0]!.sent.StartDate, plans[1]!.sent.StartDate);
  });

  it('is made anew for a list, which may have been changed in place', () => {
    const given = { ProductSKUs: ['A', 'B'] };
    assert.equal(planAll('availability', [{ given }, { given }])[1]!.isNew, true);
  });

  it('is made anew for another connection', () => {
    assert.equal(planAll('availability', [{ given: {} }, { given: {}, owner: {} }])[1]!.isNew, true);
  });
});
