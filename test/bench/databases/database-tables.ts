/** The tables of reports that go into databases: per record, because not all of the orders are for as many. */
import { milliseconds, ratio } from '../numbers';
import { type Contender, DATABASES, type Database, nameOf, type Order } from '../order';
import { inGroup, type Medians } from '../samples';

/** Those whose work is shown as a share of our whole flow's. */
const STAGES: readonly Contender[] = ['records', 'text'];

const TITLES = { sqlite: 'SQLite', postgresql: 'PostgreSQL', mysql: 'MariaDB' };

/** @returns undefined where nothing was measured */
export function databaseTable(
  group: string,
  orders: readonly Order[],
  into: Database,
  medians: Medians,
): string | undefined {
  const measured = orders.flatMap((order) => {
    const median = medians.get(inGroup(group, nameOf(order)));
    return median && !STAGES.includes(order.contender) ? [{ order, median }] : [];
  });
  const [one] = measured;
  if (!one) return undefined;
  const perRecord = (of: 'time' | 'processor' | 'server', { order, median }: (typeof measured)[number]) =>
    ratio(median[of] / order.rows, one.median.time / one.order.rows);
  return [
    `### ${one.order.rows.toLocaleString('en-US')} rows of 37 columns into ${TITLES[into]}`,
    '',
    `| | rows | time a row | processor time | ${into === 'sqlite' ? '' : 'of the server | '}memory growth | longest stall |`,
    `|---|---|---|---|${into === 'sqlite' ? '' : '---|'}---|---|`,
    ...measured.map((each) => {
      const { order, median } = each;
      const alone = order.contender === 'bulk';
      const cells = [
        order.rows.toLocaleString('en-US'),
        perRecord('time', each),
        alone ? '' : perRecord('processor', each),
        ...(into === 'sqlite' ? [] : [perRecord('server', each)]),
        alone ? '' : `${Math.round(median.growth / 1e6)} MB`,
        alone ? '' : milliseconds(median.stall),
      ];
      return `| ${[labelOf(order.contender, into), ...cells].join(' | ')} |`;
    }),
  ].join('\n');
}

function labelOf(contender: Contender, into: Database): string {
  switch (contender) {
    case 'row':
      return 'our node, a message for each record, function';
    case 'core':
      return into === 'postgresql' ? 'http request, function' : 'http request, split, function';
    case 'bulk':
      return `${BULK[into]} of a file`;
    default:
      return 'our node, Records to SQL';
  }
}

const BULK = { sqlite: '`.import`', postgresql: '`COPY`', mysql: '`LOAD DATA`' };

/** Where the time of our flow goes: the work of all processes, by the nodes in a flow that ends behind each of them. */
export function sharesTable(medians: Medians): string | undefined {
  const rows = DATABASES.flatMap((into) => {
    const worked = (contender: Contender) => {
      const order: Order = {
        contender,
        format: 'Json',
        rows: 100_000,
        gzip: false,
        load: { kind: 'reports', count: 1 },
        into,
      };
      return medians.get(inGroup(into, nameOf(order)));
    };
    const [records, text, node] = [worked('records'), worked('text'), worked('node')];
    if (!records || !text || !node) return [];
    const whole = node.processor + node.server;
    const parts = [records.processor, text.processor - records.processor, node.processor - text.processor, node.server];
    return [`| ${TITLES[into]} | ${parts.map((part) => `${Math.round((part / whole) * 100)} %`).join(' | ')} |`];
  });
  if (rows.length === 0) return undefined;
  return [
    '### Where the work of our way into a database is done',
    '',
    '| | reading, decoding | text of SQL | database node and driver | server |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
