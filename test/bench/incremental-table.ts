/** The table of runs that go on from what was confirmed: beside a report and a list of a node that does not. */
import { milliseconds, ratio } from './numbers';
import { type GoesOn, nameOf, type Order } from './order';
import { inGroup, type Medians } from './samples';

const LABELS: Readonly<Record<GoesOn, string>> = {
  report: 'a report of 37 columns, not incremental',
  all: 'incremental, all sent',
  new: 'incremental, remembered, all of them new',
  'new again': 'the next run: none is new',
  'marked again': 'the next run: all sent and marked',
  list: 'a list of 43 columns, not incremental',
  changes: 'what changed in it: all added',
  'changes again': 'the next run: none changed',
};

/** @returns undefined where nothing was measured */
export function incrementalTable(group: string, orders: readonly Order[], medians: Medians): string | undefined {
  const measured = orders.flatMap((order) => {
    const median = medians.get(inGroup(group, nameOf(order)));
    return median && order.goesOn ? [{ label: LABELS[order.goesOn], rows: order.rows, median }] : [];
  });
  const [one] = measured;
  if (!one) return undefined;
  return [
    `### ${one.rows.toLocaleString('en-US')} rows, going on from what was confirmed`,
    '',
    '| | processor time | memory growth | longest stall | on the disk |',
    '|---|---|---|---|---|',
    ...measured.map(({ label, median }) => {
      const { processor, growth, stall, disk } = median;
      const cells = [
        ratio(processor, one.median.processor),
        megabytes(growth),
        milliseconds(stall),
        disk < 1e5 ? '' : megabytes(disk),
      ];
      return `| ${[label, ...cells].join(' | ')} |`;
    }),
  ].join('\n');
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
