import './stand-in';
import assert from 'node:assert/strict';
import { endpointById, type Parameter } from '../../nodes/catalogue';
import { datePreview } from '../../nodes/editor/date-preview';

const preview = (parameter: Parameter, text: string) => datePreview(parameter, text, 'UTC') ?? '';

describe('what a date field says of words', () => {
  const day = { type: 'string', format: 'date', description: '' } as const;
  const first = { name: 'FromDay', ...day };
  const last = { name: 'ToDay', startedBy: 'FromDay', ...day };

  it('is the first day where it starts a range, the last where it ends one, whatever the names', () => {
    const now = new Date();
    const end = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 0));
    assert.match(preview(first, 'last month'), / 1, /);
    assert.ok(preview(last, 'last month').includes(` ${end.getUTCDate()}, `));
  });

  it('is not told by the name: a calendar does not end a range', () => {
    assert.equal(preview({ ...first, name: 'CalendarStopDate' }, 'last month'), preview(first, 'last month'));
  });

  it('is the instant before the next day where the field takes a time', () => {
    const stop = endpointById('sales-by-invoice')!.parameters.find(({ name }) => name === 'StopDate')!;
    assert.match(preview(stop, 'yesterday'), /11:59:59\.997/);
  });

  it('is nothing for what is no date', () => {
    assert.equal(preview({ name: 'Word', type: 'string', description: '' }, 'last month'), '');
  });
});
