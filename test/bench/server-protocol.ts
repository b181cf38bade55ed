/** What the benchmark and its server tell each other, and what the server answers. */
import type { Emulator } from '../emulator';
import type { Order } from './order';

/** The endpoint of all measurements but those of windows: ten columns, about 270 bytes a record. */
export const UNDATED = { id: 'availability', path: '/availability' };

/** The endpoint that is cut into windows, and the dates of its records, by which 1000 days begin and end. */
export const DATED = { id: 'sales-extended-detail', path: '/customizedreports/SalesExtendedDetailReport' };
export const REPORT_FROM = '2023-01-01';
export const REPORT_TO = '2025-09-27';
export const LAST_DAY = '2025-09-26';

/** The endpoint whose report goes into databases and files: 37 columns, about 960 bytes a record. */
export const INVOICES = {
  id: 'sales-by-invoice',
  path: '/reports/SalesByInvoiceReport',
  parameters: { StartDate: REPORT_FROM, StopDate: LAST_DAY, HideRebates: '-1' },
};

export type ToServer =
  | ({ kind: 'serve' } & Pick<Order, 'rows' | 'gzip' | 'format' | 'into' | 'toFile'>)
  | { kind: 'forget' };

export interface ServerAddress {
  serviceUrl: string;
  tokenUrl: string;
  credentials: Emulator['credentials'];
}

export type FromServer = { kind: 'started'; address: ServerAddress } | { kind: 'ready' };

export function pathFor({ format, into, toFile }: Pick<Order, 'format' | 'into' | 'toFile'>): string {
  if (!into && !toFile) return `${UNDATED.path}?Response=${format}`;
  return `${INVOICES.path}?${new URLSearchParams({ Response: format, ...INVOICES.parameters })}`;
}
