/** What the benchmark and its server tell each other, and what the server answers. */
import type { Emulator } from '../emulator';
import { isOfList, type Order } from './order';

/** The endpoint of all measurements but those of windows: ten columns, about 270 bytes a record. */
export const UNDATED = { id: 'availability', path: '/availability' };

/** The endpoint that is cut into windows, and the dates of its records, by which 1000 days begin and end. */
export const DATED = { id: 'sales-extended-detail', path: '/customizedreports/SalesExtendedDetailReport' };
export const REPORT_FROM = '2023-01-01';
export const REPORT_TO = '2025-09-27';
export const LAST_DAY = '2025-09-26';

/** First day of a report that one window has whole: a year at most. */
export const YEAR_FROM = '2024-10-01';

/** The endpoint whose report goes into databases and files: 37 columns, about 960 bytes a record. */
export const INVOICES = {
  id: 'sales-by-invoice',
  path: '/reports/SalesByInvoiceReport',
  parameters: { StartDate: REPORT_FROM, StopDate: LAST_DAY, HideRebates: '-1' },
};

/** The list whose changes are sent: 43 columns, about 1100 bytes a record, and the one of them that is another in every record. */
export const LIST = {
  id: 'employee-master-list',
  path: '/reports/employeemasterlistreport',
  parameters: { EnabledStatus: '2' },
};
export const LIST_KEY = 'ID #';

/** Undefined where records of ten columns are asked for. */
export function wideEndpoint(
  order: Pick<Order, 'into' | 'toFile' | 'goesOn'>,
): typeof INVOICES | typeof LIST | undefined {
  const { into, toFile, goesOn } = order;
  if (isOfList(order)) return LIST;
  if (goesOn) return { ...INVOICES, parameters: { ...INVOICES.parameters, StartDate: YEAR_FROM } };
  return into || toFile ? INVOICES : undefined;
}

type Asked = Pick<Order, 'format' | 'into' | 'toFile' | 'goesOn'>;

export type ToServer = ({ kind: 'serve' } & Asked & Pick<Order, 'rows' | 'gzip'>) | { kind: 'forget' };

export interface ServerAddress {
  serviceUrl: string;
  tokenUrl: string;
  credentials: Emulator['credentials'];
}

export type FromServer = { kind: 'started'; address: ServerAddress } | { kind: 'ready' };

export function pathFor(order: Asked): string {
  const { path, parameters } = { parameters: {}, ...(wideEndpoint(order) ?? UNDATED) };
  return `${path}?${new URLSearchParams({ Response: order.format, ...parameters })}`;
}
